package syntic.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import syntic.Main;
import syntic.pack.FeaturePack;

/** Long commands on a small project of the miniature, which is exported into the folder of each first. */
final class ProjectCommands {
    private static final String EXPORT = "--corpus plain --sentences 24 --photos 4";
    private static final String SYNTHETIC = "synthetic";
    private static final List<String> ENCODED = List.of("sentences", "photos-train", "photos-validation",
            "photos-test", "photos-held_out");

    private ProjectCommands() {}

    static LongCommand synthesize(Path home) {
        Path project = project(home);
        Path pack = project.resolve("features").resolve(SYNTHETIC);
        LongCommand command = new LongCommand("synthesize", List.of("synthesize", project.toString()), home, Map.of(),
                List.of(pack), () -> packs(List.of(pack)));
        try {
            command.forget();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return command;
    }

    static LongCommand encode(Path home) {
        Path project = project(home);
        List<Path> packs = ENCODED.stream().map(project.resolve("features")::resolve).toList();
        return new LongCommand("encode", List.of("encode", project.toString()), home, Map.of(), packs,
                () -> packs(packs));
    }

    /** Trains a SynTIC. */
    static LongCommand train(Path home) {
        Path project = project(home);
        run("encode " + project);
        Path captioner = home.resolve("captioner");
        return new LongCommand("train", List.of("train", project.toString(), "syntic", "--epochs", "20", "--output",
                captioner.toString()), home, Map.of(), List.of(captioner, home.resolve("cache/results")),
                // The file with the time that the training took, and the sums that depend on it.
                () -> KeptFile.captioner(captioner).replaceAll("\"(decoder/processor-seconds.txt|digest)\": ?\"\\w+\"",
                        ""));
    }

    private static Path project(Path home) {
        Path given = home.resolve("given");
        if (!Files.exists(given.resolve("plain/project.json"))) {
            run("project export-miniature " + given + " " + EXPORT);
        }
        return given.resolve("plain");
    }

    private static void run(String line) {
        int status = Main.run(line.split(" "), new PrintStream(PrintStream.nullOutputStream()), System.err);
        if (status != 0) {
            throw new AssertionError(line + " ended with " + status);
        }
    }

    /** Every value, whichever parts they are in. */
    private static String packs(List<Path> packs) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path pack : packs) {
            FeaturePack opened = FeaturePack.open(pack);
            List<String> ids = opened.ids().stream().sorted().toList();
            all.add(pack.getFileName() + " " + ids + opened.images(ids).features().fingerprint() + opened.tags());
            requireNothingLeft(pack);
        }
        return all.toString();
    }

    private static void requireNothingLeft(Path pack) throws IOException {
        try (Stream<Path> files = Files.walk(pack)) {
            if (files.anyMatch(file -> file.toString().endsWith(".incomplete"))) {
                throw new AssertionError(pack + ": a killed writer's file is still there");
            }
        }
    }
}
