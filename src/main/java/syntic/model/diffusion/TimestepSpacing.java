package syntic.model.diffusion;

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
        int[] timesteps = new int[steps];
        for (int i = 0; i < steps; i++) {
            int fromEnd = steps - 1 - i;
            timesteps[i] = switch (this) {
                case LEADING -> trained / steps * fromEnd + offset;
                case LINSPACE -> (int) Math.rint((trained - 1.0) * fromEnd / Math.max(1, steps - 1));
                case TRAILING -> (int) Math.rint(trained - (double) trained / steps * i) - 1;
            };
        }
        return timesteps;
    }

    /** As {@link #whole}, with the fractions of {@link #LINSPACE} kept. */
    float[] fractional(int trained, int steps, int offset) {
        int[] whole = whole(trained, steps, offset);
        float[] timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = this == LINSPACE ? (float) ((trained - 1.0) * (steps - 1 - i) / Math.max(1, steps - 1))
                    : whole[i];
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
