package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import syntic.nn.Activation;
import syntic.nn.Linear;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/**
 * A second task for the backbone: every cell of the feature map names the object it lies in, and its box.
 *
 * <p>It stands for the ImageNet training that real DETR's backbone has had: alone it warms the backbone up, beside
 * DETR's loss it halves the time to a good detector. It is not part of the finished model.
 */
final class DenseHead {
    static final String PREFIX = "dense";
    private static final double BACKGROUND = 0.2;
    /** A cell belongs to an object when its centre is within this share of the object's size from its centre. */
    private static final double REACH = 0.35;

    private DenseHead() {}

    static Map<String, Shape> parameters(int width, int classes) {
        ShapeList list = new ShapeList();
        list.linear(PREFIX + ".classes", width, classes);
        list.linear(PREFIX + ".boxes.0", width, width);
        list.linear(PREFIX + ".boxes.1", width, 4);
        return list.shapes();
    }

    /** @param map [batch, width, h, w], what DETR's encoder starts from */
    static NDArray loss(NDManager step, Weights weights, NDArray map, List<List<Target>> targets) {
        Shape shape = map.getShape();
        int side = (int) shape.get(2);
        int cells = (int) (shape.get(2) * shape.get(3));
        NDArray tokens = map.reshape(shape.get(0), shape.get(1), cells).swapAxes(1, 2)
                .reshape(shape.get(0) * cells, shape.get(1));
        NDArray x = Activation.RELU.apply(tokens); // [batch·cells, width]
        Weights head = weights.at(PREFIX);
        NDArray logProbabilities = Linear.apply(head.at("classes"), x).logSoftmax(-1);
        NDArray inner = Activation.RELU.apply(Linear.apply(head.at("boxes.0"), x));
        NDArray boxes = Activation.SIGMOID.apply(Linear.apply(head.at("boxes.1"), inner));
        int classes = (int) logProbabilities.getShape().get(1);
        ClassLoss classLoss = new ClassLoss(targets.size() * cells, classes - 1, BACKGROUND);
        BoxLoss boxLoss = new BoxLoss();
        for (int image = 0; image < targets.size(); image++) {
            for (int cell = 0; cell < cells; cell++) {
                Target target = at((cell % side + 0.5) / side, (cell / side + 0.5) / side, side, targets.get(image));
                if (target != null) {
                    classLoss.set(image * cells + cell, target.kind());
                    boxLoss.add(image * cells + cell, target);
                }
            }
        }
        NDArray loss = classLoss.of(step, logProbabilities);
        return boxLoss.isEmpty() ? loss : loss.add(boxLoss.of(step, boxes));
    }

    /** The smallest target around a point, or null. */
    private static Target at(double x, double y, int side, List<Target> targets) {
        Target best = null;
        for (Target target : targets) {
            // However small, an object has at least the cell that its centre lies in.
            double least = 0.505 / side;
            if (Math.abs(x - target.x()) <= Math.max(least, REACH * target.width())
                    && Math.abs(y - target.y()) <= Math.max(least, REACH * target.height())
                    && (best == null || target.area() < best.area())) {
                best = target;
            }
        }
        return best;
    }
}
