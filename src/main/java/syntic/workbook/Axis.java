package syntic.workbook;

/**
 * One axis of a {@link Figure}.
 *
 * @param title what is measured, with its unit
 * @param logarithmic whether equal distances are equal ratios
 * @param low lower end, or NaN to take it from the data
 * @param high upper end, or NaN to take it from the data
 */
public record Axis(String title, boolean logarithmic, double low, double high) {
    /** @throws IllegalArgumentException for an axis without a title or with ends that do not go upwards */
    public Axis {
        if (title == null || title.isBlank()) {
            throw new IllegalArgumentException("an axis needs a title: say what it measures, with its unit");
        }
        if (low >= high) {
            throw new IllegalArgumentException("axis '%s' ends at %s, not above its start %s"
                    .formatted(title, high, low));
        }
        if (logarithmic && low <= 0) {
            throw new IllegalArgumentException("logarithmic axis '%s' cannot start at %s: give a positive number"
                    .formatted(title, low));
        }
    }

    static Axis of(String title) {
        return new Axis(title, false, Double.NaN, Double.NaN);
    }

    Axis toLogarithmic() {
        return new Axis(title, true, low, high);
    }

    Axis between(double from, double to) {
        return new Axis(title, logarithmic, from, to);
    }
}
