package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;
import syntic.nn.Weights;

/** A folder as the hub has it of the GPT-2, with few and random weights and a tokenizer of 420 tokens. */
public final class TinyGpt {
    private TinyGpt() {}

    /** The published names: without {@code transformer.}, with the masks of the attention. */
    public static Path write(Path folder) throws IOException {
        tokenizer(folder);
        GptConfig config = GptConfig.of(GptTokenizer.from(folder).size(), 64, 32, 2, 2);
        Files.writeString(folder.resolve("config.json"), config.toJson().toString());
        try (NDManager manager = Torch.newManager(); Weights weights = GptConfig.initializer(config).create(manager,
                GptConfig.parameters(config), 5, "tiny GPT-2")) {
            Map<String, NDArray> published = new LinkedHashMap<>();
            weights.toMap().forEach((name, array) -> published.put(name.replaceFirst("^transformer\\.", ""), array));
            published.put("h.0.attn.bias", manager.ones(new Shape(1, 1, 64, 64)));
            SafetensorsWriter.write(folder.resolve("model.safetensors"), published, ElementType.F32, Map.of());
        }
        return folder;
    }

    static Path tokenizer(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : new String[] {"vocab.json", "merges.txt"}) {
            Files.writeString(folder.resolve(file), resource(file));
        }
        return folder;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = TinyGpt.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
