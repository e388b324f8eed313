package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import syntic.nn.Torch;
import syntic.store.FeatureWriter;
import syntic.store.Provenance;
import syntic.store.StoredFeatures;

/**
 * Rate of the projection of 64 queries on a memory-mapped support set, beside that of a plain product of as many
 * queries with the transposed support set through the same engine, whole or in parts (the better one counts), and how
 * much memory the projection takes. Rates count what matrix products do: 4 · queries · support · width for the
 * projection, half of it for the product.
 *
 * <p>Arguments: rows of the support set, its width, repetitions, a folder for the support set's file (each with a
 * default). Needs 2 GB of disk, and Linux to see the memory.
 */
final class ProjectionBenchmark {
    private static final int QUERIES = 64;
    private static final int ROWS_OF_A_PART = 2048;

    private ProjectionBenchmark() {}

    public static void main(String[] args) throws IOException {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int width = args.length > 1 ? Integer.parseInt(args[1]) : 512;
        int repetitions = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path folder = args.length > 3 ? Path.of(args[3]) : Path.of(System.getProperty("java.io.tmpdir"));
        Path file = folder.resolve("support-" + rows + "x" + width + ".safetensors");
        boolean there = Files.exists(file);
        if (!there) {
            write(file, rows, width);
        }
        try (NDManager manager = Torch.newManager()) {
            measure(manager, StoredFeatures.open(file), repetitions);
        } finally {
            if (!there && args.length < 4) {
                Files.delete(file);
            }
        }
    }

    private static void measure(NDManager manager, StoredFeatures support, int repetitions) {
        NDArray queries = manager.randomNormal(new Shape(QUERIES, support.width()));
        NDArray whole = support.parts(manager, support.size()).get(0).transpose();              // [width, rows]
        List<NDArray> pieces = support.parts(manager, ROWS_OF_A_PART).stream().map(NDArray::transpose).toList();
        double flop = 2.0 * QUERIES * support.size() * support.width();
        Memory memory = new Memory();
        try (SupportSet rows = new SupportSet(support)) {
            Projection projection = new Projection(rows, Projection.Config.PAPER);
            double projected = Double.POSITIVE_INFINITY;
            double product = Double.POSITIVE_INFINITY;
            double inParts = Double.POSITIVE_INFINITY;
            projection.project(queries).close();            // reads the file
            memory.stop();
            for (int i = 0; i < repetitions; i++) {
                projected = Math.min(projected, seconds(() -> projection.project(queries).close()));
                product = Math.min(product, seconds(() -> queries.matMul(whole).close()));
                inParts = Math.min(inParts, seconds(() -> pieces.forEach(part -> queries.matMul(part).close())));
            }
            double best = flop / Math.min(product, inParts) / 1e9;
            double rate = 2 * flop / projected / 1e9;
            System.out.printf("%,d x %d, %d queries at a time%n", support.size(), support.width(), QUERIES);
            System.out.printf("projection     %6.3f s  %6.1f GFLOP/s, %.0f %% of a plain product%n", projected, rate,
                    100 * rate / best);
            System.out.printf("plain product  %6.3f s  %6.1f GFLOP/s whole%n", product, flop / product / 1e9);
            System.out.printf("               %6.3f s  %6.1f GFLOP/s in parts of %d rows%n", inParts,
                    flop / inParts / 1e9, ROWS_OF_A_PART);
            System.out.printf("memory         %d MB more than before, at most; the file has %d MB%n",
                    memory.grown() >> 20, 4L * support.size() * support.width() >> 20);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
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

    /** The largest growth of this process's own memory; mapped files, which the system takes back, are not counted. */
    private static final class Memory {
        private final long before = resident();
        private final AtomicLong most = new AtomicLong(before);
        private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

        Memory() {
            watch.scheduleAtFixedRate(() -> most.accumulateAndGet(resident(), Math::max), 0, 10, TimeUnit.MILLISECONDS);
        }

        void stop() {
            watch.shutdownNow();
        }

        long grown() {
            return most.get() - before;
        }

        private static long resident() {
            try {
                return 1024 * Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
            } catch (IOException e) {
                throw new UncheckedIOException("the memory of this process cannot be seen", e);
            }
        }
    }
}
