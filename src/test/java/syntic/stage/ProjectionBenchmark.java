package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import syntic.nn.Torch;
import syntic.store.FeatureWriter;
import syntic.store.Provenance;
import syntic.store.StoredFeatures;

/**
 * Rate of the projection of 64 queries on a memory-mapped support set, and of a plain product of as many queries with
 * the transposed support set through the same engine. Rates count what matrix products do: 4 · queries · support ·
 * width for the projection, half of it for the product.
 *
 * <p>Arguments: rows of the support set, its width, repetitions (each with a default).
 */
final class ProjectionBenchmark {
    private static final int QUERIES = 64;

    private ProjectionBenchmark() {}

    public static void main(String[] args) throws IOException {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int width = args.length > 1 ? Integer.parseInt(args[1]) : 512;
        int repetitions = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path file = Files.createTempFile("support", ".safetensors");
        try (NDManager manager = Torch.newManager()) {
            write(file, rows, width);
            StoredFeatures support = StoredFeatures.open(file);
            double flop = 4.0 * QUERIES * rows * width;
            NDArray queries = manager.randomNormal(new Shape(QUERIES, width));
            try (Projection projection = new Projection(support, Projection.Config.PAPER)) {
                report("projection", flop, repetitions, () -> projection.project(queries).close());
            }
            NDArray piece = support.parts(manager, rows).get(0).transpose();                    // [width, rows]
            report("one product", flop / 2, repetitions, () -> queries.matMul(piece).close());
            List<NDArray> pieces = support.parts(manager, 2048).stream().map(NDArray::transpose).toList();
            report("product in parts", flop / 2, repetitions,
                    () -> pieces.forEach(part -> queries.matMul(part).close()));
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Path file, int rows, int width) {
        SplittableRandom random = new SplittableRandom(1);
        List<String> ids = IntStream.range(0, rows).mapToObj(Integer::toString).toList();
        Provenance made = new Provenance("benchmark", new TreeMap<>(), new TreeMap<>());
        try (FeatureWriter writer = new FeatureWriter(file, ids, width, made)) {
            float[] row = new float[width];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < width; j++) {
                    row[j] = (float) random.nextDouble() - 0.5f;
                }
                writer.add(row);
            }
        }
    }

    private static void report(String name, double flop, int repetitions, Runnable work) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double wall = Double.POSITIVE_INFINITY;
        double cpu = Double.POSITIVE_INFINITY;
        for (int i = -1; i < repetitions; i++) {        // the first one reads the file
            long start = System.nanoTime();
            long used = system.getProcessCpuTime();
            work.run();
            if (i >= 0) {
                wall = Math.min(wall, (System.nanoTime() - start) / 1e9);
                cpu = Math.min(cpu, (system.getProcessCpuTime() - used) / 1e9);
            }
        }
        System.out.printf("%-20s %.3f s, %.1f GFLOP/s; %.1f GFLOP per CPU-second%n", name, wall, flop / wall / 1e9,
                flop / cpu / 1e9);
    }
}
