package syntic.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import syntic.metric.Metrics;

/**
 * The arguments of the command {@code evaluate}.
 *
 * @param references reference captions
 * @param split      the split that is scored where the references are a data-set file of several
 * @param results    generated captions, one file for each system
 * @param metrics    names that {@link Metrics#named} takes: the metrics that compare captions with references
 * @param meteor     the user's jar of METEOR or its paraphrase table, null for none
 * @param json       where all scores are written, null for nowhere
 * @param csv        where the scores of each image are written, null for nowhere
 * @param clip       what the metrics need that look at the images, null if there is none of them
 */
record EvaluateOptions(Path references, String split, List<Path> results, List<String> metrics, Path meteor,
        boolean keepPunctuation, Path json, Path csv, ClipOptions clip) {

    static final String USAGE = """
            usage: evaluate --references FILE --results FILE [--results FILE ...] [--metrics LIST] [--split NAME]
                            [--meteor FILE] [--keep-punctuation] [--json FILE] [--csv FILE]
                            [--images FOLDER ... --clip FOLDER [--alignment FILE [--alignment-split NAME]]
                             [--strict] [--follow-links] [--upright]]

              --references FILE   reference captions: COCO's caption format, or a data-set file of Karpathy's
              --results FILE      generated captions in COCO's result format; several times to compare systems
              --metrics LIST      such as bleu,cider; of %s (default %s)
              --split NAME        the split to score, for a data-set file of Karpathy's (default test)
              --meteor FILE       your meteor-1.5.jar or paraphrase-en.gz: METEOR matches paraphrases too
              --keep-punctuation  score punctuation tokens too, as some published scores do
              --json FILE         also write all scores, per image too, in full precision
              --csv FILE          also write a line for each image: its scores and its caption

            The metrics clip (CLIPScore, RefCLIPScore) and aclip (aCLIP-S, RefaCLIP-S of ReCap) look at the images:

              --images FOLDER     the images, by the file names that the captions' file gives or by their ids; several
                                  times for several folders
              --clip FOLDER       the CLIP that judges, in Hugging Face's format; %s is the one that is shipped,
                                  which knows drawn scenes only
              --alignment FILE    for aclip: captions of other images, to fit the map from images to captions on
              --alignment-split NAME  the split of them, for a data-set file of Karpathy's (default train)
              --strict            end at the first image that cannot be read; else it is named and left out
              --follow-links      read images that links in the folders lead to, outside of them
              --upright           turn photos as their EXIF orientation says, which CLIP's own preprocessing does not
            """.formatted(String.join(",", names()), String.join(",", Metrics.DEFAULT), ClipOptions.MINIATURE);

    /** @throws IllegalArgumentException if the arguments are not as {@link #USAGE} says */
    static EvaluateOptions parse(String[] args) {
        Map<String, String> given = new HashMap<>();
        List<Path> results = new ArrayList<>();
        List<Path> images = new ArrayList<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--keep-punctuation", ClipOptions.STRICT, ClipOptions.FOLLOW_LINKS, ClipOptions.UPRIGHT ->
                    flags.add(args[i]);
                case "--results" -> {
                    Path file = Path.of(value(args, ++i));
                    if (results.contains(file)) {
                        throw new IllegalArgumentException("--results " + file + " is given twice");
                    }
                    results.add(file);
                }
                case "--images" -> images.add(Path.of(value(args, ++i)));
                case "--references", "--metrics", "--split", "--meteor", "--json", "--csv", "--clip", "--alignment",
                        "--alignment-split" -> {
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
        List<String> metrics = metrics(given.get("--metrics"));
        return new EvaluateOptions(Path.of(given.get("--references")), given.getOrDefault("--split", "test"),
                List.copyOf(results), metrics.stream().filter(name -> !ClipOptions.METRICS.contains(name)).toList(),
                path(given.get("--meteor")), flags.contains("--keep-punctuation"), path(given.get("--json")), path(given.get("--csv")),
                ClipOptions.of(metrics, images, given, flags));
    }

    private static List<String> names() {
        return Stream.concat(Metrics.names().stream(), ClipOptions.METRICS.stream()).toList();
    }

    private static List<String> metrics(String list) {
        if (list == null) {
            return Metrics.DEFAULT;
        }
        List<String> metrics = Arrays.stream(list.split(",")).map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : metrics) {
            if (!names().contains(name)) {
                throw new IllegalArgumentException("there is no metric '" + name + "'; there are "
                        + String.join(", ", names()));
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException("the metric " + name + " is named twice");
            }
        }
        return metrics;
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
