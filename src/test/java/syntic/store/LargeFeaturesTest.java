package syntic.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.Torch;

/** Sets that the heap cannot hold are made, saved, opened and read. */
class LargeFeaturesTest {
    private static final int ROWS = 100_000;
    private static final int WIDTH = 512;

    private record Made(int seed) {}

    @TempDir
    private Path folder;

    @Test
    void numbersOnDiskAreThoseInTheHeap() {
        float[] numbers = new float[3_000_001];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i * 0.5f;
        }
        for (long mostInHeap : new long[] {0, numbers.length}) {
            try (Values.Builder builder = new Values.Builder(numbers.length, mostInHeap);
                    NDManager manager = Torch.newManager()) {
                for (int from = 0; from < numbers.length; from += 700_000) {
                    builder.add(numbers, from, Math.min(700_000, numbers.length - from));
                }
                Values values = builder.build();
                assertArrayEquals(numbers, values.get(0, numbers.length));
                assertArrayEquals(Arrays.copyOfRange(numbers, 1_048_570, 1_048_590), values.get(1_048_570, 20));
                assertArrayEquals(Arrays.copyOfRange(numbers, 7, 13),
                        values.array(manager, 7, new Shape(3, 2)).toFloatArray());
            }
        }
    }

    /** 205 MB of features in a heap of 128 MB: native code that found no room there crashed the process. */
    @Test
    void aSmallHeapIsEnough() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:ErrorFile=" + folder.resolve("crash.log"), "-Dsyntic.cache=" + folder.resolve("cache"),
                "-cp", System.getProperty("java.class.path"), LargeFeaturesTest.class.getName(),
                folder.resolve("set.safetensors").toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        String[] lines = said.strip().split("\n");
        assertEquals("the same", lines[lines.length - 1]);
        try (var left = Files.list(folder.resolve("cache/large"))) {
            assertEquals(List.of(), left.toList(), "nothing is left behind");
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<String> ids = IntStream.range(0, ROWS).mapToObj(Integer::toString).toList();
        Provenance made = Provenance.of("test", new Made(1), Map.of());
        Path file = Path.of(arguments[0]);
        try (NDManager manager = Torch.newManager()) {
            NDArray matrix = manager.arange(ROWS * WIDTH).toType(DataType.FLOAT32, false)
                    .reshape(ROWS, WIDTH);
            FeatureSet features = FeatureSet.of(ids, matrix, made);
            features.save(file);
            FeatureSet opened = FeatureSet.open(file);
            FeatureSet joined = FeatureSet.join(List.of(opened.select(ids.subList(0, ROWS / 2)),
                    opened.select(ids.subList(ROWS / 2, ROWS))), made);
            float largest = joined.toNDArray(manager).sub(matrix).abs().max().getFloat();
            float inParts = joined.parts(manager, 3000).get(33).get("0:1").sub(matrix.get("99000:99001")).abs().max()
                    .getFloat();
            System.out.println(largest == 0 && inParts == 0 && features.fingerprint().equals(joined.fingerprint())
                    ? "the same" : "other numbers");
        }
    }
}
