package syntic.model.diffusion;

import java.util.Arrays;
import syntic.model.ConfigFile;

/** How the visited time steps lie among those of training. All methods return them in falling order. */
enum TimestepSpacing {
    LEADING, LINSPACE, TRAILING;

    static TimestepSpacing from(ConfigFile file, String otherwise) {
        String name = file.text("timestep_spacing", otherwise);
        return switch (name) {
            case "leading" -> LEADING;
            case "linspace" -> LINSPACE;
            case "trailing" -> TRAILING;
            default -> throw file.refuse("timestep_spacing", "is '" + name + "'; known: leading, linspace, trailing");
        };
    }

    /** {@code steps} whole time steps of {@code trained}; {@code offset} is added by {@link #LEADING} alone. */
    int[] whole(int trained, int steps, int offset) {
        requireSteps(steps, trained);
        return points(trained, steps, offset);
    }

    /**
     * The same for solvers that end at less than the last time step: of one point more, the last is left out. Where
     * nearly all time steps are visited, rounding can make two equal.
     */
    int[] beforeEnd(int trained, int steps, int offset) {
        requireSteps(steps, trained);
        return Arrays.copyOf(points(trained, this == TRAILING ? steps : steps + 1, offset), steps);
    }

    private int[] points(int trained, int count, int offset) {
        int[] timesteps = new int[count];
        for (int i = 0; i < count; i++) {
            int fromEnd = count - 1 - i;
            timesteps[i] = switch (this) {
                case LEADING -> trained / count * fromEnd + offset;
                case LINSPACE -> (int) Math.rint(onLine(trained, count, fromEnd));
                case TRAILING -> (int) Math.rint(trained + i * (trained - (double) trained / count - trained)) - 1;
            };
        }
        if (this == LEADING && (timesteps[0] >= trained || trained < count)) {
            throw new IllegalArgumentException("so many steps with leading spacing and steps_offset " + offset
                    + " reach beyond the last of the " + trained + " time steps of training; take fewer");
        }
        return timesteps;
    }

    /**
     * One of {@code count} points from 0 to the last time step. Here as in {@link #TRAILING} operations follow each
     * other as in numpy, by which the published schedulers compute: where a point lies halfway between two time steps,
     * the last bit decides which it becomes.
     */
    private static double onLine(int trained, int count, int i) {
        double last = trained - 1.0;
        return count > 1 && i == count - 1 ? last : i * (last / Math.max(1, count - 1));
    }

    /** As {@link #whole}, with the fractions of {@link #LINSPACE} kept. */
    float[] fractional(int trained, int steps, int offset) {
        int[] whole = whole(trained, steps, offset);
        float[] timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = this == LINSPACE ? (float) onLine(trained, steps, steps - 1 - i) : whole[i];
        }
        return timesteps;
    }

    static void requireSteps(int steps, int trained) {
        if (steps < 1 || steps > trained) {
            throw new IllegalArgumentException("steps must be from 1 to " + trained + ", not " + steps);
        }
    }

    static float[] floats(int[] timesteps) {
        float[] floats = new float[timesteps.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = timesteps[i];
        }
        return floats;
    }
}
