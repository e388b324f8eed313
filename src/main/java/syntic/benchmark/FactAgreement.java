package syntic.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import syntic.io.UserException;
import syntic.method.recap.AlignedEvaluation;
import syntic.method.recap.Alignment;
import syntic.metric.Bootstrap;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.metric.CaptionScores;
import syntic.metric.HumanAgreement;
import syntic.metric.HumanAgreement.Rated;
import syntic.metric.Metric;
import syntic.metric.MetricScores;
import syntic.metric.Metrics;
import syntic.metric.TokenizedCaptions;
import syntic.metric.Tokenizer;
import syntic.metric.spice.CoreNlp;
import syntic.miniature.Miniature;
import syntic.miniature.world.CaptionFacts;
import syntic.miniature.world.FactScore;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.stage.ClipEvaluation;
import syntic.stage.Evaluation;
import syntic.store.Columns;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import tech.tablesaw.api.Table;

/**
 * In the miniature world the scene's truth stands in people's place: captions of all systems, as they are stored, are
 * rated by the facts that they state, and every metric is compared with that.
 *
 * @param metrics how far each metric agrees with the truth; ratings are {@link FactScore#f1}
 * @param systems how true the captions of each system are
 * @param scores  of all captions, by the same metrics
 * @param rated   the truth of each caption, in the order of the scores
 */
