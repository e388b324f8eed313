package syntic.miniature.world;

/** The colours that objects have. */
public enum Colour {
    RED(214, 38, 36), GREEN(30, 150, 60), BLUE(36, 72, 220), YELLOW(244, 220, 40),
    PURPLE(148, 46, 184), ORANGE(246, 128, 24), WHITE(246, 246, 244), BLACK(34, 32, 36);

    private final Rgb rgb;

    Colour(int red, int green, int blue) {
        rgb = new Rgb(red, green, blue);
    }

    /** The pure colour, before light and camera. */
    public Rgb rgb() {
        return rgb;
    }

    /** The plain English name. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
