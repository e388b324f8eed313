package syntic.nn.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import syntic.nn.Work;

/** Gradients with respect to arrays that are no weights. */
public final class Gradients {
    private Gradients() {}

    /**
     * The gradient of {@code loss} at every one of {@code points}, which stay as they are.
     *
     * @param scope what the loss makes lives below it no longer than the call; owns the result
     * @param loss makes a scalar from copies of the points, which belong to the manager of that scalar
     */
    public static List<NDArray> of(NDManager scope, List<NDArray> points, Function<List<NDArray>, NDArray> loss) {
        return Work.alone(() -> {
            List<NDArray> gradients = new ArrayList<>();
            try (NDManager step = scope.newSubManager()) {
                List<NDArray> copies = points.stream().map(point -> copy(point, step)).toList();
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    collector.backward(loss.apply(copies));
                }
                for (NDArray copy : copies) {
                    NDArray gradient = copy.getGradient();
                    gradient.attach(scope);
                    gradients.add(gradient);
                }
            }
            return gradients;
        });
    }

    private static NDArray copy(NDArray point, NDManager step) {
        NDArray copy = point.duplicate();
        copy.attach(step);
        copy.setRequiresGradient(true);
        return copy;
    }
}
