package syntic.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The scores of one metric.
 *
 * @param name     the name in result files, such as {@code Bleu_4}
 * @param perImage one score an image
 * @param pool     how the images make a corpus score
 */
public record MetricScores(String name, double[] perImage, Pool pool) {

    /** The corpus score of a sample of images, which need not be the mean of their own scores. */
    @FunctionalInterface
    public interface Pool {

        /**
         * Returns the corpus score.
         *
         * @param images indices into the scored images; an index that occurs twice counts twice
         */
        double of(int[] images);
    }

    /** Scores whose corpus score is their mean. */
    static MetricScores averaged(String name, double[] perImage) {
        return new MetricScores(name, perImage,
                images -> Arrays.stream(images).mapToDouble(i -> perImage[i]).average().orElseThrow());
    }

    /** The score of the whole corpus. */
    public double corpus() {
        return pool.of(IntStream.range(0, perImage.length).toArray());
    }
}
