package syntic.workbook;

/**
 * One axis of a {@link Figure}.
 *
 * @param title what is measured, with its unit
 * @param scaling what equal distances on it are
 * @param low lower end, or NaN to take it from the data
 * @param high upper end, or NaN to take it from the data
 */
record Axis(String title, Scaling scaling, double low, double high) {
    /** Equal differences; equal ratios; equal ratios with ticks as fractions of one, such as 1/100. */
    enum Scaling { LINEAR, LOGARITHMIC, FRACTIONS }


    /** @throws IllegalArgumentException for an axis without a title or with ends that do not go upwards */
    public Axis {
        if (title == null || title.isBlank()) {
            throw new IllegalArgumentException("an axis needs a title: say what it measures, with its unit");
        }
        if (low >= high) {
            throw new IllegalArgumentException("axis '%s' ends at %s, not above its start %s"
                    .formatted(title, high, low));
        }
        if (scaling != Scaling.LINEAR && low <= 0) {
            throw new IllegalArgumentException("logarithmic axis '%s' cannot start at %s: give a positive number"
                    .formatted(title, low));
        }
    }

    static Axis of(String title) {
        return new Axis(title, Scaling.LINEAR, Double.NaN, Double.NaN);
    }

    boolean logarithmic() {
        return scaling != Scaling.LINEAR;
    }

    Axis scaled(Scaling other) {
        return new Axis(title, other, low, high);
    }

    Axis between(double from, double to) {
        return new Axis(title, scaling, from, to);
    }
}
