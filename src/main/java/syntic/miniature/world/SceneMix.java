package syntic.miniature.world;

/**
 * How often the sampler draws what.
 *
 * @param shapes weights of a single object, a related pair, a group of two to four, and a group with one other object
 * @param kinds weight of each {@link Kind}
 * @param colours weight of each {@link Colour}
 * @param settings weight of each {@link Setting}
 */
public record SceneMix(double[] shapes, double[] kinds, double[] colours, double[] settings) {

    public SceneMix {
        require("shapes", shapes, 4);
        require("kinds", kinds, Kind.values().length);
        require("colours", colours, Colour.values().length);
        require("settings", settings, Setting.values().length);
    }

    /** Every kind, colour and setting equally likely; half of the scenes are pairs. */
    public static SceneMix uniform() {
        return new SceneMix(new double[] {0.20, 0.50, 0.18, 0.12}, new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                new double[] {1, 1, 1, 1, 1, 1, 1, 1}, new double[] {1, 1, 1, 1, 1, 1, 1, 1});
    }

    /** The mix of a style's corpus. */
    public static SceneMix of(Style style) {
        return switch (style) {
            //                            ball car  boat hous tree pers dog  bird fish flow umbr cup
            case PLAIN -> new SceneMix(new double[] {0.20, 0.50, 0.18, 0.12},
                    new double[] {1.2, 1.4, 1.0, 0.9, 1.0, 1.3, 1.2, 1.0, 0.8, 0.8, 0.8, 0.9},
                    new double[] {1.2, 1.0, 1.2, 1.0, 0.8, 0.9, 1.1, 1.0},
                    new double[] {1.1, 1.3, 1.2, 0.9, 0.8, 1.1, 0.9, 0.8});
            case VERBOSE -> new SceneMix(new double[] {0.14, 0.56, 0.14, 0.16},
                    new double[] {1.3, 0.5, 0.7, 0.6, 0.9, 2.6, 2.2, 1.4, 0.5, 0.8, 1.4, 0.5},
                    new double[] {0.9, 0.8, 1.0, 0.8, 1.3, 1.0, 1.3, 1.4},
                    new double[] {1.4, 1.0, 1.5, 0.6, 1.4, 0.6, 1.3, 0.6});
            case WEB -> new SceneMix(new double[] {0.40, 0.30, 0.20, 0.10},
                    new double[] {1.0, 1.6, 1.0, 1.4, 0.8, 0.5, 0.8, 0.8, 0.8, 1.6, 1.2, 1.8},
                    new double[] {1, 1, 1, 1, 1, 1, 1, 1},
                    new double[] {1.0, 0.9, 0.9, 1.0, 1.2, 1.4, 0.9, 1.0});
        };
    }

    private static void require(String name, double[] weights, int length) {
        if (weights.length != length) {
            throw new IllegalArgumentException(name + " need " + length + " weights, not " + weights.length);
        }
    }
}
