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
import syntic.store.Provenance;

/**
 * A refinement under way: the features, their optimisers, and the fixed batches. Of a large set only what is trained is
 * in memory; the features that it began with and those of the sentences are read where they are.
 */
final class RefinementRun implements AutoCloseable {
    /** Rows that are looked at together where each is looked at alone. */
    private static final int ROWS_AT_ONCE = 4096;

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
    /** Where each row is among those of the batches, one after the other. */
    private final long[] places;

    /** @param images, texts of the same ids; @param rows of each batch, in the order in which they are seen */
    RefinementRun(NDManager parent, FeatureSet images, FeatureSet texts, List<long[]> rows, Refinement.Config config) {
        manager = parent.newSubManager();
        this.config = config;
        this.start = images;
        this.texts = texts;
        places = new long[images.size()];
        long place = 0;
        for (long[] some : rows) {
            for (long row : some) {
                places[(int) row] = place++;
            }
        }
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

    Refinement.Progress progress(int epoch) {
        double loss = 0;
        double[] losses = losses();
        for (int i = 0; i < losses.length; i++) {
            loss += losses[i] * batches.get(i).rows().length / start.size();
        }
        double drift = mean((now, rows) -> now.sub(start.rows(now.getManager(), rows)).square().sum(new int[] {1})
                .sqrt());
        double cosine = mean((now, rows) -> Normalization.unit(now)
                .mul(Normalization.unit(texts.rows(now.getManager(), rows))).sum(new int[] {1}));
        return new Refinement.Progress(epoch, config.epochs(), loss, drift, cosine);
    }

    /** The mean of a number of each row, given the present features [b, width] and which rows they are. */
    private double mean(BiFunction<NDArray, long[], NDArray> ofRows) {
        return Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDList all = new NDList();
                for (Batch batch : batches) {
                    try (NDManager some = scope.newSubManager()) {
                        NDArray values = ofRows.apply(now(some, batch), batch.rows());                  // [b]
                        values.attach(scope);
                        all.add(values);
                    }
                }
                NDArray column = NDArrays.concat(all, 0).reshape(-1, 1);                                // [n, 1]
                return (double) Embedding.apply(column, scope.create(places)).reshape(-1).mean().getFloat();
            }
        });
    }

    /** The present features of a batch [b, width]. */
    private static NDArray now(NDManager scope, Batch batch) {
        return Embedding.apply(batch.features(), adopt(scope, batch.within()));
    }

    /** The present features, scaled to length 1. */
    FeatureSet refined(Provenance made) {
        try (FeatureSet.Builder builder = new FeatureSet.Builder(start.ids(), start.width());
                NDManager scope = manager.newSubManager()) {
            NDArray all = features(scope);
            for (int from = 0; from < start.size(); from += ROWS_AT_ONCE) {
                try (NDManager some = scope.newSubManager()) {
                    NDArray rows = Slice.of(all, 0, from, Math.min(start.size(), from + ROWS_AT_ONCE));
                    rows.attach(some);
                    builder.add(Normalization.unit(rows));
                }
            }
            return builder.build(made);
        }
    }

    /** The present features [n, width] in their first order, copied. */
    NDArray features(NDManager owner) {
        return Torch.withoutGradients(() -> {
            try (NDManager scope = owner.newSubManager()) {
                NDList all = new NDList();
                batches.forEach(batch -> all.add(now(scope, batch)));
                NDArray order = owner.create(places);
                NDArray features = Embedding.apply(NDArrays.concat(all, 0), order);
                order.close();
                return features;
            }
        });
    }

    private NDArray loss(NDManager scope, Batch batch) {
        NDArray v = Embedding.apply(batch.features(), adopt(scope, batch.within()));
        return Refinement.loss(v, texts.rows(scope, batch.rows()), config.temperature());
    }

    /** A view whose results belong to {@code scope}. */
    private static NDArray adopt(NDManager scope, NDArray array) {
        NDArray view = array.reshape(array.getShape());
        view.attach(scope);
        return view;
    }

    @Override
    public void close() {
        batches.forEach(batch -> batch.optimizer().close());
        manager.close();
    }
}
