package syntic.metric;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import syntic.io.UserException;
import syntic.metric.spice.CoreNlp;

/** The metrics by the names that the command line and notebooks have for them. */
public final class Metrics {

    /** The metrics that need nothing but the captions and take a second. */
    public static final List<String> DEFAULT = List.of("bleu", "rouge", "cider");

    /** The scores of captioning papers' tables, in their order. */
    public static final List<String> PAPERS = List.of("Bleu_4", "METEOR", "ROUGE_L", "CIDEr", "SPICE");

    private static final Map<String, String> GIVING = Map.of("Bleu_4", "bleu", "METEOR", "meteor", "ROUGE_L", "rouge",
            "CIDEr", "cider", "SPICE", "spice");
    private static final Map<String, Supplier<Metric>> KNOWN = known();

    private Metrics() {
    }

    /** The name of the metric that gives one of {@link #PAPERS}. */
    public static String giving(String score) {
        return GIVING.get(score);
    }

    /** Whether what a score of {@link #PAPERS} needs is there: SPICE needs its parser. */
    public static boolean isThere(String score) {
        return !score.equals("SPICE") || CoreNlp.isAvailable();
    }

    private static Map<String, Supplier<Metric>> known() {
        Map<String, Supplier<Metric>> known = new LinkedHashMap<>();
        known.put("bleu", Bleu::new);
        known.put("rouge", RougeL::new);
        known.put("cider", CiderD::new);
        known.put("meteor", Meteor::new);
        known.put("spice", Spice::new);
        return known;
    }

    /** The names that {@link #named} takes. */
    public static List<String> names() {
        return List.copyOf(KNOWN.keySet());
    }

    /**
     * As {@link #named(List)}, METEOR with paraphrases.
     *
     * @param meteor the user's jar of METEOR or its paraphrase table; null for METEOR without paraphrases
     * @throws IOException if there is no table of paraphrases in the file, or it cannot be read
     */
    public static List<Metric> named(List<String> names, Path meteor) throws IOException {
        List<Metric> metrics = new ArrayList<>(named(names));
        if (meteor != null) {
            Metric withParaphrases = Meteor.withParaphrases(meteor);
            metrics.replaceAll(metric -> metric instanceof Meteor ? withParaphrases : metric);
        }
        return metrics;
    }

    /**
     * Makes metrics.
     *
     * @param names such as {@code bleu, cider}; tables keep their order
     * @throws IllegalArgumentException if there is no metric of a name, a name occurs twice, or what a metric needs is
     *                                  not there; the message says how to get it
     */
    public static List<Metric> named(List<String> names) {
        List<Metric> metrics = new ArrayList<>();
        for (String name : names) {
            Supplier<Metric> known = KNOWN.get(name);
            if (known == null) {
                throw new UserException("there is no metric '" + name + "'; there are "
                        + String.join(", ", KNOWN.keySet()));
            }
            metrics.add(known.get());
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new UserException("a metric is named twice: " + String.join(",", names));
        }
        return metrics;
    }
}
