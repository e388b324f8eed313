package syntic.miniature.world;

/**
 * One object of a scene.
 *
 * @param kind what it is
 * @param colour its colour
 * @param size its size class
 * @param x horizontal centre of its box, in pixels of the {@link Scene#SIZE} frame
 * @param y vertical centre of its box, downwards
 * @param width width of its box, the outline included
 * @param height height of its box
 * @param flip whether it is drawn mirrored
 */
public record Placed(Kind kind, Colour colour, Size size, double x, double y, double width, double height,
                     boolean flip) {

    /** The box {@code {x0, y0, x1, y1}} as shares of the frame (0 … 1), clipped to it. */
    public double[] box() {
        return new double[] {clip(x - width / 2), clip(y - height / 2), clip(x + width / 2), clip(y + height / 2)};
    }

    private static double clip(double pixels) {
        return Math.max(0, Math.min(1, pixels / Scene.SIZE));
    }

    /** Whether the boxes of two objects, each grown by half the gap, overlap. */
    boolean touches(Placed other, double gap) {
        return Math.abs(x - other.x) < (width + other.width) / 2 + gap
                && Math.abs(y - other.y) < (height + other.height) / 2 + gap;
    }

    /** This object with its centre elsewhere. */
    Placed at(double newX, double newY) {
        return new Placed(kind, colour, size, newX, newY, width, height, flip);
    }
}
