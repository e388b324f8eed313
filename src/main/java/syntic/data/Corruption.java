package syntic.data;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import syntic.model.RgbImage;

/**
 * What makes a photo worse than those that the models were trained on, in the manner of the common corruptions of
 * Hendrycks and Dietterich (ICLR 2019): the photo shows the same, but its feature is no longer where it was.
 *
 * @param strength in the unit of the kind; 0 changes nothing
 */
public record Corruption(Kind kind, double strength) {
    /** Photos as they are. */
    public static final Corruption NONE = new Corruption(Kind.NONE, 0);

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
        BLUR(64);

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
     * @param noise gives random numbers of mean 0 and deviation 1
     */
    public RgbImage of(RgbImage picture, DoubleSupplier noise) {
        if (strength == 0) {
            return picture;
        }
        double[] values = new double[picture.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = picture.data()[i] & 255;
        }
        switch (kind) {
            case DARKNESS -> towards(values, new double[CHANNELS]);
            case HAZE -> towards(values, HAZE);
            case NOISE -> addNoise(values, noise);
            case BLUR -> values = blurred(blurred(values, CHANNELS, picture.width()), picture.width() * CHANNELS,
                    picture.height());
            default -> throw new AssertionError(kind + " has no strength");
        }
        byte[] corrupted = new byte[values.length];
        for (int i = 0; i < corrupted.length; i++) {
            corrupted[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
        }
        return new RgbImage(picture.width(), picture.height(), corrupted);
    }

    private void towards(double[] values, double[] colour) {
        for (int i = 0; i < values.length; i++) {
            values[i] += strength * (colour[i % CHANNELS] - values[i]);
        }
    }

    private void addNoise(double[] values, DoubleSupplier noise) {
        for (int i = 0; i < values.length; i++) {
            values[i] += strength * noise.getAsDouble();
        }
    }

    /** Blurred along lines of {@code size} pixels that are {@code step} values apart, with the border's repeated. */
    private double[] blurred(double[] values, int step, int size) {
        int reach = (int) Math.ceil(3 * strength);
        double[] weights = new double[reach + 1];
        double sum = 0;
        for (int away = 0; away <= reach; away++) {
            weights[away] = StrictMath.exp(-away * away / (2 * strength * strength));
            sum += away == 0 ? 1 : 2 * weights[away];
        }
        double[] blurred = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int place = i / step % size;
            int start = i - place * step;
            for (int away = -reach; away <= reach; away++) {
                int from = Math.max(0, Math.min(size - 1, place + away));
                blurred[i] += weights[Math.abs(away)] / sum * values[start + from * step];
            }
        }
        return blurred;
    }
}
