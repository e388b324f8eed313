package syntic.metric;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import syntic.metric.meteor.Lexicon;
import syntic.metric.meteor.MeteorScorer;
import syntic.metric.meteor.MeteorStatistics;
import syntic.metric.meteor.ParaphraseTable;
import syntic.metric.meteor.Paraphrases;
import syntic.metric.meteor.Synonyms;
import syntic.metric.meteor.Word;
import syntic.store.ProgressListener;
import syntic.store.StoreException;

/**
 * METEOR 1.5 for English (Denkowski and Lavie 2014, parameters of the ranking task): aligns candidate and reference by
 * equal words, equal stems and WordNet synonyms, weighs recall over precision and content over function words, and
 * lowers the score of alignments in many pieces. With several references the best one counts. The corpus score is that
 * of the summed counts, not the mean.
 *
 * <p>Papers report METEOR with a fourth module, paraphrases, whose table has to be supplied
 * ({@link #withParaphrases}); without it scores of real captions are some percent lower, and the two must not be
 * compared. The variant of the scores says which of the two they are.
 */
public final class Meteor implements Metric {

    /** How many images are scored between two reports of progress. */
    private static final int BLOCK = 500;
    private static final String MODULES = "METEOR 1.5: exact + stem + synonym";

    private final Lexicon lexicon = new Lexicon(Synonyms.wordNet());
    private final ParaphraseTable table;

    private Meteor(ParaphraseTable table) {
        this.table = table;
    }

    /** METEOR without paraphrases. */
    public Meteor() {
        this(null);
    }

    /**
     * METEOR with all four modules, as papers report it.
     *
     * @param jarOrTable the user's {@code meteor-1.5.jar}, its folder {@code data} beside it, or its
     *                   {@code paraphrase-en.gz}
     * @throws IOException if there is no table of paraphrases
     */
    public static Meteor withParaphrases(Path jarOrTable) throws IOException {
        return new Meteor(ParaphraseTable.find(jarOrTable));
    }

    @Override
    public List<MetricScores> score(TokenizedCaptions captions, ProgressListener progress) {
        List<MeteorStatistics> statistics = statistics(captions, progress);
        double[] perImage = statistics.stream().mapToDouble(MeteorStatistics::score).toArray();
        return List.of(new MetricScores("METEOR", perImage, images -> MeteorStatistics.sum(statistics, images).score(),
                table == null ? MODULES : MODULES + " + paraphrase"));
    }

    /** The counts of each image with its best reference. */
    List<MeteorStatistics> statistics(TokenizedCaptions captions, ProgressListener progress) {
        int images = captions.imageIds().size();
        List<List<Word>> candidates = captions.candidates().stream().map(lexicon::words).toList();
        List<List<List<Word>>> references = captions.references().stream()
                .map(of -> of.stream().map(lexicon::words).toList()).toList();
        MeteorScorer scorer = new MeteorScorer(paraphrases(candidates, references));
        MeteorStatistics[] statistics = new MeteorStatistics[images];
        for (int from = 0; from < images; from += BLOCK) {
            int to = Math.min(from + BLOCK, images);
            IntStream.range(from, to).parallel()
                    .forEach(i -> statistics[i] = scorer.best(candidates.get(i), references.get(i)));
            progress.at(to, images, "METEOR");
        }
        return Arrays.asList(statistics);
    }

    private Paraphrases paraphrases(List<List<Word>> candidates, List<List<List<Word>>> references) {
        if (table == null) {
            return Paraphrases.NONE;
        }
        List<List<Word>> texts = new ArrayList<>(candidates);
        references.forEach(texts::addAll);
        try {
            return table.read(texts);
        } catch (IOException e) {
            throw new StoreException(e.getMessage() + "; name another table", e);
        }
    }
}
