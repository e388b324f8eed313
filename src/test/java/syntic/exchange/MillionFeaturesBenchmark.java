package syntic.exchange;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import syntic.pack.FeaturePack;
import syntic.pack.PackMerge;
import syntic.stage.Projection;
import syntic.stage.SupportSet;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * Merges, exports, imports and projects on generated features, and prints what each takes of time and memory. Arguments:
 * an empty folder, features, width, shares. It takes four times the features' size on disk. Start it with the heap to be
 * tried: {@code -Xmx1g}.
 */
public final class MillionFeaturesBenchmark {
    private static final Provenance MADE = Provenance.of("generated", new Generated("by the number of a row"), Map.of());
    private static final int QUERIES = 64;

    private final Path folder;
    private final int width;
    private final List<String> ids;
    private long begun = System.nanoTime();

    private record Generated(String how) {}

    private MillionFeaturesBenchmark(Path folder, int rows, int width) {
        this.folder = folder;
        this.width = width;
        ids = IntStream.range(0, rows).mapToObj(Integer::toString).toList();
    }

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[1]);
        int width = Integer.parseInt(arguments[2]);
        System.out.printf(Locale.ROOT, "%,d × %,d: %,d MB a set; heap at most %,d MB%n", rows, width,
                4L * rows * width >> 20, Runtime.getRuntime().maxMemory() >> 20);
        new MillionFeaturesBenchmark(Path.of(arguments[0]), rows, width).run(Integer.parseInt(arguments[3]));
    }

    private void run(int count) throws IOException {
        List<Path> shares = shares(count);
        said(count + " shares written");
        Path merged = folder.resolve("merged");
        PackMerge.run(merged, shares, ids);
        said("merged");
        for (Path share : shares) {
            delete(share);
        }
        Path index = folder.resolve("index");
        new ClipRetrievalExport(FeaturePack.open(merged), null, Map.of(), null).write(index);
        said("exported as clip-retrieval's folder");
        Path imported = folder.resolve("imported");
        try (FeatureTable table = FeatureFiles.open(index, FeatureFiles.Selection.ONLY)) {
            new FeatureImport(null, ids, false, false, false).run(index, table, width, imported, null, Map.of(), "");
        }
        said("sums checked, imported");
        FeaturePack before = FeaturePack.open(merged);
        FeaturePack after = FeaturePack.open(imported);
        for (String id : ids) {
            if (!Arrays.equals(before.feature(id), after.feature(id))) {
                throw new AssertionError("the feature of " + id + " is another");
            }
        }
        said("compared, all the same bits");
        delete(index);
        delete(merged);
        FeatureRows rows = after.features(ids);
        said("opened");
        FeatureSet queries = FeatureSet.of(ids.subList(0, QUERIES), IntStream.range(0, QUERIES)
                .mapToObj(row -> feature(~row)).toArray(float[][]::new), MADE);
        try (SupportSet support = new SupportSet(rows)) {
            new Projection(support, Projection.Config.PAPER).project(queries);
        }
        said(QUERIES + " queries projected on all");
    }

    /** Rows by turns, so that merging has to put them into their order. */
    private List<Path> shares(int count) {
        List<Path> shares = new ArrayList<>();
        for (int share = 0; share < count; share++) {
            int first = share;
            List<String> some = IntStream.range(0, ids.size()).filter(row -> row % count == first).mapToObj(ids::get)
                    .toList();
            Path pack = folder.resolve("share-" + share);
            FeaturePack.writeImported(pack, width, MADE, "", some, Map.of(), Map.of(), (from, number, each) -> {
                for (int row = from; row < from + number; row++) {
                    each.accept(feature(Integer.parseInt(some.get(row))));
                }
            });
            shares.add(pack);
        }
        return shares;
    }

    /** Of length 1. */
    private float[] feature(int row) {
        Random random = new Random(row);
        float[] feature = new float[width];
        double sum = 0;
        for (int i = 0; i < width; i++) {
            feature[i] = random.nextFloat() - 0.5f;
            sum += feature[i] * feature[i];
        }
        for (int i = 0; i < width; i++) {
            feature[i] /= (float) Math.sqrt(sum);
        }
        return feature;
    }

    private void said(String what) throws IOException {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
                pool.resetPeakUsage();
            }
        }
        String own = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("RssAnon"))
                .map(line -> line.replaceAll("\\D", "")).findFirst().orElse("0");
        System.out.printf(Locale.ROOT, "%-40s %7.1f s  heap areas at most %,6d MB in sum, memory of its own %,6d MB%n",
                what, (System.nanoTime() - begun) / 1e9, peak >> 20, Long.parseLong(own) >> 10);
        begun = System.nanoTime();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
