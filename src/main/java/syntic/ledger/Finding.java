package syntic.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

/**
 * What was found of a claim.
 *
 * @param measured what its tests give, in their order, without those that nothing could be measured for
 * @param missing  why tests could not be made, or why there are none; empty where all were made
 * @param earlier  protocols among those measured whose systems learnt from the pictures of an earlier model
 */
public record Finding(Claim claim, Verdict verdict, List<Measured> measured, List<String> missing,
        List<String> earlier) {
    private static final double LEVEL = 0.05;
    /** Of more, only those that are not surely above 0 are shown. */
    private static final int SHOWN = 6;

    /** What stored results say of a claim. */
    public enum Verdict {
        /**
         * As many differences as are claimed are above 0: each by its 95 % interval where all must be, which needs no
         * correction for their number; by a corrected p-value where some are enough.
         */
        HOLDS("holds"),
        /** All that could be measured are above 0, and some could not. */
        HOLDS_SO_FAR("holds as far as measured"),
        /**
         * More differences than the claim leaves are below 0, by a p-value below .05 that is corrected for the number
         * of the claim's differences (Holm).
         */
        DOES_NOT("does not hold"),
        /** Neither is sure. */
        OPEN("not decided"),
        /** Models would have to run for long; a notebook measures it. */
        ELSEWHERE("see notebook"),
        /** There is no result to test it with. */
        CANNOT("cannot be tested here");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** @param tests of the claim, of which {@code needed} must hold and {@code measured} could be made */
        static Verdict of(List<Measured> measured, int tests, int needed) {
            if (measured.isEmpty()) {
                return CANNOT;
            }
            List<Double> corrected = Comparison.corrected(measured.stream().map(Measured::difference).toList());
            List<Measured> sure = IntStream.range(0, measured.size()).filter(i -> corrected.get(i) < LEVEL)
                    .mapToObj(measured::get).toList();
            long below = sure.stream().filter(one -> one.difference().difference().value() < 0).count();
            long above = (needed == tests ? measured : sure).stream().filter(Measured::isAbove).count();
            return below > tests - needed ? DOES_NOT : above >= needed ? HOLDS
                    : above == measured.size() && above < tests ? HOLDS_SO_FAR : OPEN;
        }
    }

    /**
     * One difference.
     *
     * @param difference on the same photos and seeds, with its interval over both
     * @param seeds      that all its systems have
     */
    public record Measured(Inequality test, Comparison difference, int seeds) {
        /** Whether the difference is surely above 0, looked at alone. */
        boolean isAbove() {
            return difference.difference().low() > 0;
        }

        @Override
        public String toString() {
            Interval found = difference.difference();
            return String.format(Locale.ROOT, "%s: %s (%d seed%s)", test.minus(), !test.isOfWork() ? found.percent()
                    : String.format(Locale.ROOT, "%.3g s [%.3g, %.3g]", found.value(), found.low(), found.high()),
                    seeds, seeds == 1 ? "" : "s");
        }
    }

    /**
     * What was measured and what could not be; of many differences those that are not surely above 0. First of all,
     * whether it is of the pictures of an earlier model.
     */
    public String evidence() {
        List<String> said = new ArrayList<>();
        if (!earlier.isEmpty()) {
            said.add("of the pictures of an earlier model (" + String.join(", ", earlier) + ")");
        }
        List<Measured> shown = measured;
        if (measured.size() > SHOWN) {
            shown = measured.stream().filter(one -> !one.isAbove()).toList();
            said.add(measured.size() - shown.size() + " of " + measured.size() + " differences are above 0"
                    + (shown.isEmpty() ? "" : ", not these"));
        }
        shown.forEach(one -> said.add(one.toString()));
        said.addAll(missing);
        return String.join("; ", said);
    }
}
