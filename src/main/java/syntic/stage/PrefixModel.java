package syntic.stage;

import ai.djl.ndarray.NDArray;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import syntic.io.AtomicFile;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptDropout;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;

/** A language model that writes after a prefix, with what makes the prefix of an image's features. */
public interface PrefixModel extends AutoCloseable {
    /** All tensors under the names of the file. */
    Weights weights();

    /** The tensors that are trained. */
    Map<String, NDArray> trained();

    /** The language model behind the prefix. */
    Gpt decoder();

    /** Vectors of the prefix. */
    int prefixLength();

    /** The prefix [B, P, width] of a batch, owned by the manager of its images. */
    NDArray prefix(CaptionInputs.Batch batch);

    /** Whether the prefix tells of detected objects. */
    default boolean readsObjects() {
        return false;
    }

    /** The auxiliary feature of the objects, and the attention it was made with. */
    default ObjectFusion.Output fuse(CaptionInputs.Batch batch) {
        throw new IllegalStateException("this decoder was trained without objects");
    }

    /** How many numbers are trained. */
    default long trainedSize() {
        return trained().values().stream().mapToLong(NDArray::size).sum();
    }

    /** Where values are dropped in training. */
    default GptDropout dropout(double probability) {
        return GptDropout.of(probability);
    }

    /** The content of {@code config.json}. */
    JsonObject configJson();

    /**
     * Writes a folder that the model's {@code from} opens again.
     *
     * @throws syntic.io.UserException if it cannot be written
     */
    default void save(Path folder) {
        AtomicFile.write(folder.resolve("config.json"),
                new GsonBuilder().setPrettyPrinting().create().toJson(configJson()) + "\n");
        SafetensorsWriter.write(folder.resolve("model.safetensors"), weights().toMap(), ElementType.F32,
                Map.of("format", "pt"));
    }

    @Override
    default void close() {
        weights().close();
    }
}
