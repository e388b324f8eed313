package syntic.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeTest {
    private static final float[] VALUES = {0, 1, -2.5f, 3.14159f, 65504, 1e-6f};
    private static final Compute HALF = new Compute(Device.cpu(), Precision.BF16);
    @TempDir
    private Path folder;
    private final Compute before = Compute.standard();

    @AfterEach
    void restore() {
        Compute.choose(before);
    }

    @Test
    void theCpuComputesInSinglePrecisionUnlessToldOtherwise() {
        assertEquals(Compute.PLAIN, Compute.of("cpu", "auto"));
        assertEquals(HALF, Compute.of("cpu", "bf16"));
        assertEquals("cpu in bf16", HALF.toString());
        boolean gpu = Torch.gpus() > 0;
        assertEquals(gpu ? Device.gpu(0) : Device.cpu(), Compute.of("auto", "auto").device());
        assertEquals(Map.of(), Compute.PLAIN.provenance());
        assertEquals(Map.of("precision", "bf16"), HALF.provenance());
    }

    @ParameterizedTest
    @CsvSource({"tpu, auto, 'tpu'", "gpu:x, auto, 'gpu:x'", "gpu:-1, auto, 'gpu:-1'", "GPU, auto, 'GPU'",
            "gpu:99, auto, gpu:99", "cpu, fp64, 'fp64'", "cpu, half, 'half'", "cpu, fp16, fp16 is for GPUs",
            "'', auto, ''"})
    void whatIsNotThereIsRefusedByName(String device, String dtype, String said) {
        String message = assertThrows(IllegalArgumentException.class, () -> Compute.of(device, dtype)).getMessage();
        assertTrue(message.contains(said) && message.matches("(?s).*(there are|choose).*"), message);
    }

    @Test
    void systemPropertiesAreTheStandardThatOptionsOverrule() {
        System.setProperty(Compute.DEVICE, "cpu");
        System.setProperty(Compute.DTYPE, "bf16");
        try {
            assertEquals(HALF, Compute.standard(null, null));
            assertEquals(Compute.PLAIN, Compute.standard(null, "fp32"));
            System.setProperty(Compute.DEVICE, "gpu:99");
            assertThrows(IllegalArgumentException.class, () -> Compute.standard(null, "fp32"));
        } finally {
            System.clearProperty(Compute.DEVICE);
            System.clearProperty(Compute.DTYPE);
        }
    }

    @Test
    void aManagerHandsItsPrecisionDown() {
        Compute.choose(HALF);
        try (NDManager plain = Torch.newManager(); NDManager half = Torch.newManager(HALF);
                NDManager below = half.newSubManager().newSubManager()) {
            assertEquals(Compute.PLAIN, Compute.of(plain), "what is trained stays in fp32");
            assertEquals(HALF, Compute.of(below));
            assertEquals(Compute.PLAIN, Compute.of(Compute.single(below)));
        }
    }

    /** Every stored type to every precision, with the rounding of one conversion. */
    @Test
    void filesAreConvertedAsTheyAreLoaded() {
        for (Precision stored : Precision.values()) {
            Path file = folder.resolve(stored + ".safetensors");
            try (NDManager plain = Torch.newManager(Compute.PLAIN); NDManager half = Torch.newManager(HALF)) {
                SafetensorsWriter.write(file, Map.of("x", plain.create(VALUES), "ids",
                        plain.create(new long[] {1, 2})), ElementType.valueOf(stored == Precision.FP32 ? "F32"
                        : stored.name().replace("FP", "F")), Map.of());
                Weights single = Weights.open(plain, file);
                Weights narrow = Weights.open(half, file);
                assertEquals(Precision.FP32, single.precision());
                assertEquals(Precision.BF16, narrow.precision());
                assertEquals(DataType.INT64, narrow.get("ids").getDataType());
                NDArray rounded = Precision.FP32.cast(Precision.BF16.cast(single.get("x")));
                assertArrayEquals(rounded.toFloatArray(), Precision.FP32.cast(narrow.get("x")).toFloatArray());
                narrow.require(Map.of("x", new Shape(6)), Set.of("ids"));
            }
        }
    }

    @Test
    void theStoredPrecisionIsTheNarrowOneThatAllShare() {
        assertEquals(Precision.FP16, Precision.of(List.of(ElementType.F16, ElementType.I64)));
        assertEquals(Precision.BF16, Precision.of(List.of(ElementType.BF16)));
        assertEquals(Precision.FP32, Precision.of(List.of(ElementType.F16, ElementType.BF16)));
        assertEquals(Precision.FP32, Precision.of(List.of(ElementType.F16, ElementType.F32)));
    }

    @Test
    void whatIsThereAlreadyIsNotCopied() {
        try (NDManager manager = Torch.newManager()) {
            NDArray x = manager.create(VALUES);
            assertTrue(Precision.FP32.cast(x) == x);
            for (Precision precision : List.of(Precision.FP16, Precision.BF16)) {
                NDArray narrow = precision.cast(x);
                assertEquals(precision, Precision.of(narrow));
                assertTrue(precision.cast(narrow) == narrow);
                NDArray lowest = precision.cast(manager.create(precision.lowest()));
                assertEquals(precision.lowest(), Precision.FP32.cast(lowest).getFloat());
            }
        }
    }

    /**
     * A layer that asked for a device or made a manager of its own would compute beside the GPU that was chosen; and
     * what DJL keeps to itself may change with each of its versions.
     */
    @Test
    void layersAndModelsKnowNoDeviceNoManagerOfTheirOwnAndNoEngine() throws Exception {
        try (var files = Files.walk(Path.of("src/main/java/syntic"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                String name = file.getFileName().toString();
                if (!Set.of("Torch.java", "Compute.java", "FreeMemory.java").contains(name)) {
                    assertTrue(!text.contains("import ai.djl.Device") && !text.contains("newBaseManager"),
                            file + " chooses a device");
                }
                assertTrue(!text.contains("ai.djl.pytorch.") || file.startsWith("src/main/java/syntic/nn"),
                        file + " reaches into DJL's PyTorch engine");
                if (file.startsWith("src/main/java/syntic/model")) {
                    assertTrue(!text.contains("Torch.newManager"), file + " makes a manager of its own");
                }
            }
        }
    }
}
