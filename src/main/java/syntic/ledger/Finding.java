package syntic.ledger;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;

/**
 * What was found of a claim.
 *
 * @param measured what each of its tests gives; empty where there is nothing to test it with
 * @param why      why it cannot be tested here; else empty
 */
public record Finding(Claim claim, Verdict verdict, List<Measured> measured, String why) {
    /** What stored results say of a claim. */
    public enum Verdict {
        /** All its differences are above 0, each by its 95 % interval. */
        HOLDS("holds"),
        /** One of its differences is below 0 by its 95 % interval. */
        DOES_NOT("does not hold"),
        /** No difference is surely below 0, and not all are surely above. */
        OPEN("not decided"),
        /** There is no result to test it with. */
        CANNOT("cannot be tested here");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static Verdict of(List<Measured> measured) {
            return measured.stream().anyMatch(one -> one.difference().difference().high() < 0) ? DOES_NOT
                    : measured.stream().allMatch(one -> one.difference().difference().low() > 0) ? HOLDS : OPEN;
        }
    }

    /**
     * One difference.
     *
     * @param difference on the same photos and seeds, with its interval over both
     * @param seeds      that all its systems have
     */
    public record Measured(Claim.Test test, Comparison difference, int seeds) {
        @Override
        public String toString() {
            Interval found = difference.difference();
            return String.format(Locale.ROOT, "%s: %s (%d seed%s)", test.text(), !test.isOfWork() ? found.percent()
                    : String.format(Locale.ROOT, "%.3g s [%.3g, %.3g]", found.value(), found.low(), found.high()),
                    seeds, seeds == 1 ? "" : "s");
        }
    }

    /** What was measured, or why nothing was. */
    public String evidence() {
        return measured.isEmpty() ? why : measured.stream().map(Measured::toString).collect(Collectors.joining("; "));
    }
}
