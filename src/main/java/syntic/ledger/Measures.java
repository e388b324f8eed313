package syntic.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.benchmark.StyleTransfer;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.method.recap.AlignedEvaluation;
import syntic.method.recap.Alignment;
import syntic.metric.CaptionScores;
import syntic.metric.MetricScores;
import syntic.metric.Metrics;
import syntic.metric.RememberingTokenizer;
import syntic.metric.TokenizedCaptions;
import syntic.metric.Tokenizer;
import syntic.miniature.Miniature;
import syntic.miniature.world.CaptionFacts;
import syntic.miniature.world.FactScore;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.stage.ClipEvaluation;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/**
 * What stored captions are measured by where a claim is tested: the metrics of the papers; those that look at the
 * photo, by the shipped CLIP; what holds in the scene, for the miniature world; and how different captions are. Each
 * has a value for every photo, so that all are compared in the same way. Each caption is measured once.
 */
final class Measures implements AutoCloseable {
    /** Metrics that are based on CLIP. */
    static final List<String> CLIP = List.of("CLIPScore", "RefCLIPScore", "aCLIP-S", "RefaCLIP-S");
    /** Different pairs of neighbouring words in all captions together, as a share of all such pairs. */
    static final String DISTINCT = "distinct-2";
    /** Share of captions in the voice that the photos' data set is named by. */
    static final String VOICE = "voice";
    /**
     * Of the captions that say how two things stand, the share where they stand so. Who names things that are not there
     * makes no error of a relation, since there is none to judge, but does not tell how things stand either.
     */
    static final String RELATIONS = "relations";
    /** Measures of what a caption states of a scene, from 0 to 1. */
    private static final Map<String, ToDoubleBiFunction<CaptionFacts, Scene>> FACTS = Map.of(
            "facts", (facts, scene) -> FactScore.of(facts, scene).f1(),
            "nouns", (facts, scene) -> FactScore.of(facts, scene).errors().contains(FactScore.Error.NOUN) ? 0 : 1,
            "setting", (facts, scene) -> facts.setting() == scene.setting() ? 1 : 0);

    private final Map<BenchmarkUnit, Map<String, MetricScores>> known = new IdentityHashMap<>();
    private final Map<Style, Alignment> maps = new HashMap<>();
    private final Tokenizer tokenizer = new RememberingTokenizer(Tokenizer.ptb());
    private final Supplier<Miniature> opening;
    private Miniature mini;
    private ClipEvaluation judge;
    private UnaryOperator<String> voices;

    /** @param opening the miniature world, where it is needed */
    Measures(Supplier<Miniature> opening) {
        this.opening = opening;
    }

    /** All that a test may name, but processor seconds. */
    static List<String> names() {
        return Stream.of(Metrics.PAPERS, CLIP, List.of(DISTINCT, VOICE, RELATIONS),
                FACTS.keySet().stream().sorted().toList()).flatMap(List::stream).toList();
    }

    /** Why results cannot be measured by it, if they cannot. */
    static Optional<String> missing(String measure, BenchmarkResults results) {
        if (!Metrics.isThere(measure)) {
            return Optional.of(measure + " needs its parser, which is not there");
        }
        boolean own = Metrics.PAPERS.contains(measure) || measure.equals(DISTINCT);
        return own || results.made().inputs().containsKey("world") ? Optional.empty()
                : Optional.of(measure + " is measured on photos of the miniature world alone");
    }

    /** @return a value for every photo, in the order of their ids, so that units of several packs can be paired */
    MetricScores of(String measure, BenchmarkResults results, BenchmarkUnit unit) {
        Map<String, MetricScores> own = known.computeIfAbsent(unit, none -> new HashMap<>());
        if (!own.containsKey(measure)) {
            compute(measure, results, unit).forEach(scores -> own.put(scores.name(), scores));
        }
        return own.get(measure);
    }

    private List<MetricScores> compute(String measure, BenchmarkResults results, BenchmarkUnit unit) {
        SortedMap<String, String> captions = new TreeMap<>(unit.captions());
        if (FACTS.containsKey(measure)) {
            return List.of(MetricScores.averaged(measure, captions.entrySet().stream().mapToDouble(one ->
                    FACTS.get(measure).applyAsDouble(CaptionFacts.of(one.getValue()),
                            mini().world().scene(one.getKey()))).toArray()));
        }
        if (measure.equals(VOICE)) {
            return List.of(voice(unit));
        }
        if (measure.equals(RELATIONS) || measure.equals(DISTINCT)) {
            return List.of(measure.equals(DISTINCT) ? distinct(captions) : relations(captions));
        }
        SortedMap<String, List<String>> references = new TreeMap<>(results.references().get(unit.target()));
        return CLIP.contains(measure) ? byClip(unit.target(), references, captions)
                : CaptionScores.of(TokenizedCaptions.of(references, captions, tokenizer),
                        Metrics.named(computedFor(measure)), ProgressListener.SILENT).metrics();
    }

