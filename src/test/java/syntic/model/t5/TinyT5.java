package syntic.model.t5;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import syntic.model.ConfigFile;
import syntic.nn.ElementType;
import syntic.nn.Initializer;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;
import syntic.nn.Weights;

/** A folder as the hub has it of a FLAN-T5, with few and random weights and a tokenizer of 305 tokens. */
public final class TinyT5 {
    private static final String CONFIG = """
            {"model_type": "t5", "vocab_size": 320, "d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 1,
             "num_heads": 4, "feed_forward_proj": "gated-gelu", "tie_word_embeddings": false}""";

    private TinyT5() {}

    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), CONFIG);
        try (InputStream tokenizer = TinyT5.class.getResourceAsStream("tokenizer.json")) {
            Files.copy(tokenizer, folder.resolve("tokenizer.json"));
        }
        try (NDManager manager = Torch.newManager(); Weights weights = Initializer.scaled(1).create(manager,
                T5Config.parameters(T5Config.from(ConfigFile.parse("config.json", CONFIG))), 7, "tiny T5")) {
            SafetensorsWriter.write(folder.resolve("model.safetensors"), weights.toMap(), ElementType.F32, Map.of());
        }
        return folder;
    }
}
