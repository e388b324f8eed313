package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import syntic.nn.Compute;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.nn.Work;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * Contrastive refinement of the features of generated images (SynTIC, equations 1 and 2): the features themselves are
 * optimised, so that each is closer to the text feature of its sentence than to those of the others in its batch.
 *
 * @param compute where, in fp32
 */
public record Refinement(Config config, Compute compute) {
    /** Of which features Adam keeps one state; the paper does not say. */
    public enum Adam {
        /** Each mini-batch its own: a feature moves only when its batch is seen. */
        SEPARATE,
        /** One for all: a feature goes on moving by its momentum while other batches are seen. */
        DENSE
    }

    /**
     * @param temperature τ of equation 2
     * @param learningRate of Adam, also about the length of one step in each element of a feature
     * @param batch features that compete with each other; the batches are drawn once
     * @param epochs steps that every feature makes
     * @param seed draws the batches
     */
    public record Config(double temperature, double learningRate, int batch, int epochs, Adam adam, long seed) {
        /** Temperature and learning rate of the paper, which is silent on batch size and number of steps. */
        public static final Config PAPER = new Config(1.0 / 100, 1e-5, 128, 50, Adam.SEPARATE, 1);
        /** For the miniature world; the rate was chosen on its validation photos. */
        public static final Config MINIATURE = new Config(1.0 / 100, 5e-4, 128, 50, Adam.SEPARATE, 1);

        public Config {
            Projection.requireTemperature(temperature);
            if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
                throw new IllegalArgumentException("the learning rate must be above 0, not " + learningRate);
            }
            if (batch < 2 || epochs < 1) {
                throw new IllegalArgumentException("refinement needs batches of 2 or more (the others are what a "
                        + "feature is told apart from) and 1 or more epochs, not " + batch + " and " + epochs);
            }
        }

        public Config withLearningRate(double other) {
            return new Config(temperature, other, batch, epochs, adam, seed);
        }

        public Config withEpochs(int other) {
            return new Config(temperature, learningRate, batch, other, adam, seed);
        }
    }

    /**
     * How far the refinement is.
     *
     * @param epoch 0 is the state before the first step
     * @param loss mean of equation 2 over the batches, at the features of this epoch
     * @param drift mean Euclidean distance of the features from where they began
     * @param cosine mean cosine of a feature and the text feature of its sentence
     */
    public record Progress(int epoch, int epochs, double loss, double drift, double cosine) {
        /** Of the features of both, where each holds the sums of its own divided by the number of all. */
        private Progress plus(Progress other) {
            return new Progress(epoch, epochs, loss + other.loss, drift + other.drift, cosine + other.cosine);
        }
    }

    /**
     * @param features the refined features, scaled back to length 1, which Adam does not keep (our choice: photos come
     *     with length 1 too)
     * @param course one entry for each epoch, and one before
     */
    public record Result(FeatureSet features, List<Progress> course) {}

    /** Where everything computes that is not told otherwise. */
    public Refinement(Config config) {
        this(config, Compute.standard());
    }

    /** What makes the result of {@link #refine}: a key for a store. */
    public Provenance provenance(FeatureSet images, FeatureSet texts) {
        return Provenance.of("refinement", config,
                Map.of("images", images.fingerprint(), "texts", texts.fingerprint()));
    }

    /**
     * @param images features of the generated images
     * @param texts features of their sentences, under the same ids
     * @param listener told of the steps of batches, each of which makes one in every epoch
     * @throws IllegalArgumentException if an image has no text or the widths differ
     */
    public Result refine(FeatureSet images, FeatureSet texts, ProgressListener listener) {
        if (images.width() != texts.width()) {
            throw new IllegalArgumentException("image features have " + images.width() + " values, text features "
                    + texts.width() + "; both must come from the same CLIP");
        }
        return Work.alone(() -> run(images, texts, listener));
    }

    private Result run(FeatureSet images, FeatureSet texts, ProgressListener listener) {
        FeatureSet own = texts.select(images.ids());
        List<long[]> batches = batches(images.size());
        // Batches that share no state of Adam do not meet: each is trained to its end, and only one is in memory.
        List<List<long[]>> groups = config.adam() == Adam.DENSE ? List.of(batches)
                : batches.stream().map(List::of).toList();
        List<Progress> course = IntStream.rangeClosed(0, config.epochs())
                .mapToObj(epoch -> new Progress(epoch, config.epochs(), 0, 0, 0)).collect(Collectors.toList());
        List<String> ids = batches.stream().flatMapToLong(LongStream::of)
                .mapToObj(row -> images.ids().get((int) row)).toList();
        try (NDManager manager = compute.newManager();
                FeatureSet.Builder refined = new FeatureSet.Builder(ids, images.width())) {
            long steps = (long) groups.size() * config.epochs();
            long done = 0;
            for (List<long[]> group : groups) {
                try (RefinementRun run = new RefinementRun(manager, images, own, group, config)) {
                    for (int epoch = 0; epoch <= config.epochs(); epoch++) {
                        if (epoch > 0) {
                            run.epoch();
                            listener.at(++done, steps, "");
                        }
                        course.set(epoch, course.get(epoch).plus(run.progress(epoch)));
                    }
                    refined.add(Normalization.unit(run.features()));
                }
            }
            return new Result(refined.build(provenance(images, texts)).select(images.ids()), List.copyOf(course));
        }
    }

    /**
     * Equation 2 with the cosine of equation 1: the mean over i of {@code -log softmax_j(cos(v_i, t_j)/τ)[i]}.
     *
     * @param v, t [n, width] of any length; the result is a scalar of v's manager
     */
    public static NDArray loss(NDArray v, NDArray t, double temperature) {
        NDArray cosines = Normalization.unit(v).matMul(Normalization.unit(t).transpose());              // [n, n]
        NDArray own = v.getManager().arange(0, (int) v.getShape().get(0), 1, DataType.INT64);
        int none = -100;
        return Operators.crossEntropy(Operators.scale(cosines, 1 / temperature), own, none, 0);
    }

    /** The rows in random batches of nearly equal size. */
    private List<long[]> batches(int rows) {
        List<Long> order = new ArrayList<>();
        for (long row = 0; row < rows; row++) {
            order.add(row);
        }
        Collections.shuffle(order, new Random(config.seed()));
        int count = (rows + config.batch() - 1) / config.batch();
        List<long[]> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) rows * i / count);
            int to = (int) ((long) rows * (i + 1) / count);
            batches.add(order.subList(from, to).stream().mapToLong(Long::longValue).toArray());
        }
        return batches;
    }
}
