package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Turns what DETR says of its queries into objects of the original images. */
public final class Detections {
    private Detections() {}

    /** Size of an image in pixels. */
    public record Size(int width, int height) {}

    /**
     * Of every query the most probable class besides no object; kept where its probability is above the threshold.
     *
     * @param logits [batch, queries, classes], the last class meaning no object
     * @param boxes [batch, queries, 4]: centre x, centre y, width, height in fractions of the image
     * @param sizes of the original images, to which the boxes are scaled
     * @param labels name of every class but the last
     * @return the objects of every image in the order of the queries
     */
    public static List<List<DetectedObject>> of(NDArray logits, NDArray boxes, List<Size> sizes, double threshold,
            List<String> labels) {
        Shape shape = logits.getShape();
        int batch = (int) shape.get(0);
        int queries = (int) shape.get(1);
        int classes = (int) shape.get(2);
        if (sizes.size() != batch || labels.size() != classes - 1) {
            throw new IllegalArgumentException("logits " + shape + " need " + batch + " sizes and " + (classes - 1)
                    + " labels, not " + sizes.size() + " and " + labels.size());
        }
        float[] probabilities;
        try (NDArray softmax = logits.softmax(-1)) {
            probabilities = softmax.toFloatArray();
        }
        float[] corners = boxes.toFloatArray();
        List<List<DetectedObject>> found = new ArrayList<>();
        for (int image = 0; image < batch; image++) {
            List<DetectedObject> objects = new ArrayList<>();
            for (int query = image * queries; query < (image + 1) * queries; query++) {
                int best = best(probabilities, query * classes, classes - 1);
                float score = probabilities[query * classes + best];
                if (score > (float) threshold) {
                    objects.add(new DetectedObject(labels.get(best), best, score,
                            box(corners, query * 4, sizes.get(image))));
                }
            }
            found.add(List.copyOf(objects));
        }
        return List.copyOf(found);
    }

    private static int best(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    private static Box box(float[] values, int from, Size size) {
        float halfWidth = 0.5f * values[from + 2];
        float halfHeight = 0.5f * values[from + 3];
        return new Box((values[from] - halfWidth) * size.width(), (values[from + 1] - halfHeight) * size.height(),
                (values[from] + halfWidth) * size.width(), (values[from + 1] + halfHeight) * size.height());
    }
}
