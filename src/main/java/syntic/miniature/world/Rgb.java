package syntic.miniature.world;

/** A colour with channels of 0 … 255; values outside are kept until they are drawn. */
public record Rgb(double red, double green, double blue) {

    /** Every channel times a factor plus an offset. */
    Rgb scaled(double factor, double offset) {
        return new Rgb(red * factor + offset, green * factor + offset, blue * factor + offset);
    }

    /** This colour, moved towards another by a share of 0 … 1. */
    Rgb towards(Rgb other, double share) {
        return new Rgb(red + (other.red - red) * share, green + (other.green - green) * share,
                blue + (other.blue - blue) * share);
    }

    /** This colour with each channel shaken by the given deviation. */
    Rgb shaken(SeededRandom random, double deviation) {
        return new Rgb(red + random.nextBell() * deviation, green + random.nextBell() * deviation,
                blue + random.nextBell() * deviation);
    }

    /** Perceived brightness, 0 … 255 (ITU-R BT.601). */
    double luminance() {
        return 0.299 * red + 0.587 * green + 0.114 * blue;
    }
}
