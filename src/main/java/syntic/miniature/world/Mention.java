package syntic.miniature.world;

/**
 * What a sentence states of one thing.
 *
 * @param kind what it is
 * @param colour its colour, or null where the sentence does not say
 * @param size its size, or null where the sentence does not say
 * @param fewest the smallest number the sentence allows
 * @param most the largest number the sentence allows ("several" has no upper limit)
 * @param position where in the frame it is, or null where the sentence does not say
 */
public record Mention(Kind kind, Colour colour, Size size, int fewest, int most, Position position) {

    /** Whether the thing of the scene is as stated. */
    public boolean fits(Thing thing, Scene scene) {
        return kind == thing.kind()
                && (colour == null || colour == thing.colour())
                && (size == null || size == thing.size())
                && fewest <= thing.count() && thing.count() <= most
                && (position == null || scene.objects().stream()
                        .anyMatch(object -> object.kind() == kind && position.holds(object)));
    }
}
