package syntic.spark;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Captions a minute of the miniature through Spark, with two executors of one core each, beside one process with two
 * threads. They take turns; the start of processes and the opening of the first model do not count.
 *
 * <p>Arguments: number of captions, of rounds.
 */
final class SparkBenchmark {
    private SparkBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("spark-benchmark");
        Command.of("project", "export-miniature", home, "--corpus", "plain", "--sentences", arguments[0], "--photos", 1)
                .run(0);
        TinyProject project = new TinyProject(home.resolve("plain"));
        double[] ratios = new double[Integer.parseInt(arguments[1])];
        for (int round = 0; round < ratios.length; round++) {
            double one = captionsPerMinute(project, "--threads", "2");
            double spark = captionsPerMinute(project, "--spark", "local-cluster[2,1,2048]");
            ratios[round] = spark / one;
            System.out.printf(Locale.ROOT, "captions a minute: one process %.1f, two executors %.1f, ratio %.2f%n", one,
                    spark, ratios[round]);
        }
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "median ratio %.2f%n", ratios[ratios.length / 2]);
    }

    private static double captionsPerMinute(TinyProject project, Object... options) throws IOException,
            InterruptedException {
        project.forget(project.pack());
        project.forget(project.records());
        Object[] line = Stream.concat(Stream.of("synthesize", project.folder()), Arrays.stream(options)).toArray();
        Command.of(line).run(0);
        try (Stream<Path> runs = Files.list(project.pack().resolve("runs"))) {
            JsonObject run = JsonParser.parseString(Files.readString(runs.findFirst().orElseThrow())).getAsJsonObject();
            return 60 * run.get("made").getAsInt() / run.get("seconds").getAsDouble();
        }
    }
}
