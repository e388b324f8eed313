package syntic.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.nn.Weights;

/**
 * A folder as the Hugging Face hub lays it out: {@code config.json} beside {@code model.safetensors} (transformers) or
 * {@code diffusion_pytorch_model.safetensors} (diffusers).
 */
public record ModelFolder(Path path) {
    private static final List<String> FILES = List.of("model.safetensors", "diffusion_pytorch_model.safetensors");

    public ModelFolder {
        if (!Files.isDirectory(path)) {
            throw new ModelException(path + ": no such folder; give the folder that holds config.json");
        }
    }

    public ConfigFile config() {
        return ConfigFile.read(path.resolve("config.json"));
    }

    /**
     * The weights, checked against what the architecture needs.
     *
     * @param expected name to shape of every tensor
     * @param ignored names that may be present without being used
     */
    public Weights weights(NDManager parent, Map<String, Shape> expected, Set<String> ignored) {
        Weights weights = rawWeights(parent);
        try {
            return weights.require(expected, ignored);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** The weights as they are in the file, for architectures that first map old names to new ones. */
    public Weights rawWeights(NDManager parent) {
        for (String file : FILES) {
            if (Files.isRegularFile(path.resolve(file))) {
                return Weights.open(parent, path.resolve(file));
            }
        }
        boolean pickled = Files.isRegularFile(path.resolve("pytorch_model.bin"));
        throw new ModelException(path + ": neither of " + FILES + " is there" + (pickled
                ? "; pytorch_model.bin is not read, because a pickle can run code: convert it to safetensors" : ""));
    }
}
