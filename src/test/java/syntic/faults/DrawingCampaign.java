package syntic.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import syntic.Main;
import syntic.io.Sha256;
import syntic.model.TinyFolders;
import syntic.pack.FeaturePack;

/**
 * Kills processes that draw the captions of one project, two at a time, at random moments: no caption is lost, none is
 * made into two records, and in the end the pack is that of one process which was left alone. Models of tiny sizes with
 * generated weights draw.
 *
 * <pre>
 * java -cp 'target/test-classes:lib/*' syntic.faults.DrawingCampaign KILLS [SEED]
 * </pre>
 */
public final class DrawingCampaign {
    /** More than one process makes in a row, so that there is work for several. */
    private static final int CAPTIONS = 300;
    private static final int PROCESSES = 2;

    private final Path folder;
    private final SplittableRandom random;
    private final PrintStream out;
    private Map<String, String> expected;

    /** @param folder an empty one, for all that is written */
    DrawingCampaign(Path folder, long seed, PrintStream out) {
        this.folder = folder;
        this.random = new SplittableRandom(seed);
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("drawing");
        new DrawingCampaign(folder, arguments.length > 1 ? Long.parseLong(arguments[1]) : 1, System.out)
                .run(Integer.parseInt(arguments[0]));
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    /** @return how many processes were killed while they ran, at least {@code kills} */
    int run(int kills) throws Exception {
        LongCommand whole = command("whole");
        long start = System.nanoTime();
        whole.finish();
        long nanos = System.nanoTime() - start;
        expected = records("whole");
        String result = whole.result().read();
        LongCommand killed = command("killed");
        int done = 0;
        int ends = 0;
        int most = 0;
        while (done < kills) {
            Process[] processes = new Process[PROCESSES];
            for (int i = 0; i < PROCESSES; i++) {
                processes[i] = killed.start();
            }
            TimeUnit.NANOSECONDS.sleep(random.nextLong(nanos));
            // Sometimes both, sometimes one, while the other goes on a little.
            for (int i : random.nextBoolean() ? new int[] {0, 1} : new int[] {0}) {
                done += kill(killed, processes[i]);
            }
            most = Math.max(most, requireRight());
            TimeUnit.NANOSECONDS.sleep(random.nextLong(nanos / 4));
            done += kill(killed, processes[1]);
            most = Math.max(most, requireRight());
            if (Files.exists(pack("killed")) && records("killed").size() == CAPTIONS) {
                finish(killed, result);
                killed.forget();
                ends++;
            }
        }
        finish(killed, result);
        out.printf(Locale.ROOT, "%d kills of %d processes at a time that draw %,d captions (%.1f s when left alone): %d times "
                + "the same %,d records, none lost, none twice%n", done, PROCESSES, CAPTIONS, nanos / 1e9, ends + 1,
                CAPTIONS);
        return done;
    }

    /** @return 1 if it still ran */
    private static int kill(LongCommand command, Process process) throws Exception {
        if (!process.isAlive()) {
            return 0;
        }
        process.destroyForcibly().waitFor();
        if (process.exitValue() == 1) {
            throw new AssertionError("one of several processes failed: " + command.said());
        }
        return process.exitValue() == 0 ? 0 : 1;
    }

    private void finish(LongCommand killed, String result) throws Exception {
        killed.finish();
        requireRight();
        String found = killed.result().read();
        if (!found.equals(result)) {
            throw new AssertionError("another pack after kills than without, in " + killed.home());
        }
    }

    /** What is there is whole, and what one process makes. @return how many records */
    private int requireRight() throws IOException {
        if (!FeaturePack.exists(pack("killed"))) {
            return 0;
        }
        Map<String, String> found = records("killed");
        found.forEach((id, record) -> {
            if (!record.equals(expected.get(id))) {
                throw new AssertionError("another record of " + id + " after a kill, in " + pack("killed"));
            }
        });
        return found.size();
    }

    private Map<String, String> records(String home) {
        FeaturePack pack = FeaturePack.open(pack(home));
        Map<String, List<String>> tags = pack.tags();
        Map<String, String> records = new HashMap<>();
        pack.ids().forEach(id -> records.put(id, Arrays.toString(pack.feature(id)) + tags.get(id)));
        return records;
    }

    private Path pack(String home) {
        return folder.resolve(home).resolve("project/features/synthetic");
    }

    private LongCommand command(String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Path project = project(home.resolve("project"), home);
        return new LongCommand("synthesize", List.of("synthesize", project.toString()), home, Map.of(),
                List.of(pack(name)), () -> onlyPart(pack(name)));
    }

    /** Makes a project whose captions models of tiny sizes draw. @param given folder of captions and models */
    static Path project(Path project, Path given) throws IOException {
        Path captions = Files.writeString(Files.createDirectories(given).resolve("captions.csv"), IntStream.range(0,
                CAPTIONS).mapToObj(i -> i + ".jpg,two cats and " + i + " dogs\n").collect(Collectors.joining("",
                "image,caption\n", "")));
        String line = "project create " + project + " --captions train=" + captions + " --clip "
                + TinyFolders.clipBase(given.resolve("clip")) + " --text-to-image "
                + TinyFolders.stableDiffusion(given.resolve("diffusion"), true) + " --detector "
                + TinyFolders.detr(given.resolve("detr")) + " --set synthesis.steps=1 --set synthesis.guidance=0";
        if (Main.run(line.split(" "), new PrintStream(PrintStream.nullOutputStream()), System.err) != 0) {
            throw new AssertionError(line);
        }
        return project;
    }

    /** All records in one file: as many rows as captions. */
    private static String onlyPart(Path pack) {
        try (Stream<Path> files = Files.list(pack.resolve("parts"))) {
            List<Path> parts = files.toList();
            if (parts.size() != 1) {
                throw new AssertionError(pack + ": a finished pack has one part, not " + parts);
            }
            return Sha256.of(Files.readAllBytes(parts.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
