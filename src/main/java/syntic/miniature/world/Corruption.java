package syntic.miniature.world;

import java.util.Locale;

/**
 * What makes a photo worse than those that the models were trained on, in the manner of the common corruptions of
 * Hendrycks and Dietterich (ICLR 2019): the photo shows the same, but its feature is no longer where it was.
 *
 * @param strength in the unit of the kind; 0 changes nothing
 */
public record Corruption(Kind kind, double strength) {
    /** Photos as they are. */
    public static final Corruption NONE = new Corruption(Kind.NONE, 0);

    private static final int SIZE = Scene.SIZE;
    private static final int CHANNELS = 3;
    /** The colour of haze, red green blue. */
    private static final double[] HAZE = {190, 190, 200};

    /** How a photo is corrupted, and the unit of its strength. */
    public enum Kind {
        NONE(0),
        /** Strength: the share of the light that is lost. */
        DARKNESS(1),
        /** Strength: the share of every colour that bright haze covers. */
        HAZE(1),
        /** Strength: standard deviation in grey levels, of 256. */
        NOISE(256),
        /** Strength: standard deviation in pixels. */
        BLUR(SIZE);

        private final double most;

        Kind(double most) {
            this.most = most;
        }
    }

    public Corruption {
        if (!(strength >= 0 && strength <= kind.most)) {
            throw new IllegalArgumentException("the strength of " + kind.name().toLowerCase(Locale.ROOT)
                    + " must be from 0 to " + kind.most + ", not " + strength);
        }
    }

    /** Such as {@code noise 40}. */
    public String label() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.NONE ? name : name + " " + (strength == Math.rint(strength)
                ? Long.toString((long) strength) : Double.toString(strength));
    }

    /**
     * The corrupted picture; the given one is not changed.
     *
     * @param picture 64 × 64 × 3 bytes, row by row, red green blue of each pixel
     * @param seed of the noise
     */
    public byte[] of(byte[] picture, long seed) {
        if (strength == 0) {
            return picture.clone();
        }
        double[] values = new double[picture.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = picture[i] & 255;
        }
        switch (kind) {
            case DARKNESS -> towards(values, new double[CHANNELS]);
            case HAZE -> towards(values, HAZE);
            case NOISE -> addNoise(values, new SeededRandom(SeededRandom.mix(seed, 3)));
            case BLUR -> values = blurred(blurred(values, CHANNELS), SIZE * CHANNELS);
            default -> throw new AssertionError(kind + " has no strength");
        }
        byte[] corrupted = new byte[picture.length];
        for (int i = 0; i < corrupted.length; i++) {
            corrupted[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
        }
        return corrupted;
    }

    private void towards(double[] values, double[] colour) {
        for (int i = 0; i < values.length; i++) {
            values[i] += strength * (colour[i % CHANNELS] - values[i]);
        }
    }

    private void addNoise(double[] values, SeededRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] += strength * random.nextBell();
        }
    }

    /** Blurred one way, with the border's pixels repeated; neighbours are {@code step} values apart. */
    private double[] blurred(double[] values, int step) {
        int reach = (int) Math.ceil(3 * strength);
        double[] weights = new double[reach + 1];
        double sum = 0;
        for (int away = 0; away <= reach; away++) {
            weights[away] = StrictMath.exp(-away * away / (2 * strength * strength));
            sum += away == 0 ? 1 : 2 * weights[away];
        }
        double[] blurred = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int place = i / step % SIZE;
            int start = i - place * step;
            for (int away = -reach; away <= reach; away++) {
                int from = Math.max(0, Math.min(SIZE - 1, place + away));
                blurred[i] += weights[Math.abs(away)] / sum * values[start + from * step];
            }
        }
        return blurred;
    }
}
