package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import syntic.nn.Embedding;
import syntic.nn.Normalization;
import syntic.nn.Slice;
import syntic.nn.Torch;
import syntic.nn.train.AdamW;
import syntic.nn.train.TrainingStep;
import syntic.store.FeatureSet;

/**
 * A refinement of some fixed batches under way: their features and optimisers. Only what is trained is in memory; the
 * features that it began with and those of the sentences are read where they are.
 */
final class RefinementRun implements AutoCloseable {
    /**
     * One mini-batch.
     *
     * @param rows its rows in the whole matrix
     * @param features the array that is trained: the batch's own rows, or all features
     * @param within the batch's rows in {@code features}
     */
    private record Batch(long[] rows, NDArray features, AdamW optimizer, NDArray within) {}

    private final NDManager manager;
    private final Refinement.Config config;
    private final FeatureSet start;
    private final FeatureSet texts;
    private final List<Batch> batches = new ArrayList<>();

    /** @param images, texts of the same ids; @param rows of each batch, in the order in which they are seen */
    RefinementRun(NDManager parent, FeatureSet images, FeatureSet texts, List<long[]> rows, Refinement.Config config) {
        manager = parent.newSubManager();
        this.config = config;
        this.start = images;
        this.texts = texts;
        if (config.adam() == Refinement.Adam.DENSE) {
            NDArray all = images.toNDArray(manager);
            AdamW optimizer = new AdamW(Map.of("features", all), AdamW.Config.ADAM, manager);
            for (long[] some : rows) {
                batches.add(new Batch(some, all, optimizer, manager.create(some)));
            }
        } else {
            for (long[] some : rows) {
                NDArray own = owned(images.rows(manager, some));
                NDArray within = manager.create(LongStream.range(0, some.length).toArray());
                batches.add(new Batch(some, own, new AdamW(Map.of("features", own), AdamW.Config.ADAM, manager),
                        within));
            }
        }
    }

    /** Into the engine's memory: that of Java's own buffers is limited by its heap. */
    private static NDArray owned(NDArray rows) {
        try (rows) {
            return rows.duplicate();
        }
    }

    /** One step on every batch. Returns the losses before each step. */
    double[] epoch() {
        double[] losses = new double[batches.size()];
        for (int i = 0; i < losses.length; i++) {
            Batch batch = batches.get(i);
            losses[i] = TrainingStep.run(manager, batch.optimizer(), config.learningRate(),
                    step -> loss(step, batch)).loss();
        }
        return losses;
    }

    /** The losses of the batches at the present features. */
    double[] losses() {
        return Torch.withoutGradients(() -> batches.stream().mapToDouble(batch -> {
            try (NDManager scope = manager.newSubManager()) {
                return loss(scope, batch).getFloat();
            }
        }).toArray());
    }

    /** The present state of these batches, as a part of that of all features. */
    Refinement.Progress progress(int epoch) {
        double loss = 0;
        double[] losses = losses();
        for (int i = 0; i < losses.length; i++) {
            loss += losses[i] * batches.get(i).rows().length / start.size();
        }
        double drift = sum((now, rows) -> now.sub(start.rows(now.getManager(), rows)).square().sum(new int[] {1})
                .sqrt());
        double cosine = sum((now, rows) -> Normalization.unit(now)
                .mul(Normalization.unit(texts.rows(now.getManager(), rows))).sum(new int[] {1}));
        return new Refinement.Progress(epoch, config.epochs(), loss, drift / start.size(), cosine / start.size());
    }

    /** The sum of a number of each row, given the present features [b, width] and which rows they are. */
    private double sum(BiFunction<NDArray, long[], NDArray> ofRows) {
        return Torch.withoutGradients(() -> {
            double sum = 0;
            for (Batch batch : batches) {
                try (NDManager scope = manager.newSubManager()) {
                    sum += ofRows.apply(now(scope, batch), batch.rows()).sum().getFloat();                  // of [b]
                }
            }
            return sum;
        });
    }

    /** The present features of a batch [b, width]. */
    private static NDArray now(NDManager scope, Batch batch) {
        return Embedding.apply(batch.features(), Slice.whole(scope, batch.within()));
    }

    /** The present features [n, width], batch by batch; a copy, which is closed with this run. */
    NDArray features() {
        return Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDList all = new NDList();
                batches.forEach(batch -> all.add(now(scope, batch)));
                NDArray features = NDArrays.concat(all, 0);
                features.attach(manager);
                return features;
            }
        });
    }

    private NDArray loss(NDManager scope, Batch batch) {
        NDArray v = Embedding.apply(batch.features(), Slice.whole(scope, batch.within()));
        return Refinement.loss(v, texts.rows(scope, batch.rows()), config.temperature());
    }

    @Override
    public void close() {
        batches.forEach(batch -> batch.optimizer().close());
        manager.close();
    }
}
