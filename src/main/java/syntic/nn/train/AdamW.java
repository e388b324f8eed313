package syntic.nn.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.nn.Weights;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), fused over all parameters; with a decay of zero it is
 * Adam (Kingma and Ba 2015).
 *
 * <p>{@code p ← p·(1 - lr·decay); p ← p - lr · m̂ / (sqrt(v̂) + eps)}.
 *
 * <p>{@link Epsilon#UNCORRECTED} adds eps to the square root before its bias correction, as the AdamW of the
 * transformers library does, which DeCap and CapDec were trained with.
 */
public final class AdamW implements AutoCloseable {
    /** Where eps is added. */
    public enum Epsilon { CORRECTED, UNCORRECTED }

    /**
     * @param clipNorm gradients are scaled so that their common Euclidean norm is at most this; infinite for none
     */
    public record Config(double beta1, double beta2, double eps, Epsilon epsilon, double decay, double clipNorm) {
        /** PyTorch's defaults without decay and clipping. */
        public static final Config ADAM = new Config(0.9, 0.999, 1e-8, Epsilon.CORRECTED, 0, Double.POSITIVE_INFINITY);

        public Config {
            requireIn(0, beta1, 1, "beta1");
            requireIn(0, beta2, 1, "beta2");
            requireIn(0, eps, 1, "eps");
            requireIn(0, decay, Double.MAX_VALUE, "decay");
            if (!(clipNorm > 0)) {
                throw new IllegalArgumentException("clipNorm must be above 0, not " + clipNorm);
            }
        }

        private static void requireIn(double low, double value, double high, String name) {
            if (!(value >= low && value < high)) {
                throw new IllegalArgumentException(name + " must be in [" + low + ", " + high + "), not " + value);
            }
        }

        public Config withDecay(double value) {
            return new Config(beta1, beta2, eps, epsilon, value, clipNorm);
        }

        public Config withClipNorm(double value) {
            return new Config(beta1, beta2, eps, epsilon, decay, value);
        }

        public Config withBetas(double first, double second) {
            return new Config(first, second, eps, epsilon, decay, clipNorm);
        }
    }

    private final Config config;
    private final NDManager manager;
    private final List<String> names;
    private final PtNDArray[] parameters;
    private final PtNDArray[] first;
    private final PtNDArray[] second;
    private final PtNDArray[] steps;
    private long step;

    /** Trains all of {@code weights}, which from now on require gradients. */
    public AdamW(Weights weights, Config config) {
        this(weights.toMap(), config, weights.manager());
    }

    /** Trains the given arrays; the optimiser's state lives below {@code parent} until {@link #close}. */
    public AdamW(Map<String, NDArray> trained, Config config, NDManager parent) {
        if (trained.isEmpty()) {
            throw new IllegalArgumentException("there are no parameters to train");
        }
        this.config = config;
        manager = parent.newSubManager();
        names = new ArrayList<>(trained.keySet());
        int count = names.size();
        parameters = new PtNDArray[count];
        first = new PtNDArray[count];
        second = new PtNDArray[count];
        steps = new PtNDArray[count];
        for (int i = 0; i < count; i++) {
            parameters[i] = (PtNDArray) trained.get(names.get(i));
            parameters[i].setRequiresGradient(true);
            first[i] = (PtNDArray) manager.zeros(parameters[i].getShape());
            second[i] = (PtNDArray) manager.zeros(parameters[i].getShape());
            steps[i] = (PtNDArray) manager.create(0f);
        }
    }

    /**
     * One update from the gradients that a backward pass left; they are zero afterwards.
     *
     * @return the gradients' norm before clipping
     * @throws NonFiniteGradientException if a gradient is NaN or infinite; the parameters are as before
     */
    public float step(double learningRate) {
        PtNDArray[] gradients = gradients();
        try {
            float norm = FusedCalls.clipGradients(manager, gradients, config.clipNorm());
            if (!Float.isFinite(norm)) {
                List<String> bad = notFinite(gradients);
                FusedCalls.zeroGradients(gradients);
                throw new NonFiniteGradientException(step + 1, bad);
            }
            step++;
            double eps = config.epsilon() == Epsilon.CORRECTED ? config.eps()
                    : config.eps() / Math.sqrt(1 - Math.pow(config.beta2(), step));
            FusedCalls.adamw(parameters, gradients, first, second, steps, learningRate, config, eps);
            return norm;
        } finally {
            for (PtNDArray gradient : gradients) {
                gradient.close();
            }
        }
    }

    private PtNDArray[] gradients() {
        PtNDArray[] gradients = new PtNDArray[parameters.length];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = (PtNDArray) parameters[i].getGradient();
        }
        return gradients;
    }

    /** Updates made so far. */
    public long steps() {
        return step;
    }

    /** Moments by parameter name ({@code first.NAME}, {@code second.NAME}), for a checkpoint. */
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i++) {
            state.put("first." + names.get(i), first[i]);
            state.put("second." + names.get(i), second[i]);
        }
        return state;
    }

    /** Continues after {@code done} updates, once the arrays of {@link #state} have been restored. */
    void restore(long done) {
        for (PtNDArray count : steps) {
            count.set(new float[] {done});
        }
        step = done;
    }

    private List<String> notFinite(PtNDArray[] gradients) {
        List<String> bad = new ArrayList<>();
        for (int i = 0; i < gradients.length; i++) {
            try (NDArray sum = gradients[i].sum()) {
                if (!Float.isFinite(sum.getFloat())) {
                    bad.add(names.get(i));
                }
            }
        }
        return bad;
    }

    @Override
    public void close() {
        for (PtNDArray parameter : parameters) {
            if (!parameter.isReleased()) {
                parameter.setRequiresGradient(false);
            }
        }
        manager.close();
    }
}
