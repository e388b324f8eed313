package syntic.stage;

import java.util.Comparator;
import java.util.List;
import syntic.model.RgbImage;
import syntic.model.detr.DetectedObject;

/**
 * What finds the objects of images; their names are the tags of SynTIC's object fusion (equation 4).
 * {@link ObjectDetection} opens DETR; any other detector takes its place by implementing this.
 */
public interface ObjectDetector extends AutoCloseable {
    /** Stands for the model among what made a result: another model must have another one. */
    String fingerprint();

    /** Everything besides the model and the image that changes what is found, such as a threshold. */
    Record config();

    /** Every name that an object can get. */
    List<String> labels();

    /** The objects of every image, the surest first, with boxes in the image's pixels. */
    List<List<DetectedObject>> detect(List<RgbImage> images);

    /** The different labels of one image's objects, the surest first; empty where nothing was found. */
    default List<String> tags(List<DetectedObject> objects) {
        return surestFirst(objects).stream().map(DetectedObject::label).distinct().toList();
    }

    /** {@link #tags(List)} of every image. */
    default List<List<String>> tagsOf(List<RgbImage> images) {
        return detect(images).stream().map(this::tags).toList();
    }

    /** The same objects in the order that {@link #detect} gives them. */
    static List<DetectedObject> surestFirst(List<DetectedObject> objects) {
        return objects.stream().sorted(Comparator.comparingDouble(DetectedObject::score).reversed()).toList();
    }

    @Override
    default void close() {}
}
