package syntic.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import syntic.corpus.Corpus;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.metric.MetricScores;
import syntic.miniature.Miniature;
import syntic.miniature.world.CaptionFacts;
import syntic.miniature.world.FactScore;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.miniature.world.Voice;
import syntic.store.Columns;
import tech.tablesaw.api.Table;

/**
 * What the protocol {@code style} asks: whether captions keep the voice of the sentences that a system was trained on,
 * and the facts of the photo. The voice is judged by a naive Bayes classifier of words that learnt from the training
 * sentences, plain and in every voice.
 *
 * @param rows  of every system in every voice
 * @param error share of the sentences of test scenes whose voice the classifier takes for another, with Wilson's
 *     interval: what it finds of captions is not surer than this
 */
public record StyleTransfer(List<Row> rows, Interval error) {
    private static final String PLAIN = "plain";
    private static final SeedBootstrap BOOTSTRAP = new SeedBootstrap();

    /** What is kept of a sentence. */
    public enum Kept { VOICE, FACTS }

    /**
     * One system in one voice.
     *
     * @param voice share of captions that the classifier finds to be in the voice, with Wilson's interval for as many
     *     as there are photos: the captions of one photo by several seeds are no independent ones
     * @param facts mean of {@link FactScore#f1}, with an interval over photos and seeds
     * @param scores of every seed, each photo's in the same order
     */
    public record Row(String target, String system, Interval voice, Interval facts,
            Map<Long, Map<Kept, MetricScores>> scores) {
        /** Of its units. */
        public Set<Long> seeds() {
            return scores.keySet();
        }

        private List<MetricScores> scores(Kept kept, Set<Long> seeds) {
            return seeds.stream().map(seed -> scores.get(seed).get(kept)).toList();
        }
    }

    /** @param results of the protocol {@code style} in the miniature world */
    public static StyleTransfer of(BenchmarkResults results, Miniature mini) {
        UnaryOperator<String> classifier = classifier(mini);
        Map<String, Corpus> test = sentences(mini, Split.TEST);
        long wrong = test.entrySet().stream().mapToLong(one -> one.getValue().captions().stream()
                .filter(caption -> !classifier.apply(caption.text()).equals(one.getKey())).count()).sum();
        Map<List<String>, Map<Long, Map<Kept, MetricScores>>> scores = new LinkedHashMap<>();
        results.units().forEach(unit -> scores.computeIfAbsent(List.of(unit.target(), unit.system()),
                none -> new TreeMap<>()).put(unit.seed(), scores(unit, classifier, mini)));
        List<Row> rows = new ArrayList<>();
        scores.forEach((of, bySeed) -> rows.add(row(of.get(0), of.get(1), bySeed)));
        return new StyleTransfer(rows, Interval.ofShare(wrong, test.values().stream().mapToInt(Corpus::size).sum()));
    }

    /** Tells the voice that a sentence is in, learnt from the training sentences in every voice. */
    public static UnaryOperator<String> classifier(Miniature mini) {
        return VoiceClassifier.of(sentences(mini, Split.TRAIN))::of;
    }

    /**
     * Whether each caption of a unit is in the voice that its photos' data set is named by, 1 or 0, in the order of the
     * photos' ids.
     *
     * @param classifier that of {@link #classifier}
     */
    public static MetricScores voice(BenchmarkUnit unit, UnaryOperator<String> classifier) {
        return MetricScores.averaged("voice", new TreeMap<>(unit.captions()).values().stream().mapToDouble(caption ->
                classifier.apply(caption).equals(unit.target()) ? 1 : 0).toArray());
    }

    private static Map<Kept, MetricScores> scores(BenchmarkUnit unit, UnaryOperator<String> classifier,
            Miniature mini) {
        MetricScores facts = MetricScores.averaged("facts", new TreeMap<>(unit.captions()).entrySet().stream()
                .mapToDouble(one -> FactScore.of(CaptionFacts.of(one.getValue()), mini.world().scene(one.getKey()))
                        .f1()).toArray());
        return Map.of(Kept.VOICE, voice(unit, classifier), Kept.FACTS, facts);
    }

    private static Row row(String target, String system, Map<Long, Map<Kept, MetricScores>> scores) {
        Row row = new Row(target, system, null, null, scores);
        List<MetricScores> facts = row.scores(Kept.FACTS, row.seeds());
        double voice = Arrays.stream(corpus(row.scores(Kept.VOICE, row.seeds()))).average().orElseThrow();
        int photos = facts.get(0).perImage().length;
        return new Row(target, system, Interval.ofShare(voice * photos, photos),
                BOOTSTRAP.interval(corpus(facts), BOOTSTRAP.sampled(facts)), scores);
    }

    private static double[] corpus(List<MetricScores> bySeed) {
        return bySeed.stream().mapToDouble(MetricScores::corpus).toArray();
    }

    /**
     * How much more of it the first of two systems keeps in a voice, on the same photos and the seeds that both have,
     * which are drawn together.
     *
     * @return null without a common seed
     * @throws IllegalArgumentException if the results lack one of the systems in this voice
     */
    public Comparison compare(String voice, Kept kept, String first, String second) {
        Row one = row(voice, first);
        Row other = row(voice, second);
        Set<Long> common = new TreeSet<>(one.seeds());
        common.retainAll(other.seeds());
        if (common.isEmpty()) {
            return null;
        }
        List<List<MetricScores>> both = List.of(one.scores(kept, common), other.scores(kept, common));
        return BOOTSTRAP.contrast(new double[] {1, -1}, both.stream().map(StyleTransfer::corpus).toList(),
                both.stream().map(BOOTSTRAP::sampled).toList());
    }

    /** @throws IllegalArgumentException naming the rows there are, if there is none of this system in this voice */
    public Row row(String voice, String system) {
        return rows.stream().filter(row -> row.target().equals(voice) && row.system().equals(system)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + system + " in the voice " + voice
                        + "; there are " + String.join(", ", rows.stream().map(row -> row.system() + " in "
                        + row.target()).toList())));
    }

    /** The voices, in the order of the results. */
    public List<String> voices() {
        return rows.stream().map(Row::target).distinct().toList();
    }

    private static Map<String, Corpus> sentences(Miniature mini, Split split) {
        Map<String, Corpus> classes = new LinkedHashMap<>();
        Corpus plain = mini.corpus(Style.PLAIN, split);
        classes.put(PLAIN, plain);
        Arrays.stream(Voice.values()).forEach(voice -> classes.put(voice.label(), mini.world().voiced(voice, plain)));
        return classes;
    }

    /** In percent, with the classifier's own error in the title. */
    public Table table() {
        return Table.create("Voice kept (by a classifier that errs in " + error.percent() + " % of sentences) and "
                + "facts kept (percent, 95 % intervals: Wilson's for voices, over photos and seeds for facts)",
                Columns.text("voice", rows, Row::target),
                Columns.text("system", rows, Row::system),
                Columns.text("seeds", rows, row -> Integer.toString(row.seeds().size())),
                Columns.text("voice kept", rows, row -> row.voice().percent()),
                Columns.text("facts (F1)", rows, row -> row.facts().percent()));
    }
}
