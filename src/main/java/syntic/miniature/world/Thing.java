package syntic.miniature.world;

/**
 * What a sentence can speak of as one: an object, or a group of objects of the same kind and colour.
 *
 * @param kind what it is
 * @param colour its colour
 * @param count how many there are
 * @param size the size class of its objects
 */
public record Thing(Kind kind, Colour colour, int count, Size size) {

    /** The part of a scene's key that stands for this thing, for instance {@code "3 red dog"}. */
    String key() {
        return count + " " + colour.label() + " " + kind.label();
    }
}