public record FactAgreement(List<HumanAgreement> metrics, List<Truth> systems, List<MetricScores> scores,
        List<Rated> rated) {

    /**
     * The captions of one system.
     *
     * @param precision share of what they state that holds, mean over photos
     * @param recall    share of what the scene shows that they state
     * @param f1        the mean of {@link FactScore#f1}
     * @param right     share of captions of which all holds, with Wilson's interval
     * @param errors    share of captions with an error of a kind, alike
     */
    public record Truth(String system, Interval precision, Interval recall, Interval f1, Interval right,
            Map<FactScore.Error, Interval> errors) {}

    /** One caption of one system. */
    private record Stated(String system, String photo, String caption, FactScore score) {}

    /**
     * Rates the captions of every system of its first seed.
     *
     * @param results   of the miniature world, such as those that are shipped
     * @param condition by name, such as {@code plain}
     * @throws UserException if there are no results in this condition
     */
    public static FactAgreement of(BenchmarkResults results, String condition, Miniature mini,
            ProgressListener progress) {
        List<Stated> all = stated(results, condition, mini);
        String target = results.units().stream().filter(unit -> unit.condition().equals(condition)).findFirst()
                .orElseThrow().target();
        List<Rated> rated = all.stream().map(one -> new Rated(one.photo(), new double[] {one.score().f1()})).toList();
        List<MetricScores> scores = scores(all, results.references().get(target), Style.valueOf(
                target.toUpperCase(Locale.ROOT)), mini, progress);
        return new FactAgreement(HumanAgreement.of(scores, rated, HumanAgreement.preferences(rated), new Bootstrap()),
                all.stream().map(Stated::system).distinct().map(system -> truth(system,
                        all.stream().filter(one -> one.system().equals(system)).map(Stated::score).toList())).toList(),
                scores, rated);
    }

    /**
     * How much nearer to the truth the first metric is than the second: the difference of their τ-b, paired over
     * photos.
     *
     * @throws IllegalArgumentException naming the metrics there are, if one is not among them
     */
    public Comparison compare(String first, String second) {
        return HumanAgreement.compare(scores(second), scores(first), rated, new Bootstrap());
    }

    private MetricScores scores(String metric) {
        return scores.stream().filter(one -> one.name().equals(metric)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("there is no metric " + metric + "; there are "
                        + String.join(", ", scores.stream().map(MetricScores::name).toList())));
    }

    private static List<Stated> stated(BenchmarkResults results, String condition, Miniature mini) {
        Map<String, BenchmarkUnit> first = new LinkedHashMap<>();
        results.units().stream().filter(unit -> unit.condition().equals(condition))
                .sorted(Comparator.comparingLong(BenchmarkUnit::seed)).forEach(unit ->
                        first.putIfAbsent(unit.system(), unit));
        if (first.isEmpty()) {
            throw new UserException("there are no results in the condition '" + condition + "'; there are "
                    + String.join(", ", results.units().stream().map(BenchmarkUnit::condition).distinct().toList()));
        }
        List<Stated> all = new ArrayList<>();
        first.values().forEach(unit -> unit.captions().forEach((photo, caption) -> all.add(new Stated(unit.system(),
                photo, caption, FactScore.of(CaptionFacts.of(caption), mini.world().scene(photo))))));
        return all;
    }

    /** Every caption as if it were of an image of its own, since a photo has one of each system. */
    private static List<MetricScores> scores(List<Stated> all, Map<String, List<String>> references, Style style,
            Miniature mini, ProgressListener progress) {
        List<String> ids = IntStream.range(0, all.size()).mapToObj(Integer::toString).toList();
        Map<String, List<String>> written = new LinkedHashMap<>();
        Map<String, String> captions = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            written.put(ids.get(i), references.get(all.get(i).photo()));
            captions.put(ids.get(i), all.get(i).caption());
        }
        List<Metric> metrics = Metrics.named(CoreNlp.isAvailable() ? Metrics.names()
                : Metrics.names().stream().filter(name -> !name.equals("spice")).toList());
        CaptionScores scores = CaptionScores.of(TokenizedCaptions.of(written, captions, Tokenizer.ptb()), metrics,
                progress);
        FeatureSet photos = mini.photoFeatures(all.stream().map(Stated::photo).distinct().toList());
        FeatureSet own = FeatureSet.of(ids, all.stream().map(one -> photos.row(one.photo())).toArray(float[][]::new),
                photos.provenance());
        ClipEvaluation judge = new ClipEvaluation(mini.encoding());
        AlignedEvaluation aligned = new AlignedEvaluation(judge);
        Alignment map = aligned.align(mini.photoFeatures(mini.photoIds(style, Split.VALIDATION)),
                mini.corpus(style, Split.VALIDATION), Alignment.Config.STANDARD, progress);
        return scores.with(judge.score(ids, own, captions, written, progress))
                .with(aligned.score(map, ids, own, captions, written, progress)).metrics();
    }

    private static Truth truth(String system, List<FactScore> scores) {
        Map<FactScore.Error, Interval> errors = new EnumMap<>(FactScore.Error.class);
        for (FactScore.Error error : FactScore.Error.values()) {
            errors.put(error, share(scores, score -> score.errors().contains(error)));
        }
        return new Truth(system, mean(scores, FactScore::precision), mean(scores, FactScore::recall),
                mean(scores, FactScore::f1), share(scores, score -> score.errors().isEmpty()), errors);
    }

    private static Interval share(List<FactScore> scores, Predicate<FactScore> wanted) {
        return Interval.ofShare(scores.stream().filter(wanted).count(), scores.size());
    }

    private static Interval mean(List<FactScore> scores, ToDoubleFunction<FactScore> value) {
        return new Bootstrap().mean(scores.stream().mapToDouble(value::applyAsDouble).toArray());
    }

    /** How far the metrics agree with the truth, times 100, the most agreeing first. */
    public Table table() {
        List<HumanAgreement> sorted = metrics.stream().sorted(Comparator.comparingDouble(one -> -one.b().value()))
                .toList();
        return Table.create("Agreement of metrics with the truth of the scene (times 100, 95 % intervals over photos)",
                Columns.text("metric", sorted, one -> Evaluation.shown(one.metric())),
                Columns.text("tau-b", sorted, one -> one.b().percent()),
                Columns.text("tau-c", sorted, one -> one.c().percent()),
                Columns.text("pairs ordered alike", sorted, one -> one.pairs().get(HumanAgreement.ALL).percent()));
    }

    /** How true each system's captions are, in percent, the truest first, and what is wrong with how many of them. */
    public Table truth() {
        List<Truth> sorted = systems.stream().sorted(Comparator.comparingDouble(one -> -one.f1().value())).toList();
        Table table = Table.create("What captions state, against the scene (percent, 95 % intervals over photos)",
                Columns.text("system", sorted, Truth::system),
                Columns.text("holds", sorted, one -> one.precision().percent()),
                Columns.text("said", sorted, one -> one.recall().percent()),
                Columns.text("F1", sorted, one -> one.f1().percent()),
                Columns.text("all holds", sorted, one -> one.right().percent()));
        Arrays.stream(FactScore.Error.values()).forEach(error -> table.addColumns(Columns.text(
                "wrong " + error.name().toLowerCase(Locale.ROOT), sorted, one -> one.errors().get(error).percent())));
        return table;
    }
}
