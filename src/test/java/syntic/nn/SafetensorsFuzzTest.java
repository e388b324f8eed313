package syntic.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.Fuzz;

/** Broken weight files and indices are refused with a typed error, or read; nothing else happens. */
@Tag("slow")
class SafetensorsFuzzTest {
    /** One of so many files that open is loaded too. */
    private static final int LOADED = 4;

    @TempDir
    private Path folder;

    @Test
    void mutatedFilesGiveOnlyTypedErrors() throws Exception {
        byte[] good = good();
        Path file = folder.resolve("mutated");
        int[] opened = {0};
        try (NDManager manager = Torch.newManager()) {
            int refused = Fuzz.run("safetensors", good, Fuzz.inputs(3000), Set.of(WeightsException.class), input -> {
                Files.write(file, input);
                SafetensorsFile read = SafetensorsFile.open(file);
                if (opened[0]++ % LOADED == 0) {
                    try (NDManager own = manager.newSubManager()) {
                        read.load(own);
                    }
                }
            });
            assertTrue(refused > Fuzz.inputs(3000) / 3, "only " + refused + " were refused");
        }
    }

    @Test
    void mutatedHeadersGiveOnlyTypedErrors() throws Exception {
        byte[] good = good();
        int length = (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] header = new String(good, 8, length, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        long data = good.length - 8 - length;
        Fuzz.run("header", header, Fuzz.inputs(3000), Set.of(WeightsException.class), input ->
                SafetensorsHeader.parse("header", new String(input, StandardCharsets.ISO_8859_1), data));
    }

    @Test
    void mutatedIndicesGiveOnlyTypedErrors() throws Exception {
        Files.write(folder.resolve("one.safetensors"), good());
        byte[] good = """
                {"metadata": {"total_size": 20}, "weight_map": {"layer.weight": "one.safetensors",
                "ids": "one.safetensors"}}""".getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("model.safetensors.index.json");
        try (NDManager manager = Torch.newManager()) {
            Fuzz.run("index", good, Fuzz.inputs(3000) / 4, Set.of(WeightsException.class), input -> {
                Files.write(file, input);
                try (NDManager own = manager.newSubManager()) {
                    SafetensorsIndex.read(file).load(own, Compute.PLAIN);
                }
            });
        }
    }

    private byte[] good() throws Exception {
        Path good = folder.resolve("good");
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            arrays.put("layer.weight", manager.ones(new Shape(2, 3)));
            arrays.put("ids", manager.create(new long[] {1, 2}));
            SafetensorsWriter.write(good, arrays, ElementType.F16, Map.of("format", "pt"));
        }
        return Files.readAllBytes(good);
    }
}
