package syntic.metric;

import java.util.stream.IntStream;

/**
 * The scores of one metric.
 *
 * @param name     the name in result files, such as {@code Bleu_4}
 * @param perImage one score an image
 * @param pool     how the images make a corpus score
 * @param variant  what was computed, in words, where one name stands for several definitions (the modules of METEOR,
 *                 say); empty where there is one definition only
 */
public record MetricScores(String name, double[] perImage, Pool pool, String variant) {

    /** Scores of a metric that has one definition only. */
    public MetricScores(String name, double[] perImage, Pool pool) {
        this(name, perImage, pool, "");
    }

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
    public static MetricScores averaged(String name, double[] perImage) {
        return averaged(name, perImage, "");
    }

    /** As {@link #averaged(String, double[])}, of a metric with several definitions. */
    public static MetricScores averaged(String name, double[] perImage, String variant) {
        return new MetricScores(name, perImage, images -> {
            double sum = 0;
            for (int image : images) {
                sum += perImage[image];
            }
            return sum / images.length;
        }, variant);
    }

    /** The score of the whole corpus. */
    public double corpus() {
        return pool.of(IntStream.range(0, perImage.length).toArray());
    }
}
