package syntic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.WeightsException;

/** The layouts in which weights lie in folders, and what is said where something is wrong. */
class ModelFolderTest {
    private static final String INDEX = "model.safetensors.index.json";
    private static final String GOOD = """
            {"metadata": {"total_size": 24}, "weight_map": {"a": "one.safetensors", "b": "two.safetensors",
             "c": "two.safetensors"}}""";

    @TempDir
    private Path folder;
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "diffusion_pytorch_model.safetensors", "model.fp16.safetensors"})
    void oneFileIsRead(String name) {
        write(name, "a", 1);
        try (Weights weights = new ModelFolder(folder).rawWeights(Compute.PLAIN)) {
            assertEquals(1, weights.get("a").toFloatArray()[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {INDEX, "diffusion_pytorch_model.safetensors.index.json"})
    void shardsAreReadThroughTheirIndex(String index) throws IOException {
        shards();
        Files.writeString(folder.resolve(index), GOOD);
        try (Weights weights = new ModelFolder(folder).weights(Compute.PLAIN, Map.of("a", new Shape(2), "b",
                new Shape(2), "c", new Shape(2)), Set.of())) {
            assertEquals(Set.of("a", "b", "c"), weights.names());
            assertEquals(3, weights.get("c").toFloatArray()[0]);
        }
    }

    @Test
    void everyWrongShardAndTensorIsInOneError() throws IOException {
        shards();
        Files.writeString(folder.resolve(INDEX), """
                {"weight_map": {"a": "two.safetensors", "b": "two.safetensors", "x": "two.safetensors",
                 "y": "three.safetensors", "z": "one.safetensors"}}""");
        WeightsException e = assertThrows(WeightsException.class,
                () -> new ModelFolder(folder).rawWeights(Compute.PLAIN));
        for (String said : new String[] {INDEX, "the shard three.safetensors is missing",
            "tensor a is not in two.safetensors but in one.safetensors", "tensor x is not in two.safetensors",
            "tensor z is not in one.safetensors", "tensor c of two.safetensors is not in the index"}) {
            assertTrue(e.getMessage().contains(said), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../one.safetensors", "/etc/one.safetensors", "sub/one.safetensors", "..", "",
        "..\\\\one.safetensors", "one.bin", "\\u0000.safetensors"})
    void anIndexCannotNameFilesElsewhere(String shard) throws IOException {
        shards();
        Files.writeString(folder.resolve(INDEX), "{\"weight_map\": {\"a\": \"" + shard + "\"}}");
        WeightsException e = assertThrows(WeightsException.class,
                () -> new ModelFolder(folder).rawWeights(Compute.PLAIN));
        assertTrue(e.getMessage().contains("same folder"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"weight_map": {"a": "one.safetensors", "a": "one.safetensors"}} | listed twice
            {"weight_map": {}}                                               | lists no tensor
            {"weight_map": [1]}                                              | not an index
            {"weight_map": {"a": {}}}                                        | not an index
            {}                                                               | lists no tensor
            {"weight_map"                                                    | not an index
            """)
    void brokenIndicesAreRefused(String json, String said) throws IOException {
        Files.writeString(folder.resolve(INDEX), json);
        WeightsException e = assertThrows(WeightsException.class,
                () -> new ModelFolder(folder).rawWeights(Compute.PLAIN));
        assertTrue(e.getMessage().contains(said), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"pytorch_model.bin, 'model.safetensors'",
        "diffusion_pytorch_model.bin, 'diffusion_pytorch_model.safetensors'"})
    void aPickleIsRefusedWithTheRemedy(String pickle, String target) throws IOException {
        Files.write(folder.resolve(pickle), new byte[10]);
        ModelException e = assertThrows(ModelException.class,
                () -> new ModelFolder(folder).rawWeights(Compute.PLAIN));
        assertTrue(e.getMessage().contains("torch.load('" + pickle + "'"), e.getMessage());
        assertTrue(e.getMessage().contains("'" + target + "'"), e.getMessage());
    }

    @Test
    void wrongTensorsAreListedByNameInOneError() throws IOException {
        shards();
        Files.writeString(folder.resolve(INDEX), GOOD);
        WeightsException e = assertThrows(WeightsException.class, () -> new ModelFolder(folder).weights(Compute.PLAIN,
                Map.of("a", new Shape(3), "c", new Shape(2), "d", new Shape(1)), Set.of()));
        for (String said : new String[] {"a has shape (2) instead of (3)", "missing d (1)", "unexpected b"}) {
            assertTrue(e.getMessage().contains(said), e.getMessage());
        }
    }

    private void shards() {
        write("one.safetensors", "a", 1);
        NDArray two = manager.full(new Shape(2), 2f);
        SafetensorsWriter.write(folder.resolve("two.safetensors"), Map.of("b", two, "c",
                manager.full(new Shape(2), 3f)), ElementType.BF16, Map.of());
    }

    private void write(String name, String tensor, float value) {
        SafetensorsWriter.write(folder.resolve(name), Map.of(tensor, manager.full(new Shape(2), value)),
                ElementType.F16, Map.of());
    }
}
