package syntic.benchmark;

import java.util.Map;
import java.util.Objects;
import syntic.metric.CaptionScores;

/**
 * What one system did in one condition with one seed.
 *
 * @param target the corpus of the photos
 * @param textOnly whether the system learnt from sentences alone
 * @param settings of the system and of the condition, by name
 * @param captions by photo id
 * @param scores of all photos together, by metric
 * @param perImage scores of each photo by metric, in the order of the captions; empty in packed results
 * @param trainingSeconds processor seconds of the decoder's training, all threads together, null if they were not
 *     measured; shared decoders count wherever they are used
 * @param captioningSeconds processor seconds for all photos, encoded before
 * @param parameters numbers that were trained or fitted
 * @param work processor seconds of everything from the sentences to the captions, by the stages of {@link Prices};
 *     without those that were not measured
 */
public record BenchmarkUnit(String condition, String target, String system, long seed, boolean textOnly,
        Map<String, String> settings, Map<String, String> captions, Map<String, Double> scores,
        Map<String, double[]> perImage, Double trainingSeconds, double captioningSeconds, long parameters,
        Map<String, Double> work) {

    public BenchmarkUnit {
        Objects.requireNonNull(condition, "a unit has no condition");
        Objects.requireNonNull(target, "a unit has no target");
        Objects.requireNonNull(system, "a unit has no system");
        Objects.requireNonNull(settings, "a unit has no settings");
        Objects.requireNonNull(captions, "a unit has no captions");
        Objects.requireNonNull(scores, "a unit has no scores");
        Objects.requireNonNull(perImage, "a unit has no scores of single photos");
        // Results of before it was measured tell the training alone.
        work = work != null ? work : trainingSeconds == null ? Map.of() : Map.of(Prices.DECODER, trainingSeconds);
    }

    /** With other captions, and without the scores of single photos. */
    BenchmarkUnit withCaptions(Map<String, String> other) {
        return new BenchmarkUnit(condition, target, system, seed, textOnly, settings, other, scores, Map.of(),
                trainingSeconds, captioningSeconds, parameters, work);
    }

    /** With scores of its captions. */
    BenchmarkUnit withScores(CaptionScores other) {
        return new BenchmarkUnit(condition, target, system, seed, textOnly, settings, captions, other.corpus(),
                other.perImage(), trainingSeconds, captioningSeconds, parameters, work);
    }

    /** With other scores of all photos together. */
    BenchmarkUnit withCorpusScores(Map<String, Double> other) {
        return new BenchmarkUnit(condition, target, system, seed, textOnly, settings, captions, other, perImage,
                trainingSeconds, captioningSeconds, parameters, work);
    }

    BenchmarkUnit withSettings(Map<String, String> other) {
        return new BenchmarkUnit(condition, target, system, seed, textOnly, other, captions, scores, perImage,
                trainingSeconds, captioningSeconds, parameters, work);
    }

    /** The name of its file: what the unit is of. */
    static String fileName(String condition, String system, long seed) {
        return (condition + "--" + system + "--seed-" + seed).replaceAll("[^A-Za-z0-9.+=-]+", "_") + ".json";
    }

    /** Whether a file is of a condition and a system, with any seed. */
    static boolean isFile(String name, String condition, String system) {
        String beforeSeed = fileName(condition, system, 0).replaceFirst("0\\.json$", "");
        return name.startsWith(beforeSeed) && name.substring(beforeSeed.length()).matches("\\d+\\.json");
    }

    String fileName() {
        return fileName(condition, system, seed);
    }
}
