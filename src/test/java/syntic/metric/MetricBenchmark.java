package syntic.metric;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import syntic.corpus.CaptionFiles;
import syntic.corpus.CocoResults;
import syntic.store.ProgressListener;

/**
 * Time of scoring a file of results: in a process that has done it before, tokenization included, and as a whole
 * process that reads the files, scores, draws the bootstrap samples and writes the scores.
 *
 * <p>Arguments: references, results, metrics (default {@code bleu,rouge,cider}), rounds (default 10).
 */
final class MetricBenchmark {

    private MetricBenchmark() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        String metrics = args.length > 2 ? args[2] : String.join(",", Metrics.DEFAULT);
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 10;
        inProcess(args[0], args[1], List.of(metrics.split(",")), rounds);
        wholeProcess(args[0], args[1], metrics, rounds);
    }

    private static void inProcess(String references, String results, List<String> metrics, int rounds)
            throws IOException {
        Map<String, List<String>> texts = CaptionFiles.read(Path.of(references), "test").textsByImage();
        Map<String, String> candidates = CocoResults.read(Path.of(results));
        double[] wall = new double[rounds];
        double[] cpu = new double[rounds];
        for (int round = -rounds; round < rounds; round++) {
            long start = System.nanoTime();
            long used = cpuNanos();
            CaptionScores.of(TokenizedCaptions.of(texts, candidates, Tokenizer.ptb()), Metrics.named(metrics),
                    ProgressListener.SILENT);
            if (round >= 0) {
                wall[round] = (System.nanoTime() - start) / 1e9;
                cpu[round] = (cpuNanos() - used) / 1e9;
            }
        }
        print("in process, warm", wall, cpu);
    }

    private static void wholeProcess(String references, String results, String metrics, int rounds)
            throws IOException, InterruptedException {
        double[] wall = new double[rounds];
        double[] cpu = new double[rounds];
        Path json = Files.createTempFile("scores", ".json");
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), "syntic.Main", "evaluate", "--references", references,
                    "--results", results, "--metrics", metrics, "--json", json.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // What a process has used cannot be asked any more when it is gone.
            Duration used = Duration.ZERO;
            while (process.isAlive()) {
                used = process.info().totalCpuDuration().orElse(used);
                Thread.sleep(5);
            }
            wall[round] = (System.nanoTime() - start) / 1e9;
            cpu[round] = used.toNanos() / 1e9;
        }
        Files.delete(json);
        print("whole process", wall, cpu);
    }

    private static void print(String what, double[] wall, double[] cpu) {
        Arrays.sort(wall);
        Arrays.sort(cpu);
        System.out.printf("%s: %.3f s (%.3f to %.3f, %d rounds), %.3f CPU-seconds%n", what, wall[wall.length / 2],
                wall[0], wall[wall.length - 1], wall.length, cpu[cpu.length / 2]);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
