package syntic.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/** Files that this program did not make, and results that took long: it says what they are, never to delete them. */
class ForeignFilesTest {
    private static final Provenance KEY = new Provenance("encoding", new TreeMap<>(), new TreeMap<>());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\u0093NUMPY\u0001\u0000v\u0000 | a NumPy array (.npy)",
        "PK\u0003\u0004\u0014\u0000names | a zip archive",
        "version https://git-lfs.github.com/spec/v1 | a pointer of Git LFS",
        "<!DOCTYPE html><html> | a web page",
        "{\"a\": 1} | a text in JSON"})
    void anotherKindOfFileIsNamed(String start, String kind) throws IOException {
        Path file = Files.write(folder.resolve("x.safetensors"), start.getBytes(StandardCharsets.ISO_8859_1));
        assertSays("not a safetensors file but " + kind, () -> FeatureSet.open(file));
        assertSays("not a safetensors file but " + kind, () -> StoredFeatures.open(file));
    }

    @Test
    void weightsAreNoFeatures() {
        Path file = folder.resolve("model.safetensors");
        try (NDManager manager = Torch.newManager()) {
            SafetensorsWriter.write(file, Map.of("text_projection.weight", manager.create(new float[] {1})),
                    ElementType.F32, Map.of("format", "pt"));
        }
        assertSays("it holds 1 tensors, [text_projection.weight] among them", () -> FeatureSet.open(file));
    }

    @Test
    void partsOfAnotherSizeGoOnAsTheyWereBegun() {
        ResultStore store = new ResultStore(folder);
        List<String> ids = List.of("a", "b", "c", "d");
        features(store, ids, 3);
        assertSays("holds 3 rows where 2 others are wanted", () -> features(store, ids, 2));
    }

    @Test
    void jsonThatIsNoneIsToldWithoutAdviceForProgrammers() throws IOException {
        Path file = Files.writeString(folder.resolve("results.json"), "[1, {x}]");
        assertSays("(Expected an int but was an object at line 1", () -> StoredJson.read(file, int[].class, "run it again"));
        Files.writeString(file, "[1");
        assertSays("(End of input at line 1", () -> StoredJson.read(file, int[].class, "run it again"));
    }

    private static FeatureSet features(ResultStore store, List<String> ids, int shard) {
        return store.features(KEY, ids, shard, some -> new float[some.size()][2], ProgressListener.SILENT);
    }

    private static void assertSays(String part, Executable reading) {
        String message = assertThrows(RuntimeException.class, reading).getMessage();
        assertTrue(message.contains(part), message);
        assertFalse(message.matches("(?s).*(delete|JsonReader|BEGIN_|github).*"), message);
    }
}
