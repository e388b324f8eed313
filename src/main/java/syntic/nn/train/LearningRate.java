package syntic.nn.train;

/** The learning rate of every step (counted from 0). */
@FunctionalInterface
public interface LearningRate {
    double at(long step);

    /** Rises linearly over {@code warmup} steps, then falls linearly to 0 at {@code total}. */
    static LearningRate linear(double rate, long warmup, long total) {
        return step -> rate * (step < warmup ? (double) step / Math.max(1, warmup)
                : Math.max(0, (double) (total - step) / Math.max(1, total - warmup)));
    }

    /** Rises over {@code warmup} steps, then falls along half a cosine to {@code floor · rate} at {@code total}. */
    static LearningRate cosine(double rate, long warmup, long total, double floor) {
        return step -> {
            if (step < warmup) {
                return rate * (step + 1) / warmup;
            }
            double done = Math.min(1, (double) (step - warmup) / Math.max(1, total - warmup));
            return rate * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done)));
        };
    }

    /** Constant after the warm-up until the fraction {@code held} of {@code total}, then half a cosine to the floor. */
    static LearningRate heldCosine(double rate, long warmup, long total, double held, double floor) {
        long start = (long) (held * total);
        LearningRate fall = cosine(rate, 0, total - start, floor);
        return step -> step < warmup ? rate * (step + 1) / warmup : step < start ? rate : fall.at(step - start);
    }
}
