package syntic.metric.meteor;

import java.util.Arrays;
import java.util.List;

/**
 * The counts that METEOR's score is a function of, for a pair of captions or summed over a corpus. Immutable.
 *
 * <p>Their order is that of METEOR 1.5: words of candidate and reference, function words of both; for each of the
 * modules exact, stem, synonym, paraphrase the matched content words of both and the matched function words of both;
 * chunks, matched words of both.
 */
public final class MeteorStatistics {

    // The parameters for English that agree best with how people rank translations, Denkowski and Lavie 2014, table 1.
    private static final double ALPHA = 0.85;
    private static final double BETA = 0.2;
    private static final double GAMMA = 0.6;
    private static final double DELTA = 0.75;

    private static final int WORDS = 0;
    private static final int FUNCTION_WORDS = 2;
    private static final int MODULES = 4;
    private static final int COUNTS_OF_A_MODULE = 4;
    private static final int MATCHED_FUNCTION_WORDS = 2;
    private static final int CHUNKS = MODULES + COUNTS_OF_A_MODULE * Module.values().length;
    private static final int MATCHED_WORDS = CHUNKS + 1;
    private static final int SIZE = MATCHED_WORDS + 2;
    private static final int CANDIDATE = 0;
    private static final int REFERENCE = 1;

    private final int[] counts;

    private MeteorStatistics(int[] counts) {
        this.counts = counts;
    }

    /** Counts an alignment. */
    static MeteorStatistics of(List<Word> candidate, List<Word> reference, PartialAlignment alignment) {
        int[] counts = new int[SIZE];
        counts[WORDS + CANDIDATE] = candidate.size();
        counts[WORDS + REFERENCE] = reference.size();
        counts[FUNCTION_WORDS + CANDIDATE] = functionWords(candidate);
        counts[FUNCTION_WORDS + REFERENCE] = functionWords(reference);
        for (Match match : alignment.matches()) {
            count(match.module(), CANDIDATE, candidate.subList(match.candidateStart(), match.candidateEnd()), counts);
            count(match.module(), REFERENCE, reference.subList(match.referenceStart(), match.referenceEnd()), counts);
        }
        counts[CHUNKS] = alignment.closedChunks();
        return new MeteorStatistics(counts);
    }

    private static int functionWords(List<Word> words) {
        return (int) words.stream().filter(Word::function).count();
    }

    private static void count(Module module, int side, List<Word> words, int[] counts) {
        int function = functionWords(words);
        int at = MODULES + COUNTS_OF_A_MODULE * module.ordinal() + side;
        counts[at] += words.size() - function;
        counts[at + MATCHED_FUNCTION_WORDS] += function;
        counts[MATCHED_WORDS + side] += words.size();
    }

    /**
     * Sums statistics. The one chunk of a pair that is aligned from end to end is not a break and is left out.
     *
     * @param statistics where to take from
     * @param which      indices into the list; one that occurs twice counts twice
     */
    public static MeteorStatistics sum(List<MeteorStatistics> statistics, int[] which) {
        int[] sum = new int[SIZE];
        for (int index : which) {
            MeteorStatistics one = statistics.get(index);
            for (int i = 0; i < SIZE; i++) {
                sum[i] += one.counts[i];
            }
            if (one.isWhole()) {
                sum[CHUNKS]--;
            }
        }
        return new MeteorStatistics(sum);
    }

    /** Whether every word of both captions is matched in one chunk. */
    private boolean isWhole() {
        return counts[CHUNKS] == 1 && counts[MATCHED_WORDS + CANDIDATE] == counts[WORDS + CANDIDATE]
                && counts[MATCHED_WORDS + REFERENCE] == counts[WORDS + REFERENCE];
    }

    /** The counts in their order. */
    public int[] counts() {
        return counts.clone();
    }

    /** The score, 0 to 1: a mean of precision and recall, less for matches in many chunks. 0 where nothing matches. */
    public double score() {
        double precision = weightedMatches(CANDIDATE) / weightedLength(CANDIDATE);
        double recall = weightedMatches(REFERENCE) / weightedLength(REFERENCE);
        double mean = 1 / ((1 - ALPHA) / precision + ALPHA / recall);
        double matched = counts[MATCHED_WORDS + CANDIDATE] + counts[MATCHED_WORDS + REFERENCE];
        double fragmentation = isWhole() ? 0 : counts[CHUNKS] / (matched / 2);
        double score = mean * (1 - GAMMA * Math.pow(fragmentation, BETA));
        return Double.isNaN(score) ? 0 : Math.max(score, 0);
    }

    private double weightedLength(int side) {
        int function = counts[FUNCTION_WORDS + side];
        return DELTA * (counts[WORDS + side] - function) + (1 - DELTA) * function;
    }

    /** Adds in the order of METEOR 1.5: a last bit decides between references that are equally good but for it. */
    private double weightedMatches(int side) {
        double sum = 0;
        for (Module module : Module.values()) {
            sum += counts[MODULES + COUNTS_OF_A_MODULE * module.ordinal() + side] * module.weight * DELTA;
        }
        for (Module module : Module.values()) {
            sum += counts[MODULES + COUNTS_OF_A_MODULE * module.ordinal() + MATCHED_FUNCTION_WORDS + side]
                    * module.weight * (1 - DELTA);
        }
        return sum;
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
