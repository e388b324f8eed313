package syntic.stage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;

/**
 * What gives images and sentences features in one space, where what belongs together has a high cosine. All stages work
 * in this space. {@link Encoding} opens CLIP; any other encoder takes its place by implementing this.
 */
public interface ImageTextEncoder extends AutoCloseable {
    /**
     * Stands for the encoder among what made a result: another encoder must have another one, or the features of the
     * one would be taken for the other's.
     */
    String fingerprint();

    /** Values of a feature. */
    int width();

    /** One feature of length 1 for each image; it must not depend on the other images. */
    float[][] images(List<RgbImage> images);

    /** One feature of length 1 for each sentence; it must not depend on the other sentences. */
    float[][] texts(List<String> sentences);

    /** The tokens that decoders write, whatever the encoder itself reads. */
    ClipTokenizer tokenizer();

    /** The device, in fp32, where systems train that learn from its features. */
    default Compute compute() {
        return Compute.standard().single();
    }

    /** What made features by this encoder, to stand among what made a result. */
    default Map<String, String> provenance() {
        Map<String, String> inputs = new TreeMap<>(compute().provenance());
        inputs.put("clip", fingerprint());
        return inputs;
    }

    @Override
    default void close() {}
}
