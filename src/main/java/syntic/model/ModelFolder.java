package syntic.model;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import syntic.nn.Compute;
import syntic.nn.Ownership;
import syntic.nn.Weights;
import syntic.store.Fingerprint;
import syntic.store.FolderDigests;

/**
 * A folder as the Hugging Face hub lays it out: {@code config.json} beside {@code model.safetensors} (transformers) or
 * {@code diffusion_pytorch_model.safetensors} (diffusers), or beside the shards of these and their index, or beside
 * their {@code .fp16} variant.
 */
public record ModelFolder(Path path) {
    private static final List<String> FILES = List.of("model.safetensors", "diffusion_pytorch_model.safetensors",
            "model.safetensors.index.json", "diffusion_pytorch_model.safetensors.index.json",
            "model.fp16.safetensors", "diffusion_pytorch_model.fp16.safetensors", "pytorch_lora_weights.safetensors");
    /** Pickles, and the safetensors files that they become. */
    private static final Map<String, String> PICKLES = Map.of("pytorch_model.bin", "model.safetensors",
            "diffusion_pytorch_model.bin", "diffusion_pytorch_model.safetensors");
    /** What turns a pickle into safetensors, on a machine that has Python with torch and safetensors. */
    private static final String CONVERSION = "python -c \"import torch, safetensors.torch as s; "
            + "w = torch.load('%1$s', map_location='cpu', weights_only=True); "
            + "s.save_file({k: v.clone().contiguous() for k, v in w.items()}, '%2$s', {'format': 'pt'})\"";

    /** What else makes a model: the files that are read besides weights. */
    private static final List<String> SETTINGS = List.of("config.json", "merges.txt", "preprocessor_config.json",
            "scheduler_config.json", "spiece.model", "tokenizer.json", "vocab.json");
    /** Folders of a pipeline that are read. */
    private static final String TOKENIZER = "tokenizer";
    private static final List<String> PARTS = List.of("lora", "scheduler", "text_encoder", TOKENIZER, "unet", "vae");

    public ModelFolder {
        if (!Files.isDirectory(path)) {
            throw new ModelException(path + ": no such folder; give the folder that holds config.json");
        }
        requireWhole(path);
    }

    /** Keeps sums of the settings of a model or a pipeline, which are compared with them when it is opened. */
    public static void seal(Path path) {
        List<String> names = new ArrayList<>(SETTINGS);
        PARTS.forEach(part -> SETTINGS.forEach(name -> names.add(part + "/" + name)));
        FolderDigests.write(path, names.stream().filter(name -> Files.isRegularFile(path.resolve(name))).toList());
    }

    /** @throws syntic.store.StoreException naming a setting that is not what was sealed; most folders have no sums */
    public static void requireWhole(Path path) {
        FolderDigests.require(path, "train or copy the model anew, or remove " + path.resolve(FolderDigests.FILE)
                + " if the change is meant");
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
    public Weights weights(Compute compute, Map<String, Shape> expected, Set<String> ignored) {
        return Ownership.handOver(rawWeights(compute), weights -> weights.require(expected, ignored));
    }

    /** The weights as they are in the file, for architectures that first map old names to new ones. */
    public Weights rawWeights(Compute compute) {
        return Weights.open(compute, weightsFile().orElseThrow(() -> new ModelException(path + ": no weights, none of "
                + FILES + " is there" + pickleRemedy())));
    }

    private Optional<Path> weightsFile() {
        return FILES.stream().map(path::resolve).filter(Files::isRegularFile).findFirst();
    }

    /**
     * Differs where a tensor or a setting differs, in this folder or in the parts of a pipeline. Other files beside
     * them do not count, nor how the tensors are divided into files. Links count as what they lead to: the Hugging Face
     * cache has folders of links.
     *
     * @throws ModelException if there is no model: all empty folders would pass for the same one
     */
    public String fingerprint() {
        List<String> found = new ArrayList<>(described());
        for (String part : PARTS) {
            if (Files.isDirectory(path.resolve(part))) {
                new ModelFolder(path.resolve(part)).described().forEach(one -> found.add(part + "/" + one));
                String padding = Padding.of(path.resolve(part));
                if (part.equals(TOKENIZER) && !padding.equals(Padding.END)) {
                    found.add(part + "/padding\n" + padding);
                }
            }
        }
        if (found.isEmpty()) {
            throw new ModelException(path + ": holds no model; give the folder that holds config.json");
        }
        return Fingerprint.of(found);
    }

    private List<String> described() {
        List<String> found = new ArrayList<>();
        weightsFile().ifPresent(file -> found.add("tensors\n" + Weights.sum(file)));
        for (String name : SETTINGS) {
            Path file = path.resolve(name);
            try {
                if (Files.isRegularFile(file)) {
                    found.add(name + '\n' + Fingerprint.of(Files.readAllBytes(file)));
                }
            } catch (IOException e) {
                throw new ModelException(file + ": cannot be read: " + e, e);
            }
        }
        return found;
    }

    private String pickleRemedy() {
        for (Map.Entry<String, String> pickle : PICKLES.entrySet()) {
            if (Files.isRegularFile(path.resolve(pickle.getKey()))) {
                return "; " + pickle.getKey() + " is not read, because a pickle can run code. Download the "
                        + "safetensors file of the same model (most have one in a later revision), or convert it once "
                        + "in this folder: " + CONVERSION.formatted(pickle.getKey(), pickle.getValue());
            }
        }
        return "";
    }
}
