package syntic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/** A model is the same wherever its tensors and its settings are. */
class ModelFingerprintTest {
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    private Path folder;
    private final NDManager manager = Torch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void whatLiesBesideAModelDoesNotCount() throws IOException {
        Path model = model("model", 1, "{}");
        String fingerprint = of(model);
        Files.writeString(model.resolve("README.md"), "new");
        Files.writeString(model.resolve(".gitattributes"), "new");
        Files.write(model.resolve("pytorch_model.bin"), new byte[4]);
        Files.createDirectories(model.resolve("onnx"));
        Files.writeString(model.resolve("onnx/config.json"), "{}");
        assertEquals(fingerprint, of(model));
    }

    @Test
    void shardsAreTheirTensorsHoweverTheyAreDividedAndOrdered() throws IOException {
        String whole = of(model("whole", 1, "{}"));
        Path shards = Files.createDirectories(folder.resolve("shards"));
        Files.writeString(shards.resolve("config.json"), "{}");
        write(shards.resolve("two.safetensors"), "b", 2);
        write(shards.resolve("one.safetensors"), "a", 1);
        Files.writeString(shards.resolve(INDEX),
                "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");
        assertEquals(whole, of(shards));
        Path reversed = Files.createDirectories(folder.resolve("reversed"));
        Files.writeString(reversed.resolve("config.json"), "{}");
        write(reversed.resolve("model.safetensors"), "b", 2, "a", 1);
        assertEquals(whole, of(reversed));
    }

    @Test
    void everyTensorAndSettingCounts() throws IOException {
        String fingerprint = of(model("model", 1, "{}"));
        assertNotEquals(fingerprint, of(model("value", 1.0000001f, "{}")));
        assertNotEquals(fingerprint, of(model("setting", 1, "{\"eps\": 1}")));
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.writeString(named.resolve("config.json"), "{}");
        write(named.resolve("model.safetensors"), "a", 2, "b", 1);
        assertNotEquals(fingerprint, of(named));
        Path words = model("words", 1, "{}");
        Files.writeString(words.resolve("vocab.json"), "{}");
        assertNotEquals(fingerprint, of(words));
    }

    @Test
    void thePartsOfAPipelineCountUnderTheirNames() throws IOException {
        Path one = model("pipeline/unet", 1, "{}").getParent();
        Path other = model("other/vae", 1, "{}").getParent();
        assertNotEquals(of(one), of(other));
        String fingerprint = of(one);
        model("pipeline/safety_checker", 3, "{}");
        assertEquals(fingerprint, of(one), "it is never read");
        model("pipeline/vae", 1, "{}");
        assertNotEquals(fingerprint, of(one));
    }

    @Test
    void linksCountAsWhatTheyLeadTo() throws IOException {
        Path model = model("model", 1, "{}");
        assertEquals(of(model), of(Files.createSymbolicLink(folder.resolve("link"), model)));
        Path snapshot = Files.createDirectories(folder.resolve("snapshot"));
        for (String name : new String[] {"config.json", "model.safetensors"}) {
            Files.createSymbolicLink(snapshot.resolve(name), Files.copy(model.resolve(name), folder.resolve("blob-"
                    + name)));
        }
        assertEquals(of(model), of(snapshot));
    }

    @Test
    void aFolderWithoutAModelIsRefused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("README.md"), "");
        String message = assertThrows(ModelException.class, () -> of(empty)).getMessage();
        assertTrue(message.startsWith(empty.toString()), message);
        assertThrows(ModelException.class, () -> of(folder.resolve("none")));
    }

    private static String of(Path folder) {
        return new ModelFolder(folder).fingerprint();
    }

    private Path model(String name, float first, String config) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve("config.json"), config);
        write(model.resolve("model.safetensors"), "a", first, "b", 2f);
        return model;
    }

    private void write(Path file, Object... namesAndValues) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arrays.put((String) namesAndValues[i],
                    manager.ones(new Shape(3, 2)).mul(((Number) namesAndValues[i + 1]).floatValue()));
        }
        SafetensorsWriter.write(file, arrays, ElementType.F32, Map.of("file", file.toString()));
    }
}
