package syntic.nn.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import syntic.nn.Work;

/** One step of training: forward, backward, update; nothing that the step makes outlives it. */
public final class TrainingStep {
    private TrainingStep() {}

    /** @param loss before the update; @param gradientNorm before clipping */
    public record Result(float loss, float gradientNorm) {}

    /**
     * @param parent the step's arrays live in a manager below it, closed at the end
     * @param loss makes a scalar from arrays of the manager it is given
     */
    public static Result run(NDManager parent, AdamW optimizer, double learningRate,
            Function<NDManager, NDArray> loss) {
        try (NDManager step = parent.newSubManager()) {
            return runParts(step, optimizer, learningRate, List.of(loss));
        }
    }

    /**
     * A loss that is a sum of one or two parts, each computed forward and backward on a thread of its own. Gradients of
     * more parts would be added in another order every time, and a training would never be the same twice.
     *
     * @param step owns everything that the parts make; closed by the caller
     * @throws syntic.nn.Stopped if a stop was asked for before this step; nothing has changed then
     */
    public static Result runParts(NDManager step, AdamW optimizer, double learningRate,
            List<Function<NDManager, NDArray>> parts) {
        if (parts.isEmpty() || parts.size() > 2) {
            throw new IllegalArgumentException(parts.size() + " parts of a loss; there can be one or two");
        }
        return Work.alone(() -> {
            Work.check();
            return new Result(backward(step, parts), optimizer.step(learningRate));
        });
    }

    private static float backward(NDManager step, List<Function<NDManager, NDArray>> parts) {
        float value = 0;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            List<CompletableFuture<Float>> others = parts.subList(1, parts.size()).stream()
                    .map(part -> CompletableFuture.supplyAsync(() -> backward(step, collector, part))).toList();
            try {
                value = backward(step, collector, parts.get(0));
            } finally {
                // Nothing may be closed while another part still computes.
                others.forEach(other -> other.handle((done, failure) -> done).join());
            }
            for (CompletableFuture<Float> other : others) {
                value += other.join();
            }
        }
        return value;
    }

    private static float backward(NDManager step, GradientCollector collector, Function<NDManager, NDArray> part) {
        NDArray scalar = part.apply(step.newSubManager());
        collector.backward(scalar);
        return scalar.getFloat();
    }
}
