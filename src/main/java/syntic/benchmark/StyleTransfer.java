package syntic.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.metric.Bootstrap;
import syntic.metric.Bootstrap.Interval;
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
 * @param rows  of every system in every voice, all seeds together
 * @param error share of the sentences of test scenes whose voice the classifier takes for another
 */
public record StyleTransfer(List<Row> rows, double error) {
    private static final String PLAIN = "plain";

    /**
     * One system in one voice.
     *
     * @param kept share of captions that the classifier finds to be in the voice
     * @param facts mean of {@link FactScore#f1}
     */
    public record Row(String voice, String system, Interval kept, Interval facts) {}

    /** @param results of the protocol {@code style} in the miniature world */
    public static StyleTransfer of(BenchmarkResults results, Miniature mini) {
        UnaryOperator<String> classifier = classifier(mini);
        Map<String, Corpus> test = sentences(mini, Split.TEST);
        long wrong = test.entrySet().stream().mapToLong(one -> one.getValue().captions().stream()
                .filter(caption -> !classifier.apply(caption.text()).equals(one.getKey())).count()).sum();
        double error = (double) wrong / test.values().stream().mapToInt(Corpus::size).sum();
        Map<List<String>, List<Caption>> captions = new LinkedHashMap<>();
        results.units().forEach(unit -> unit.captions().forEach((photo, text) -> captions.computeIfAbsent(
                List.of(unit.target(), unit.system()), none -> new ArrayList<>()).add(new Caption(unit.seed() + photo,
                        photo, text))));
        List<Row> rows = new ArrayList<>();
        captions.forEach((of, some) -> rows.add(new Row(of.get(0), of.get(1),
                new Bootstrap().mean(some.stream().mapToDouble(one -> classifier.apply(one.text()).equals(of.get(0)) ? 1
                        : 0).toArray()),
                new Bootstrap().mean(some.stream().mapToDouble(one -> FactScore.of(CaptionFacts.of(one.text()),
                        mini.world().scene(one.imageId())).f1()).toArray()))));
        return new StyleTransfer(rows, error);
    }

    /** Tells the voice that a sentence is in, learnt from the training sentences in every voice. */
    public static UnaryOperator<String> classifier(Miniature mini) {
        return VoiceClassifier.of(sentences(mini, Split.TRAIN))::of;
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
        return Table.create(String.format(Locale.ROOT, "Voice kept (by a classifier that errs in %.1f %% of sentences) "
                + "and facts kept (percent, 95 %% intervals over captions)", 100 * error),
                Columns.text("voice", rows, Row::voice),
                Columns.text("system", rows, Row::system),
                Columns.text("voice kept", rows, row -> row.kept().percent()),
                Columns.text("facts (F1)", rows, row -> row.facts().percent()));
    }
}
