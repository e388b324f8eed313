package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import syntic.model.ImagePreprocessor;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.detr.DetectedObject;
import syntic.model.detr.Detections;
import syntic.model.detr.Detr;
import syntic.nn.Compute;
import syntic.nn.FreeMemory;
import syntic.nn.Ownership;
import syntic.nn.Torch;

/**
 * Finds the objects of images with DETR.
 *
 * @param fingerprint of the model's folder
 * @param owner whether closing the stage closes the detector
 */
public record ObjectDetection(Detr detr, ImagePreprocessor preprocessor, String fingerprint, Config config,
        boolean owner) implements ObjectDetector {

    /**
     * @param threshold objects need a higher probability than this, from 0 to 1
     * @param mostTags how many different tags an image may have; the surest are kept
     * @param batch images that go through the detector at once, at most: large images come fewer at a time where memory
     *     is short
     */
    public record Config(double threshold, int mostTags, int batch) {
        /** The paper does not give the threshold; the choice is ours. */
        public static final Config STANDARD = new Config(0.7, 10, 16);

        public Config {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("threshold must be from 0 to 1, not " + threshold);
            }
            if (mostTags < 1 || batch < 1) {
                throw new IllegalArgumentException("mostTags and batch must be at least 1, not " + mostTags + " and "
                        + batch);
            }
        }

        public Config withThreshold(double value) {
            return new Config(value, mostTags, batch);
        }
    }

    /** Opens a detector's folder, with its {@code preprocessor_config.json}. */
    public static ObjectDetection from(Compute compute, Path folder, Config config) {
        return Ownership.handOver(Detr.from(compute, folder), detr -> new ObjectDetection(detr,
                ImagePreprocessor.from(folder), new ModelFolder(folder).fingerprint(), config, true));
    }

    /** The same detector with other settings; it stays that of this stage, which closes it. */
    public ObjectDetection with(Config other) {
        return new ObjectDetection(detr, preprocessor, fingerprint, other, false);
    }

    @Override
    public List<String> labels() {
        return detr.config().labels();
    }

    /** {@inheritDoc} No more than {@link Config#mostTags}. */
    @Override
    public List<String> tags(List<DetectedObject> objects) {
        return ObjectDetector.super.tags(objects).stream().limit(config.mostTags()).toList();
    }

    @Override
    public List<List<DetectedObject>> detect(List<RgbImage> images) {
        List<List<DetectedObject>> found = new ArrayList<>();
        int batch = batch(images);
        for (int from = 0; from < images.size(); from += batch) {
            found.addAll(detectBatch(images.subList(from, Math.min(images.size(), from + batch))));
        }
        return found;
    }

    private int batch(List<RgbImage> images) {
        long pixels = images.stream().mapToLong(preprocessor::pixels).max().orElse(1);
        return FreeMemory.batch(detr.weights().manager(), detr.bytesPerPixel() * pixels, config.batch(),
                config.batch());
    }

    private List<List<DetectedObject>> detectBatch(List<RgbImage> images) {
        List<Detections.Size> sizes = images.stream()
                .map(image -> new Detections.Size(image.width(), image.height())).toList();
        return Torch.withoutGradients(() -> {
            try (NDManager manager = detr.weights().manager().newSubManager()) {
                Detr.Output output = forward(manager, images, sizes.stream().distinct().count() == 1);
                return Detections.of(output.logits(), output.boxes(), sizes, config.threshold(), labels())
                        .stream().map(ObjectDetector::surestFirst).toList();
            }
        });
    }

    private Detr.Output forward(NDManager manager, List<RgbImage> images, boolean sameSize) {
        if (sameSize) {
            NDArray pixels = preprocessor.pixelValues(manager, images); // [batch, 3, H, W]
            return detr.forward(pixels);
        }
        ImagePreprocessor.Batch padded = preprocessor.batch(manager, images);
        return detr.forward(padded.pixelValues(), padded.pixelMask());
    }

    @Override
    public void close() {
        if (owner) {
            detr.close();
        }
    }
}
