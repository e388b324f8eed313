package syntic.faults;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import syntic.Main;
import syntic.benchmark.BenchmarkResults;
import syntic.hub.FakeHub;
import syntic.io.Sha256;
import syntic.metric.spice.KeptParses;
import syntic.miniature.Miniature;
import syntic.miniature.TextToImageCurve;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.pack.FeaturePack;
import syntic.pack.PackKind;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * What can happen to a program, many times: kills at random moments of every long command, damage to every kind of file
 * that is kept, and inputs made to break readers.
 *
 * <pre>
 * java -cp 'target/test-classes:lib/*' syntic.faults.FaultCampaign KILLS FLIPS INPUTS [SEED [READERS]]
 * </pre>
 *
 * <p>A 0 leaves a part out. READERS is a regular expression of the names of those that get the inputs. It prints what it did, and ends with a stack trace where something was lost, silently other, or no typed error.
 */
public final class FaultCampaign {
    static final String BENCHMARK = "benchmark in-domain --methods DeCap,CLIPRe --condition plain --seeds 1 "
            + "--sentences 24 --photos 4 --epochs 1 --folder ";
    /** Trainers that take half a minute and longer, with their length. */
    private static final Map<String, String> SLOW = new TreeMap<>(Map.of("train-clip", "3", "train-detr", "2",
            "train-text-to-image", "0.0001"));
    /** Of so many kills each slow one gets one, besides. */
    private static final int SLOW_SHARE = 20;
    private static final int PHOTOS = 24;
    private static final int DOWNLOAD = 2_000_000;

    private final Path folder;
    private final SplittableRandom random;
    private final PrintStream out;

