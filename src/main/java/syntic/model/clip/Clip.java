package syntic.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.nn.Compute;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Ownership;
import syntic.nn.Precision;
import syntic.nn.Weights;

/**
 * CLIP (Radford et al. 2021): images and sentences as vectors of one space, where what belongs together has a high
 * cosine.
 *
 * <p>B images or sentences, D width of the shared space.
 */
public record Clip(ClipConfig config, Weights weights) implements AutoCloseable {
    private static final Set<String> IGNORED = Set.of("text_model.embeddings.position_ids",
            "vision_model.embeddings.position_ids");

    /** Reads the folder of a CLIPModel. */
    public static Clip from(Compute compute, Path path) {
        ModelFolder folder = new ModelFolder(path);
        OpenClip.refuse(path);
        ClipConfig config = ClipConfig.from(folder.config());
        return new Clip(config, Ownership.handOver(folder.rawWeights(compute), weights -> {
            OpenClip.refuse(weights);
            return weights.require(ClipConfig.parameters(config), IGNORED);
        }));
    }

    /** The text encoder, over the same weights. */
    public ClipText text() {
        return new ClipText(config.text(), weights);
    }

    /** The image encoder, over the same weights. */
    public ClipVision vision() {
        return new ClipVision(config.vision(), weights);
    }

    /** @param pixels float32 [B, 3, side, side] from the image processor; returns [B, D], of any length */
    public NDArray imageFeatures(NDArray pixels) {
        return project("visual_projection", vision().pooled(pixels));
    }

    /** @param ids int64 [B, T]; mask int64 [B, T] or null, see {@link ClipText}; returns [B, D], of any length */
    public NDArray textFeatures(NDArray ids, NDArray mask) {
        return project("text_projection", text().pooled(ids, mask));
    }

    private NDArray project(String name, NDArray pooled) {
        return Precision.FP32.cast(Linear.apply(weights.at(name), weights.cast(pooled)));
    }

    /** {@link #imageFeatures} with rows of length 1. */
    public NDArray unitImageFeatures(NDArray pixels) {
        return Normalization.unit(imageFeatures(pixels));
    }

    /** {@link #textFeatures} with rows of length 1. */
    public NDArray unitTextFeatures(NDArray ids, NDArray mask) {
        return Normalization.unit(textFeatures(ids, mask));
    }

    /**
     * The scaled cosines [images, sentences] of unit features; a softmax over a row tells which sentence fits the
     * image.
     */
    public NDArray logits(NDArray unitImages, NDArray unitTexts) {
        NDArray logarithm = weights.get("logit_scale").reshape(new Shape());
        logarithm.attach(unitImages.getManager());
        return unitImages.matMul(unitTexts.swapAxes(0, 1)).mul(Precision.FP32.cast(logarithm).exp());
    }

    /** What the cosines are multiplied with: 100 in the published models. */
    public double logitScale() {
        try (NDArray logarithm = weights.get("logit_scale").toType(DataType.FLOAT32, true)) {
            return Math.exp(logarithm.getFloat());
        }
    }

    /** Memory that one more image or sentence in a batch takes, by the arrays of a layer. */
    public long bytesPerItem() {
        long image = (long) config.vision().image() * config.vision().image() * config.vision().channels();
        long seen = config.vision().encoder().elements(config.vision().tokens()) + image;
        long read = config.text().encoder().elements(config.text().positions());
        return weights.precision().bytes() * Math.max(seen, read) + Precision.FP32.bytes() * image;
    }

    @Override
    public void close() {
        weights.close();
    }
}
