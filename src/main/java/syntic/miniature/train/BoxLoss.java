package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import syntic.nn.Activation;
import syntic.nn.Embedding;
import syntic.nn.Operators;

/** Predicted boxes that have a target, and the loss of DETR for them: distance and generalised overlap. */
final class BoxLoss {
    private static final double TINY = 1e-7;

    private final List<Long> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    void add(int row, Target target) {
        rows.add((long) row);
        targets.add(target);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Mean over the pairs of {@code DISTANCE · |difference|₁ + OVERLAP · (1 - GIoU)}.
     *
     * @param boxes [rows, 4]: centre x, centre y, width, height in fractions of the image
     */
    NDArray of(NDManager step, NDArray boxes) {
        float[] wanted = new float[targets.size() * 4];
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).write(wanted, i * 4);
        }
        NDArray truth = step.create(wanted, new Shape(targets.size(), 4));
        NDArray ids = step.create(rows.stream().mapToLong(Long::longValue).toArray());
        NDArray found = Embedding.apply(boxes, ids); // [pairs, 4]
        NDArray distance = found.sub(truth).abs().sum();
        NDArray lack = Operators.plus(Operators.scale(generalisedOverlap(found, truth), -1), 1).sum();
        return Operators.scale(Operators.scale(distance, DetrLoss.DISTANCE)
                .add(Operators.scale(lack, DetrLoss.OVERLAP)), 1.0 / targets.size());
    }

    /** GIoU (Rezatofighi et al. 2019) of pairs of boxes, each [pairs, 1]. */
    private static NDArray generalisedOverlap(NDArray first, NDArray second) {
        NDList a = first.split(4, 1);
        NDList b = second.split(4, 1);
        NDArray across = shared(a.get(0), a.get(2), b.get(0), b.get(2));
        NDArray down = shared(a.get(1), a.get(3), b.get(1), b.get(3));
        NDArray both = Activation.RELU.apply(across).mul(Activation.RELU.apply(down));
        NDArray areas = a.get(2).mul(a.get(3)).add(b.get(2).mul(b.get(3)));
        NDArray union = Operators.plus(areas.sub(both), TINY);
        NDArray hull = Operators.plus(a.get(2).add(b.get(2)).sub(across).mul(a.get(3).add(b.get(3)).sub(down)), TINY);
        return both.div(union).sub(hull.sub(union).div(hull));
    }

    /** Length that two intervals share along an axis; the gap between them, negative, if none. */
    private static NDArray shared(NDArray x, NDArray width, NDArray otherX, NDArray otherWidth) {
        NDArray half = Operators.scale(width, 0.5);
        NDArray otherHalf = Operators.scale(otherWidth, 0.5);
        return x.add(half).minimum(otherX.add(otherHalf)).sub(x.sub(half).maximum(otherX.sub(otherHalf)));
    }
}
