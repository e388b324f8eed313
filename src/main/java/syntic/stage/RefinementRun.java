package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import syntic.nn.Embedding;
import syntic.nn.Normalization;
import syntic.nn.Torch;
import syntic.nn.train.AdamW;
import syntic.nn.train.TrainingStep;

/** A refinement under way: the features, their optimisers, and the fixed batches. */
final class RefinementRun implements AutoCloseable {
    /**
     * One mini-batch.
     *
     * @param rows its rows in the whole matrix
     * @param features the array that is trained: the batch's own rows, or all features
     * @param within the batch's rows in {@code features}
     */
    private record Batch(long[] rows, NDArray features, AdamW optimizer, NDArray within, NDArray texts) {}

    private final NDManager manager;
    private final Refinement.Config config;
    private final NDArray start;
    private final NDArray texts;
    private final List<Batch> batches = new ArrayList<>();

    /** @param images, texts [n, width], copied; @param rows of each batch, in the order in which they are seen */
    RefinementRun(NDManager parent, NDArray images, NDArray texts, List<long[]> rows, Refinement.Config config) {
        manager = parent.newSubManager();
        this.config = config;
        this.start = owned(images.duplicate());
        this.texts = owned(texts.duplicate());
        if (config.adam() == Refinement.Adam.DENSE) {
            NDArray all = owned(images.duplicate());
            AdamW optimizer = new AdamW(Map.of("features", all), AdamW.Config.ADAM, manager);
            for (long[] some : rows) {
                NDArray ids = manager.create(some);
                batches.add(new Batch(some, all, optimizer, ids, Embedding.apply(this.texts, ids)));
            }
        } else {
            for (long[] some : rows) {
                NDArray ids = manager.create(some);
                NDArray own = owned(Embedding.apply(this.start, ids));
                NDArray within = manager.arange(some.length).toType(ids.getDataType(), false);
                batches.add(new Batch(some, own, new AdamW(Map.of("features", own), AdamW.Config.ADAM, manager), within,
                        Embedding.apply(this.texts, ids)));
            }
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
            loss += losses[i] * batches.get(i).rows().length / start.getShape().get(0);
        }
        double mean = loss;
        return Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray now = features(scope);
                double drift = now.sub(start).square().sum(new int[] {1}).sqrt().mean().getFloat();
                double cosine = Normalization.unit(now).mul(Normalization.unit(adopt(scope, texts)))
                        .sum(new int[] {1}).mean().getFloat();
                return new Refinement.Progress(epoch, config.epochs(), mean, drift, cosine);
            }
        });
    }

    /** The present features [n, width] in their first order, copied. */
    NDArray features(NDManager owner) {
        if (config.adam() == Refinement.Adam.DENSE) {
            NDArray copy = batches.get(0).features().duplicate();
            copy.attach(owner);
            return copy.stopGradient();
        }
        Shape shape = start.getShape();
        int width = (int) shape.get(1);
        float[] all = new float[Math.toIntExact(shape.size())];
        for (Batch batch : batches) {
            float[] some = batch.features().toFloatArray();
            for (int i = 0; i < batch.rows().length; i++) {
                System.arraycopy(some, i * width, all, (int) batch.rows()[i] * width, width);
            }
        }
        return owner.create(all, shape);
    }

    private NDArray loss(NDManager scope, Batch batch) {
        NDArray v = Embedding.apply(batch.features(), adopt(scope, batch.within()));
        return Refinement.loss(v, adopt(scope, batch.texts()), config.temperature());
    }

    /** A view whose results belong to {@code scope}. */
    private static NDArray adopt(NDManager scope, NDArray array) {
        NDArray view = array.reshape(array.getShape());
        view.attach(scope);
        return view;
    }

    private NDArray owned(NDArray array) {
        array.attach(manager);
        return array;
    }

    @Override
    public void close() {
        batches.forEach(batch -> batch.optimizer().close());
        manager.close();
    }
}
