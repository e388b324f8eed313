package syntic.metric;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;
import syntic.corpus.Corpus;

/** The command {@code evaluate}: scores result files against reference captions. */
public final class EvaluateCommand {

    public static final String USAGE = """
            usage: evaluate --references FILE --results FILE [--results FILE ...] [--keep-punctuation] [--json FILE]

              --references FILE   reference captions in COCO's caption format
              --results FILE      generated captions in COCO's result format; several times to compare systems
              --keep-punctuation  score punctuation tokens too, as some published scores do
              --json FILE         also write all scores, per image too, in full precision
            """;

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private record Options(Path references, List<Path> results, boolean keepPunctuation, Path json) {

        static Options parse(String[] args) {
            Path references = null;
            List<Path> results = new ArrayList<>();
            boolean keepPunctuation = false;
            Path json = null;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--references" -> references = path(args, ++i);
                    case "--results" -> results.add(path(args, ++i));
                    case "--keep-punctuation" -> keepPunctuation = true;
                    case "--json" -> json = path(args, ++i);
                    default -> throw new IllegalArgumentException("unknown argument " + args[i]);
                }
            }
            if (references == null || results.isEmpty()) {
                throw new IllegalArgumentException((references == null ? "--references" : "--results") + " is missing");
            }
            return new Options(references, results, keepPunctuation, json);
        }

        private static Path path(String[] args, int i) {
            if (i == args.length) {
                throw new IllegalArgumentException(args[i - 1] + " needs a file");
            }
            return Path.of(args[i]);
        }
    }

    private EvaluateCommand() {
    }

    /**
     * Runs the command.
     *
     * @return the exit status: 0, 1 for files that cannot be scored, 2 for wrong arguments
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            err.println("evaluate: " + e.getMessage());
            err.print(USAGE);
            return WRONG_USE;
        }
        try {
            evaluate(options, out, err);
            return 0;
        } catch (IOException | CaptionSetException e) {
            err.println("evaluate: " + e.getMessage());
            return FAILED;
        }
    }

    private static void evaluate(Options options, PrintStream out, PrintStream err) throws IOException {
        Corpus references = CocoCaptions.read(options.references());
        Map<String, List<String>> texts = references.textsByImage();
        Tokenizer tokenizer = options.keepPunctuation() ? Tokenizer.ptbKeepingPunctuation() : Tokenizer.ptb();
        Map<Path, CaptionScores> systems = new LinkedHashMap<>();
        for (Path file : options.results()) {
            CaptionScores scores = score(options.references(), texts, file, tokenizer);
            if (scores.imageIds().size() < texts.size()) {
                err.printf("%s: %,d of the %,d images of %s have no result and are left out of the scores%n", file,
                        texts.size() - scores.imageIds().size(), texts.size(), options.references());
            }
            systems.put(file, scores);
        }
        ScoreReport.print(systems, new Bootstrap(), out);
        if (options.json() != null) {
            ScoreReport.write(options.json(), systems);
        }
    }

    private static CaptionScores score(Path referencesFile, Map<String, List<String>> references, Path file,
            Tokenizer tokenizer) throws IOException {
        Map<String, String> candidates = CocoResults.read(file);
        try {
            return CaptionScores.evaluate(references, candidates, tokenizer);
        } catch (CaptionSetException e) {
            throw new CaptionSetException(e.problem(), e.imageId(), file + ": " + e.getMessage() + " (references: "
                    + referencesFile + ")");
        }
    }
}
