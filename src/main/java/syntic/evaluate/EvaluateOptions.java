package syntic.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import syntic.metric.Metrics;

/**
 * The arguments of the command {@code evaluate}.
 *
 * @param references reference captions
 * @param split      the split that is scored where the references are a data-set file of several
 * @param results    generated captions, one file for each system
 * @param metrics    names that {@link Metrics#named} takes
 * @param meteor     the user's jar of METEOR or its paraphrase table, null for none
 * @param json       where all scores are written, null for nowhere
 * @param csv        where the scores of each image are written, null for nowhere
 */
record EvaluateOptions(Path references, String split, List<Path> results, List<String> metrics, Path meteor,
        boolean keepPunctuation, Path json, Path csv) {

    static final String USAGE = """
            usage: evaluate --references FILE --results FILE [--results FILE ...] [--metrics LIST] [--split NAME]
                            [--meteor FILE] [--keep-punctuation] [--json FILE] [--csv FILE]

              --references FILE   reference captions: COCO's caption format, or a data-set file of Karpathy's
              --results FILE      generated captions in COCO's result format; several times to compare systems
              --metrics LIST      such as bleu,cider; of %s (default %s)
              --split NAME        the split to score, for a data-set file of Karpathy's (default test)
              --meteor FILE       your meteor-1.5.jar or paraphrase-en.gz: METEOR matches paraphrases too
              --keep-punctuation  score punctuation tokens too, as some published scores do
              --json FILE         also write all scores, per image too, in full precision
              --csv FILE          also write a line for each image: its scores and its caption
            """.formatted(String.join(",", Metrics.names()), String.join(",", Metrics.DEFAULT));

    /** @throws IllegalArgumentException if the arguments are not as {@link #USAGE} says */
    static EvaluateOptions parse(String[] args) {
        Map<String, String> given = new HashMap<>();
        List<Path> results = new ArrayList<>();
        boolean keepPunctuation = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--keep-punctuation" -> keepPunctuation = true;
                case "--results" -> {
                    Path file = Path.of(value(args, ++i));
                    if (results.contains(file)) {
                        throw new IllegalArgumentException("--results " + file + " is given twice");
                    }
                    results.add(file);
                }
                case "--references", "--metrics", "--split", "--meteor", "--json", "--csv" -> {
                    if (given.put(args[i], value(args, i + 1)) != null) {
                        throw new IllegalArgumentException(args[i] + " is given twice");
                    }
                    i++;
                }
                default -> throw new IllegalArgumentException("unknown argument " + args[i]);
            }
        }
        if (!given.containsKey("--references") || results.isEmpty()) {
            throw new IllegalArgumentException((results.isEmpty() ? "--results" : "--references") + " is missing");
        }
        return new EvaluateOptions(Path.of(given.get("--references")), given.getOrDefault("--split", "test"),
                List.copyOf(results), metrics(given.get("--metrics")), path(given.get("--meteor")), keepPunctuation,
                path(given.get("--json")), path(given.get("--csv")));
    }

    private static List<String> metrics(String list) {
        return list == null ? Metrics.DEFAULT
                : Arrays.stream(list.split(",")).map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    }

    private static Path path(String file) {
        return file == null ? null : Path.of(file);
    }

    private static String value(String[] args, int i) {
        if (i == args.length) {
            throw new IllegalArgumentException(args[i - 1] + " needs a value");
        }
        return args[i];
    }
}
