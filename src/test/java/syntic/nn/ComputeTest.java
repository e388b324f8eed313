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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.io.UserException;

class ComputeTest {
    private static final float[] VALUES = {0, 1, -2.5f, 3.14159f, 65504, 1e-6f};
    private static final Compute HALF = new Compute(Device.cpu(), Precision.BF16, 0);
    @TempDir
    private Path folder;

    @Test
    void theCpuComputesInSinglePrecisionUnlessToldOtherwise() {
        assertEquals(Compute.PLAIN, Compute.of("cpu", "auto", "auto"));
        assertEquals(HALF, Compute.of("cpu", "bf16", "auto"));
        assertEquals("cpu in bf16", HALF.toString());
        boolean gpu = Torch.gpus() > 0;
        assertEquals(gpu ? Device.gpu(0) : Device.cpu(), Compute.of("auto", "auto", "auto").device());
        assertEquals(Map.of(), Compute.PLAIN.provenance());
        assertEquals(Map.of("precision", "bf16"), HALF.provenance());
    }

    @ParameterizedTest
    @CsvSource({"tpu, auto, auto, 'tpu'", "gpu:x, auto, auto, 'gpu:x'", "gpu:-1, auto, auto, 'gpu:-1'",
            "GPU, auto, auto, 'GPU'", "gpu:99, auto, auto, gpu:99", "cpu, fp64, auto, 'fp64'",
            "cpu, half, auto, 'half'", "cpu, fp16, auto, fp16 is for GPUs", "'', auto, auto, ''",
            "cpu, auto, 0, '0'", "cpu, auto, many, 'many'", "cpu, auto, '', ''"})
    void whatIsNotThereIsRefusedByName(String device, String dtype, String threads, String said) {
        String message = assertThrows(UserException.class, () -> Compute.of(device, dtype, threads))
                .getMessage();
        assertTrue(message.contains(said) && message.matches("(?s).*(there are|choose).*"), message);
    }

    @Test
    void systemPropertiesAreTheStandardThatOptionsOverrule() {
        System.setProperty(Compute.DEVICE, "cpu");
        System.setProperty(Compute.DTYPE, "bf16");
        try {
            assertEquals(HALF, Compute.chosen(null, null, null));
            assertEquals(Compute.PLAIN, Compute.chosen(null, "fp32", null));
            System.setProperty(Compute.DEVICE, "gpu:99");
            assertThrows(UserException.class, () -> Compute.chosen(null, "fp32", null));
        } finally {
            System.clearProperty(Compute.DEVICE);
            System.clearProperty(Compute.DTYPE);
        }
    }

    @Test
    void theStandardStaysWhatItWas() {
        Compute before = Compute.standard();
        System.setProperty(Compute.DTYPE, "bf16");
        try {
            assertEquals(before, Compute.standard());
        } finally {
            System.clearProperty(Compute.DTYPE);
        }
    }

    /** In a process of its own: kernels sum in another order with another number of threads. */
    @Test
    void theNumberOfThreadsIsThatOfTheProcess() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), TwoThreads.class.getName()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("computes with 2 threads already and cannot change to 3"), said);
    }

    static final class TwoThreads {
        private TwoThreads() {}

        public static void main(String[] arguments) {
            for (String threads : List.of("auto", "2", "2", "auto", "3")) {
                try {
                    Compute.of("cpu", "fp32", threads).newManager().close();
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                    return;
                }
            }
            System.exit(1);
        }
    }

    /** Every stored type to every precision, with the rounding of one conversion. */
    @Test
    void filesAreConvertedAsTheyAreLoaded() {
        for (Precision stored : Precision.values()) {
            Path file = folder.resolve(stored + ".safetensors");
            try (NDManager plain = Torch.newManager()) {
                SafetensorsWriter.write(file, Map.of("x", plain.create(VALUES), "ids",
                        plain.create(new long[] {1, 2})), ElementType.valueOf(stored == Precision.FP32 ? "F32"
                        : stored.name().replace("FP", "F")), Map.of());
                Weights single = Weights.open(Compute.PLAIN, file);
                Weights narrow = Weights.open(HALF, file);
                assertEquals(Precision.FP32, single.precision());
                assertEquals(Precision.BF16, narrow.precision());
                assertEquals(DataType.INT64, narrow.get("ids").getDataType());
                NDArray rounded = Precision.FP32.cast(Precision.BF16.cast(single.get("x")));
                assertArrayEquals(rounded.toFloatArray(), Precision.FP32.cast(narrow.get("x")).toFloatArray());
                narrow.require(Map.of("x", new Shape(6)), Set.of("ids"));
                single.close();
                narrow.close();
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
