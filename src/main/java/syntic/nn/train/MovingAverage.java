package syntic.nn.train;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Set;
import syntic.nn.Weights;

/**
 * Exponential moving average of weights: {@code a ← d·a + (1-d)·w} with {@code d = min(decay, (1+n)/(10+n))} after n
 * updates, so that early averages follow quickly.
 */
public final class MovingAverage implements AutoCloseable {
    private final double decay;
    private final Weights average;
    private final PtNDArray[] averages;
    private final PtNDArray[] parameters;
    private long updates;

    public MovingAverage(Weights weights, double decay, NDManager parent) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay must be in [0, 1), not " + decay);
        }
        this.decay = decay;
        average = weights.copy(parent);
        Set<String> names = weights.names();
        averages = names.stream().map(average::get).toArray(PtNDArray[]::new);
        parameters = names.stream().map(weights::get).toArray(PtNDArray[]::new);
    }

    public void update() {
        double kept = Math.min(decay, (1.0 + updates) / (10 + updates));
        FusedCalls.lerp(averages, parameters, 1 - kept);
        updates++;
    }

    /** Continues after {@code done} updates, for averages restored from a checkpoint. */
    public void restore(long done) {
        updates = done;
    }

    /** The averaged weights, which change with every update. */
    public Weights weights() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
