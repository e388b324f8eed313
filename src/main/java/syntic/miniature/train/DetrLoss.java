package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import syntic.nn.Operators;

/**
 * DETR's set loss (Carion et al. 2020): every object is matched with the query that answers for it at the least cost;
 * that query must name its class and box, the others must say that there is nothing.
 */
final class DetrLoss {
    /** Weight of the distance between boxes, in matching and in the loss. */
    static final double DISTANCE = 5;
    /** Weight of the generalised overlap of boxes, in matching and in the loss. */
    static final double OVERLAP = 2;
    private static final double NO_OBJECT = 0.1;

    private DetrLoss() {}

    /**
     * Sum over the decoder's layers (the auxiliary losses) of the mean over images and groups of queries.
     *
     * @param logits [layers·batch, groups·queries, kinds + 1]
     * @param boxes [layers·batch, groups·queries, 4]
     * @param targets the objects of every image of the batch
     */
    static NDArray of(NDManager step, NDArray logits, NDArray boxes, List<List<Target>> targets, int groups) {
        Shape shape = logits.getShape();
        int layers = (int) shape.get(0) / targets.size();
        int queries = (int) shape.get(1) / groups;
        int classes = (int) shape.get(2);
        int rows = (int) (shape.get(0) * shape.get(1));
        NDArray logProbabilities = logits.reshape(rows, classes).logSoftmax(-1);
        NDArray flatBoxes = boxes.reshape(rows, 4);
        float[] scores = logProbabilities.toFloatArray();
        float[] places = flatBoxes.toFloatArray();
        ClassLoss classLoss = new ClassLoss(rows, classes - 1, NO_OBJECT);
        BoxLoss boxLoss = new BoxLoss();
        for (int set = 0; set < rows / queries; set++) {
            List<Target> wanted = targets.get(set / groups % targets.size());
            int first = set * queries;
            int[] matched = match(scores, places, first, queries, classes, wanted);
            for (int i = 0; i < matched.length; i++) {
                classLoss.set(first + matched[i], wanted.get(i).kind());
                boxLoss.add(first + matched[i], wanted.get(i));
            }
        }
        NDArray mean = classLoss.of(step, logProbabilities).add(boxLoss.of(step, flatBoxes));
        return Operators.scale(mean, layers);
    }

    /** The query, counted from {@code first}, of every target. */
    private static int[] match(float[] scores, float[] places, int first, int queries, int classes,
            List<Target> wanted) {
        double[][] cost = new double[wanted.size()][queries];
        for (int q = 0; q < queries; q++) {
            int row = first + q;
            for (int i = 0; i < wanted.size(); i++) {
                double probability = Math.exp(scores[row * classes + wanted.get(i).kind()]);
                cost[i][q] = wanted.get(i).cost(probability, places[row * 4], places[row * 4 + 1], places[row * 4 + 2],
                        places[row * 4 + 3]);
            }
        }
        return HungarianMatcher.assign(cost);
    }
}
