package syntic.nn.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
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
     * @throws syntic.nn.Stopped if a stop was asked for before this step; nothing has changed then
     */
    public static Result run(NDManager parent, AdamW optimizer, double learningRate,
            Function<NDManager, NDArray> loss) {
        return Work.alone(() -> {
            Work.check();
            try (NDManager step = parent.newSubManager()) {
                return new Result(backward(step, loss), optimizer.step(learningRate));
            }
        });
    }

    private static float backward(NDManager step, Function<NDManager, NDArray> loss) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray scalar = loss.apply(step);
            collector.backward(scalar);
            return scalar.getFloat();
        }
    }
}
