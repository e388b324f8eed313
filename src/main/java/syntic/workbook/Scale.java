package syntic.workbook;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Where the values of an axis lie on the picture, and where its ticks are.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param from layout pixel of the lower end
 * @param to layout pixel of the upper end
 */
record Scale(double low, double high, Axis.Scaling scaling, double from, double to) {
    /** A place on the axis with its text; minor ticks have an empty text. */
    record Tick(double value, String label) {
    }

    /** How much of the axis stays free at each end, so that no mark sits on the frame. */
    private static final double MARGIN = 0.04;
    /** Labels of fractions of this ratio do not touch each other. */
    private static final double NEAREST_LABELS = 1.5;

    /** A scale around the data, or between the ends that the axis asks for. */
    static Scale around(Axis axis, DoubleStream data, boolean fromZero) {
        DoubleSummaryStatistics span = data.summaryStatistics();
        double low = span.getMin();
        double high = span.getMax();
        if (axis.logarithmic() && low <= 0) {
            throw new IllegalArgumentException(
                    "axis '%s' is logarithmic, but the data holds %s: leave out what is not positive, or do without"
                            .formatted(axis.title(), low));
        }
        if (fromZero) {
            low = Math.min(low, 0);
            high = Math.max(high, 0);
        }
        boolean flat = low == high;
        double start;
        double end;
        if (axis.logarithmic()) {
            double stretch = flat ? 2 : Math.pow(high / low, MARGIN);
            start = low / stretch;
            end = high * stretch;
        } else {
            double margin = flat ? Math.max(Math.abs(low) * 0.1, 0.5) : (high - low) * MARGIN;
            start = fromZero && low == 0 ? 0 : low - margin;
            // Bars that are all 0 need an axis, too.
            end = fromZero && high == 0 && !flat ? 0 : high + margin;
        }
        start = Double.isNaN(axis.low()) ? start : axis.low();
        end = Double.isNaN(axis.high()) ? end : axis.high();
        if (start >= end) {
            throw new IllegalArgumentException("axis '%s' would run from %s to %s: all data is outside its ends"
                    .formatted(axis.title(), start, end));
        }
        return new Scale(start, end, axis.scaling(), 0, 1);
    }

    Scale onto(double start, double end) {
        return new Scale(low, high, scaling, start, end);
    }

    double at(double value) {
        double share = scaling != Axis.Scaling.LINEAR
                ? Math.log(value / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** About so many labelled ticks, at round values; on a logarithmic axis also the minor ones. */
    List<Tick> ticks(int about) {
        return switch (scaling) {
            case LINEAR -> linearTicks(about);
            case LOGARITHMIC -> logarithmicTicks(about);
            case FRACTIONS -> fractionTicks(about);
        };
    }

    /** The smallest fraction has its label too, such as 1/400: what is looked at begins there. */
    private List<Tick> fractionTicks(int about) {
        List<Tick> ticks = new ArrayList<>(
                new Scale(1 / high, 1 / low, Axis.Scaling.LOGARITHMIC, from, to).logarithmicTicks(about));
        int last = ticks.size() - 1;
        double labelled = ticks.stream().filter(tick -> !tick.label().isEmpty()).mapToDouble(Tick::value).max()
                .orElse(0);
        if (last >= 0 && labelled >= 1 && ticks.get(last).value() >= NEAREST_LABELS * labelled) {
            double value = ticks.get(last).value();
            ticks.set(last, new Tick(value, label(value, 0)));
        }
        return ticks.stream().map(tick -> new Tick(1 / tick.value(), fraction(tick))).toList();
    }

    private List<Tick> linearTicks(int about) {
        double step = roundStep((high - low) / Math.max(about, 1));
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        if (Math.abs(step * Math.pow(10, decimals) - Math.rint(step * Math.pow(10, decimals))) > 1e-6) {
            decimals++; // a step like 0.25
        }
        List<Tick> ticks = new ArrayList<>();
        long last = (long) Math.floor(high / step + 1e-9);
        for (long i = (long) Math.ceil(low / step - 1e-9); i <= last; i++) {
            ticks.add(new Tick(i * step, label(i * step, decimals)));
        }
        return ticks;
    }

    /** The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not smaller than this. */
    static double roundStep(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        return power * DoubleStream.of(1, 2, 2.5, 5).filter(factor -> factor * power >= rough * (1 - 1e-9))
                .findFirst().orElse(10);
    }

    private List<Tick> logarithmicTicks(int about) {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        double decades = Math.log10(high / low);
        int every = (int) Math.max(1, Math.ceil(decades / Math.max(about, 1)));
        boolean labelInside = decades < 2.2;
        List<Tick> ticks = new ArrayList<>();
        for (int power = first; power <= last; power++) {
            for (int digit = 1; digit < 10; digit++) {
                double value = power >= 0 ? digit * Math.pow(10, power) : digit / Math.pow(10, -power);
                boolean labelled = digit == 1 ? Math.floorMod(power, every) == 0
                        : labelInside && (decades < 0.7 || digit == 2 || digit == 5);
                if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
                    ticks.add(new Tick(value, labelled ? powerLabel(digit, power) : ""));
                }
            }
        }
        return ticks;
    }

    private static String label(double value, int decimals) {
        if (value != 0 && (Math.abs(value) >= 1e7 || decimals > 6)) {
            return String.format(Locale.ROOT, "%.2g", value);
        }
        return String.format(Locale.ROOT, "%,." + decimals + "f", value == 0 ? 0.0 : value).replace("-", "−");
    }

    /** The label of one over a tick. */
    private static String fraction(Tick tick) {
        double value = 1 / tick.value();
        return tick.label().isEmpty() ? "" : value < 1 ? "1/" + tick.label()
                : label(value, Math.abs(value - Math.rint(value)) < 1e-9 ? 0 : 2);
    }

    private static String powerLabel(int digit, int power) {
        if (power >= -4 && power <= 4) {
            return power >= 0 ? String.format(Locale.ROOT, "%,d", digit * (long) Math.pow(10, power))
                    : String.format(Locale.ROOT, "%." + -power + "f", digit / Math.pow(10, -power));
        }
        StringBuilder raised = new StringBuilder();
        for (char c : Integer.toString(power).toCharArray()) {
            raised.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
        }
        return (digit == 1 ? "10" : digit + "·10") + raised;
    }
}
