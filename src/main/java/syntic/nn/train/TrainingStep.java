package syntic.nn.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.function.Function;

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
            float value;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray scalar = loss.apply(step);
                collector.backward(scalar);
                value = scalar.getFloat();
            }
            return new Result(value, optimizer.step(learningRate));
        }
    }
}
