package syntic.spark;

import com.sun.jna.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.pack.Machine;
import syntic.pack.PackJob;
import syntic.pack.PictureMaker;
import syntic.project.Cluster;
import syntic.stage.ImageGenerator;
import syntic.stage.ImageTextEncoder;
import syntic.store.ProgressListener;

/**
 * Captions of which one is refused, one takes all memory and one ends its process: the others are made, these are
 * named, and made when all is mended. Then all get other sentences. Then an executor that can write no file. Before
 * all, models that no executor can open. Says what came of it; Spark's own reader reads the files.
 *
 * <p>Arguments: folder, class path of the executors.
 */
final class FaultyExecutors {
    private static final int CAPTIONS = 40;

    private FaultyExecutors() {}

    record Fake(String mended, String full) implements Opening {
        @Override
        public Opened open() {
            return new Opened(new PictureMaker(new Drawer(Path.of(mended), Path.of(full)), new Measure(), null, null),
                    new Machine("cpu", 1, "fake", 0));
        }

        @Override
        public String models() {
            return "the faulty models";
        }
    }

    /** Models that are too large, or a library that is not there. */
    record Unopenable(boolean large) implements Opening {
        @Override
        public Opened open() {
            if (large) {
                throw new OutOfMemoryError("Java heap space");
            }
            throw new NoClassDefFoundError("some/Library");
        }

        @Override
        public String models() {
            return "a model";
        }
    }

    /**
     * @param mended a file that is there when nothing fails any more
     * @param full a file that may be there: who deletes it can write no more
     */
    record Drawer(Path mended, Path full) implements ImageGenerator {
        @Override
        public String fingerprint() {
            return "faulty";
        }

        @Override
        public Record config() {
            return new Settings(7);
        }

        @Override
        public List<RgbImage> generate(List<Caption> captions, ProgressListener listener) {
            try {
                if (Files.deleteIfExists(full)) {
                    // As on a full disk, for this process alone: 1 is RLIMIT_FSIZE, the first number is in force.
                    Function.getFunction("c", "setrlimit").invokeInt(new Object[] {1, new long[] {0, Long.MAX_VALUE}});
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return captions.stream().map(this::draw).toList();
        }

        private RgbImage draw(Caption caption) {
            if (Files.notExists(mended)) {
                switch (caption.text()) {
                    case "refused" -> throw new IllegalStateException("nobody can draw this");
                    case "large" -> System.out.println(IntStream.range(0, 1 << 20).mapToObj(i -> new long[1 << 27])
                            .toList());
                    case "deadly" -> Runtime.getRuntime().halt(137);
                    default -> { }
                }
            }
            byte[] data = new byte[12];
            Arrays.fill(data, (byte) caption.text().hashCode());
            return new RgbImage(2, 2, data);
        }
    }

    record Settings(long seed) {}

    /** The first pixel as a feature. */
    record Measure() implements ImageTextEncoder {
        @Override
        public String fingerprint() {
            return "measure";
        }

        @Override
        public Map<String, String> provenance() {
            return new TreeMap<>(Map.of("clip", fingerprint()));
        }

        @Override
        public int width() {
            return 3;
        }

        @Override
        public float[][] images(List<RgbImage> images) {
            return images.stream().map(image -> new float[] {image.data()[0], image.data()[1], image.data()[2]})
                    .toArray(float[][]::new);
        }

        @Override
        public float[][] texts(List<String> sentences) {
            return new float[sentences.size()][3];
        }

        @Override
        public ClipTokenizer tokenizer() {
            throw new UnsupportedOperationException("nothing is decoded");
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path records = folder.resolve("records");
        Path mended = folder.resolve("mended");
        Path full = folder.resolve("full");
        Cluster.Order order = order(folder, "records");
        SparkConf conf = SparkCluster.conf(order).set("spark.executor.extraClassPath", arguments[1])
                .set("spark.executor.memory", "512m");
        List<Caption> captions = IntStream.range(0, CAPTIONS).mapToObj(i -> new Caption("c" + i, "c" + i,
                i == 3 ? "refused" : i == 20 ? "large" : i == 39 ? "deadly" : "sentence " + i)).toList();
        JavaSparkContext spark = new JavaSparkContext(conf);
        try (SparkTasks tasks = new SparkTasks(spark, new Fake(mended.toString(), full.toString()))) {
            for (boolean large : new boolean[] {true, false}) {
                try {
                    new SparkTasks(spark, new Unopenable(large)).describe();
                } catch (UserException e) {
                    System.out.println(e.getMessage());
                }
            }
            SparkDrawing drawing = new SparkDrawing(tasks, order, System.out);
            PackJob<Caption> job = PictureMaker.job(folder.resolve("pack"), 3, drawing.made(), captions, drawing);
            System.out.println(report(job));
            Files.createFile(mended);
            System.out.println(report(job.retry()));
            System.out.println("task 0, which did not fail again: " + tasks.troubles().of(0));
            System.out.println("made on " + drawing.machines());
            RecordFile former = new RecordFile(folder.resolve("former.parquet"));
            former.write(drawing.made(), null, 3, List.of(new RecordFile.Row("1", "a dog", new float[3], null, null)));
            System.out.println("a file of a former version: " + former.about().machine());
            Dataset<Row> rows = SparkSession.builder().getOrCreate().read().parquet(records.toString());
            System.out.printf("%d rows, %d ids, %s%n", rows.count(), rows.select("id").distinct().count(),
                    rows.schema().simpleString());
            rows.filter("id = 'c1'").collectAsList().forEach(row -> System.out.printf("%s, %d, %s%n",
                    row.<String>getAs("text"), row.<Long>getAs("seed"), Arrays.toString(row.<byte[]>getAs("feature"))));
            List<Caption> changed = captions.stream().map(one -> new Caption(one.id(), one.imageId(),
                    "other " + one.text())).toList();
            SparkDrawing again = new SparkDrawing(tasks, order, System.out);
            System.out.println("other sentences: " + report(PictureMaker.job(folder.resolve("pack"), 3, again.made(),
                    changed, again)));
            Files.createFile(full);
            SparkDrawing other = new SparkDrawing(tasks, order(folder, "others"), System.out);
            System.out.println("one that cannot write: " + report(PictureMaker.job(folder.resolve("other"), 3,
                    other.made(), captions, other)));
        }
        System.exit(0);
    }

    private static Cluster.Order order(Path folder, String records) {
        return new Cluster.Order(folder, folder.resolve(records), null, "local-cluster[2,1,1024]", 5, null, null, null);
    }

    private static String report(PackJob<Caption> job) {
        PackJob.Report report = job.run(ProgressListener.SILENT, () -> false);
        StringBuilder said = new StringBuilder(report.made() + " made, " + report.missing() + " missing");
        new TreeMap<>(report.failed()).forEach((id, reason) -> said.append("\n" + id + ": " + reason));
        return said.toString();
    }
}
