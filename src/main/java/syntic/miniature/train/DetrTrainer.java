package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import syntic.miniature.DetectionGates;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.detr.BatchNormalization;
import syntic.model.detr.Detr;
import syntic.nn.Compute;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.LearningRate;
import syntic.stage.ObjectDetection;

/**
 * Trains the miniature detector from scratch on the rendered world.
 *
 * <p>First the backbone alone, with a {@link DenseHead} in place of the ImageNet training that real DETR starts from;
 * then everything with {@link DetrLoss}, the dense head beside it. Every step sees fresh scenes. A killed training goes
 * on from its last checkpoint with the same bits.
 */
public final class DetrTrainer implements AutoCloseable {
    private static final AdamW.Config OPTIMIZER = AdamW.Config.ADAM.withDecay(1e-4).withClipNorm(1);
    private static final double AVERAGE = 0.998;
    private static final int WARM_UP = 200;
    /** Share of the steps after which the learning rate begins to fall. */
    private static final double HELD = 0.625;
    private static final int QUALITY_EVERY = 500;

    private final DetrRecipe recipe;
    private final Splits splits = new Splits(Miniature.WORLD_SEED);
    private final NDManager manager;
    private final Weights weights;
    private final Detr detr;

    DetrTrainer(DetrRecipe recipe, Compute compute) {
        this.recipe = recipe;
        manager = compute.newManager();
        weights = DetrRecipe.initializer().create(manager, recipe.shapes(), recipe.seed(), "miniature detector");
        detr = new Detr(DetrRecipe.config(), weights);
    }

    /**
     * Trains, writes the folder and prints how good the detector is.
     *
     * @param folder receives the model and its checkpoints
     * @param steps how many, as the user wrote it
     * @param stop asked after every step: whether to save and end with {@link TrainingStopped}
     */
    public static void run(Path folder, Optional<String> steps, Compute compute, BooleanSupplier stop) {
        DetrRecipe recipe = steps.map(Requirement::steps).map(DetrRecipe.STANDARD::withSteps)
                .orElse(DetrRecipe.STANDARD);
        try (DetrTrainer trainer = new DetrTrainer(recipe, compute);
                Detr trained = trainer.train(folder.resolve("checkpoints"), stop)) {
            DetrExport.write(folder, trained);
            try (ObjectDetection shipped = ObjectDetection.from(compute, folder, ObjectDetection.Config.STANDARD)) {
                System.out.println(DetectionGates.evaluate(shipped, trainer.splits, 2000));
            }
        }
    }

    /** Trains to the end, from the folder's checkpoints if it has them; the detector lives as long as the trainer. */
    Detr train(Path checkpoints, BooleanSupplier stop) {
        TrainingLoop.Place place = new TrainingLoop.Place(checkpoints, System.out, stop);
        pretrain(place);
        TrainingLoop loop = new TrainingLoop("detection", place, recipe.seed(), recipe.steps(),
                LearningRate.heldCosine(recipe.rate(), WARM_UP, recipe.steps(), HELD, 0.01), OPTIMIZER, AVERAGE,
                DetrTrainer::learns);
        Weights average = loop.run(manager, weights, recipe.describe(), (step, number, random) -> loss(step, detr,
                DetectionBatch.of(splits, recipe.seed(), number, recipe.batch()), recipe.groups()), QUALITY_EVERY,
                (done, now) -> reportQuality(now));
        return DetrExport.detector(manager, detr.config(), average);
    }

    /** The backbone alone. */
    private void pretrain(TrainingLoop.Place place) {
        TrainingLoop loop = new TrainingLoop("backbone", place, recipe.seed(), recipe.pretraining(),
                LearningRate.linear(recipe.pretrainingRate(), 50, (long) (1.1 * recipe.pretraining())), OPTIMIZER,
                AVERAGE, name -> learns(name) && (name.contains("backbone") || name.contains("input_projection")
                        || name.startsWith(DenseHead.PREFIX)));
        loop.run(manager, weights, recipe.describe(), (step, number, random) -> {
            // Other scenes than those of the steps to come.
            DetectionBatch batch = DetectionBatch.of(splits, recipe.seed(), -1 - number, recipe.batch());
            NDArray map = detr.project(batch.pixelValues(step), BatchNormalization.TRAINING);
            return DenseHead.loss(step, weights, map, batch.targets());
        }, recipe.pretraining(), (done, ignored) -> { });
    }

    /** Running statistics are no parameters. */
    private static boolean learns(String name) {
        return !name.contains("running_");
    }

    /** DETR's loss after every decoder layer, and the dense head's. */
    static NDArray loss(NDManager step, Detr detr, DetectionBatch batch, int groups) {
        NDArray map = detr.project(batch.pixelValues(step), BatchNormalization.TRAINING);
        List<NDArray> states = detr.decode(detr.encode(map, null), groups);
        NDArray all = NDArrays.concat(new NDList(states)); // [layers·batch, groups·queries, width]
        return DetrLoss.of(step, detr.logits(all), detr.boxes(all), batch.targets(), groups)
                .add(DenseHead.loss(step, detr.weights(), map, batch.targets()));
    }

    private void reportQuality(Weights average) {
        try (ObjectDetection now = new ObjectDetection(DetrExport.detector(manager, detr.config(), average),
                DetrExport.PREPROCESSOR, "in training", ObjectDetection.Config.STANDARD, true)) {
            System.out.println("photos: " + DetectionGates.photos(now, splits, Split.TEST, 200));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