    /** The metrics that take a second are computed together. */
    private static List<String> computedFor(String score) {
        String metric = Metrics.giving(score);
        return Metrics.DEFAULT.contains(metric) ? Metrics.DEFAULT : List.of(metric);
    }

    private MetricScores voice(BenchmarkUnit unit) {
        voices = voices == null ? StyleTransfer.classifier(mini()) : voices;
        return StyleTransfer.voice(unit, voices);
    }

    private MetricScores relations(SortedMap<String, String> captions) {
        List<CaptionFacts> facts = captions.values().stream().map(CaptionFacts::of).toList();
        List<Scene> scenes = captions.keySet().stream().map(mini().world()::scene).toList();
        double[] said = facts.stream().mapToDouble(one -> one.relation() == null ? 0 : 1).toArray();
        double[] holds = IntStream.range(0, said.length).mapToDouble(i -> said[i] == 1
                && holds(facts.get(i), scenes.get(i)) ? 1 : 0).toArray();
        return new MetricScores(RELATIONS, holds, photos -> Arrays.stream(photos).mapToDouble(i -> holds[i]).sum()
                / Math.max(1, Arrays.stream(photos).mapToDouble(i -> said[i]).sum()));
    }

    /** Whether the relation is one more of the stated facts that hold. */
    private static boolean holds(CaptionFacts facts, Scene scene) {
        return FactScore.of(facts, scene).right()
                > FactScore.of(new CaptionFacts(facts.setting(), facts.mentions(), null), scene).right();
    }

    /** Pairs of words are counted in all captions, however photos are drawn, as CIDEr-D's document frequencies are. */
    private static MetricScores distinct(SortedMap<String, String> captions) {
        List<List<String>> pairs = captions.values().stream().map(Measures::pairs).toList();
        Map<String, Integer> counts = new HashMap<>();
        pairs.forEach(some -> some.forEach(pair -> counts.merge(pair, 1, Integer::sum)));
        double[] different = pairs.stream().mapToDouble(some -> some.stream()
                .mapToDouble(pair -> 1.0 / counts.get(pair)).sum()).toArray();
        int[] all = pairs.stream().mapToInt(List::size).toArray();
        return new MetricScores(DISTINCT, different, photos -> Arrays.stream(photos).mapToDouble(i -> different[i])
                .sum() / Math.max(1, Arrays.stream(photos).map(i -> all[i]).sum()));
    }

    private static List<String> pairs(String caption) {
        String[] words = caption.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+");
        return IntStream.range(1, words.length).mapToObj(i -> words[i - 1] + " " + words[i]).toList();
    }

    private List<MetricScores> byClip(String target, SortedMap<String, List<String>> references,
            SortedMap<String, String> captions) {
        judge = judge == null ? new ClipEvaluation(mini().encoding()) : judge;
        AlignedEvaluation aligned = new AlignedEvaluation(judge);
        Style style = Style.valueOf(target.toUpperCase(Locale.ROOT));
        Alignment map = maps.computeIfAbsent(style, none -> aligned.align(mini.photoFeatures(others(style).stream()
                .map(Caption::imageId).distinct().toList()), new Corpus(style.name(), others(style)),
                Alignment.Config.STANDARD, ProgressListener.SILENT));
        List<String> photos = List.copyOf(captions.keySet());
        FeatureSet features = mini.photoFeatures(photos);
        return Stream.concat(judge.score(photos, features, captions, references, ProgressListener.SILENT).stream(),
                aligned.score(map, photos, features, captions, references, ProgressListener.SILENT).stream()).toList();
    }

    /**
     * Captions of other photos than claims are about: of validation photos and, where these are too few for a map, of
     * those with combinations that were never seen.
     */
    private List<Caption> others(Style style) {
        List<Caption> captions = new ArrayList<>(mini.corpus(style, Split.VALIDATION).captions());
        if (mini.photoIds(style, Split.VALIDATION).size() <= mini.encoding().width()) {
            captions.addAll(mini.corpus(style, Split.HELD_OUT).captions());
        }
        return captions;
    }

    private Miniature mini() {
        mini = mini == null ? opening.get() : mini;
        return mini;
    }

    @Override
    public void close() {
        if (mini != null) {
            mini.close();
        }
    }
}