    /** @param folder an empty one, for all that is written */
    FaultCampaign(Path folder, long seed, PrintStream out) {
        this.folder = folder;
        this.random = new SplittableRandom(seed);
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        int[] numbers = Stream.of(arguments).limit(3).mapToInt(Integer::parseInt).toArray();
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1;
        Path folder = Files.createTempDirectory("faults");
        FaultCampaign campaign = new FaultCampaign(folder, seed, System.out);
        if (numbers[2] > 0) {
            System.out.printf("%d inputs%n", campaign.inputs(numbers[2], arguments.length > 4 ? arguments[4] : ".*"));
        }
        if (numbers[1] > 0) {
            System.out.printf("%d flips%n", campaign.flips(numbers[1], true));
        }
        if (numbers[0] > 0) {
            System.out.printf("%d kills%n", campaign.kills(numbers[0], true));
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    /** @param readers a regular expression of names */
    int inputs(int inputs, String readers) throws Exception {
        return new FuzzedReaders(Files.createDirectories(folder.resolve("inputs")), out).run(inputs, readers);
    }

    /**
     * Damages files of every kind, made by the commands themselves.
     *
     * @param trainers whether a CLIP is trained for it too
     */
    int flips(int flips, boolean trainers) throws Exception {
        Path home = folder.resolve("kept");
        String cache = System.getProperty("syntic.cache");
        System.setProperty("syntic.cache", home.resolve("cache").toString());
        try {
            command("train-judge " + home.resolve("judge") + " 2");
            if (trainers) {
                command("train-clip " + home.resolve("clip") + " 2");
            }
            command(BENCHMARK + home.resolve("benchmark"));
            command("benchmark --pack " + home.resolve("benchmark") + " " + home.resolve("packed"));
            command("evaluate " + evaluation(home));
            new TextToImageCurve(List.of(new TextToImageCurve.Point(2000, 40, Map.of("kinds", 0.5)))).write(
                    home.resolve("curve.json"));
            pack(home.resolve("pack"));
            LongCommand training = ProjectCommands.train(home);
            command(String.join(" ", training.arguments()));
            KeptParses.read(home.resolve("words.jsonl"));
            return new Flips(random.split(), out).run(KeptFile.in(home), flips);
        } finally {
            if (cache == null) {
                System.clearProperty("syntic.cache");
            } else {
                System.setProperty("syntic.cache", cache);
            }
        }
    }

    private static void pack(Path folder) {
        List<String> ids = IntStream.range(0, 30).mapToObj(i -> "caption " + i).toList();
        float[][] rows = new float[ids.size()][16];
        IntStream.range(0, 30).forEach(i -> rows[i][i % 16] = 1);
        FeatureSet features = FeatureSet.of(ids, rows, new Provenance("generated", new TreeMap<>(), new TreeMap<>()));
        FeaturePack.write(folder, PackKind.SYNTHETIC, ImageFeatures.of(features, Collections.nCopies(30,
                List.of("dog", "ball"))), Map.of(), "free");
    }

    private static void command(String line) {
        int status = Main.run(line.split(" "), new PrintStream(PrintStream.nullOutputStream()), System.err);
        if (status != 0) {
            throw new AssertionError(line + " ended with " + status);
        }
    }

    /** @param trainers whether those that take half a minute are killed too */
    int kills(int kills, boolean trainers) throws Exception {
        try (FakeHub hub = FakeHub.serving(DOWNLOAD, 15)) {
            Map<String, Function<Path, LongCommand>> commands = commands(hub);
            commands.put("train", ProjectCommands::train);
            Kills killing = new Kills(random.split(), out);
            int done = 0;
            for (String name : commands.keySet()) {
                done += killing.run(commands.get(name), folder.resolve("kill-" + name), kills / commands.size());
            }
            for (String name : trainers ? SLOW.keySet() : Set.<String>of()) {
                done += killing.run(home -> trainer(home, name, SLOW.get(name)), folder.resolve("kill-" + name),
                        kills / SLOW_SHARE);
            }
            return done;
        }
    }

    /** Commands of some seconds, in any folder. */
    Map<String, Function<Path, LongCommand>> commands(FakeHub hub) {
        Map<String, Function<Path, LongCommand>> commands = new LinkedHashMap<>();
        commands.put("models", home -> new LongCommand("models", List.of("models", "owner/model"), home,
                Map.of("HF_ENDPOINT", hub.endpoint().toString(), "HF_HUB_CACHE", folder.resolve(
                        "hub-" + home.getFileName()).toString()), List.of(folder.resolve("hub-" + home.getFileName())),
                () -> bytes(folder.resolve("hub-" + home.getFileName()), "models--owner--model/snapshots")));
        commands.put("evaluate", home -> command(home, "evaluate " + evaluation(home),
                List.of(home.resolve("scores.json"), home.resolve("scores.csv")), () -> scores(home)));
        commands.put("benchmark", home -> command(home, BENCHMARK + home.resolve("benchmark"),
                List.of(home.resolve("benchmark"), home.resolve("cache/results")),
                () -> captions(home.resolve("benchmark"))));
        commands.put("train-judge", home -> trainer(home, "train-judge", "4"));
        commands.put("synthesize", ProjectCommands::synthesize);
        commands.put("encode", ProjectCommands::encode);
        return commands;
    }

    private static LongCommand command(Path home, String line, List<Path> made, LongCommand.Result result) {
        return new LongCommand(line.substring(0, line.indexOf(' ')), List.of(line.split(" ")), home, Map.of(), made,
                result);
    }

    private static LongCommand trainer(Path home, String name, String length) {
        Path model = home.resolve("model");
        return command(home, name + " " + model + " " + length, List.of(model), () -> bytes(model, ""));
    }

    /** Files of a folder but for checkpoints, by name. */
    private static String bytes(Path folder, String below) throws IOException {
        Map<String, String> sums = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith("checkpoints")) {
                    sums.put(name, Sha256.of(Files.readAllBytes(file)));
                }
            }
        }
        return sums.toString();
    }

    /** Both files of scores, whichever folder the captions were in. */
    static String scores(Path home) throws IOException {
        return (Files.readString(home.resolve("scores.json")) + Files.readString(home.resolve("scores.csv")))
                .replace(home.toString(), "");
    }

    /** All but the times that it took. */
    private static String captions(Path folder) {
        StringBuilder all = new StringBuilder();
        BenchmarkResults.read(folder).units().forEach(unit -> all.append(unit.condition()).append(unit.system())
                .append(unit.seed()).append(unit.captions()).append(unit.scores()).append(unit.settings()));
        return all.toString();
    }

    /** Options of {@code evaluate} for a few rendered photos, which are put into the folder with their captions. */
    static String evaluation(Path home) {
        Path given = home.resolve("given");
        if (!Files.exists(given)) {
            try (Miniature mini = Miniature.open()) {
                Files.createDirectories(given);
                List<String> photos = mini.photoIds(Style.PLAIN, Split.TEST).subList(0, PHOTOS);
                List<Map<String, Object>> images = new ArrayList<>();
                List<Map<String, Object>> results = new ArrayList<>();
                for (int i = 0; i < PHOTOS; i++) {
                    ImageIO.write(mini.picture(photos.get(i)), "png", given.resolve(i + ".png").toFile());
                    images.add(Map.of("id", i, "file_name", i + ".png"));
                    results.add(Map.of("image_id", i, "caption", "a red dog and " + i + " balls"));
                }
                List<Map<String, Object>> annotations = IntStream.range(0, PHOTOS).<Map<String, Object>>mapToObj(i ->
                        Map.of("id", i, "image_id", i, "caption", "a dog beside " + i % 5 + " red balls")).toList();
                Files.writeString(given.resolve("references.json"), new Gson().toJson(Map.of("images", images,
                        "annotations", annotations)));
                Files.writeString(given.resolve("results.json"), new Gson().toJson(results));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return "--references " + given.resolve("references.json") + " --results " + given.resolve("results.json")
                + " --metrics bleu,cider,meteor,clip --images " + given + " --clip miniature --json "
                + home.resolve("scores.json") + " --csv " + home.resolve("scores.csv");
    }
}
