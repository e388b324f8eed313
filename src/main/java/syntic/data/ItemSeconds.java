package syntic.data;

/**
 * What the frozen models take of a data set, in processor seconds.
 *
 * @param picture to draw one
 * @param image to encode a picture or photo
 * @param objects to find those of a picture or photo
 * @param sentence to encode one
 */
public record ItemSeconds(double picture, double image, double objects, double sentence) {
    /** Where nobody measured it. */
    public static final ItemSeconds UNKNOWN = new ItemSeconds(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** The same where nothing is drawn, or otherwise than what was measured. */
    public ItemSeconds withoutPicture() {
        return new ItemSeconds(Double.NaN, image, objects, sentence);
    }
}
