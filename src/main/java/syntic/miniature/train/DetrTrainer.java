package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import syntic.miniature.DetectionGates;
import syntic.miniature.world.Splits;
import syntic.model.detr.BatchNormalization;
import syntic.model.detr.Detr;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.Checkpoint;
import syntic.nn.train.LearningRate;
import syntic.nn.train.MovingAverage;
import syntic.nn.train.TrainingStep;
import syntic.stage.ObjectDetection;

/**
 * Trains the miniature detector from scratch on the rendered world.
 *
 * <p>First the backbone alone, with a {@link DenseHead} in place of the ImageNet training that real DETR starts from;
 * then everything with {@link DetrLoss}, the dense head beside it. Every step sees fresh scenes. A killed training goes
 * on from its last checkpoint with the same bits.
 */
public final class DetrTrainer implements AutoCloseable {
    private static final long WORLD_SEED = 1;
    private static final AdamW.Config OPTIMIZER = AdamW.Config.ADAM.withDecay(1e-4).withClipNorm(1);
    private static final double AVERAGE = 0.998;
    private static final int WARM_UP = 200;
    /** Share of the steps after which the learning rate begins to fall. */
    private static final double HELD = 0.625;
    private static final int CHECKPOINT_EVERY = 500;
    private static final long PROGRESS_NANOS = 30_000_000_000L;

    private final DetrRecipe recipe;
    private final Splits splits = new Splits(WORLD_SEED);
    private final NDManager manager;
    private final Weights weights;
    private final Detr detr;
    private long lastProgress = System.nanoTime();
    private double smoothLoss = Double.NaN;

    DetrTrainer(DetrRecipe recipe) {
        this.recipe = recipe;
        manager = Torch.newManager();
        weights = DetrRecipe.initializer().create(manager, recipe.shapes(), recipe.seed(), "miniature detector");
        detr = new Detr(DetrRecipe.config(), weights);
    }

    /**
     * Trains, writes the folder and prints how good the detector is.
     *
     * @param arguments the folder for the detector and the checkpoint, and optionally another number of steps
     */
    public static void run(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("usage: train-detr FOLDER [STEPS]");
        }
        Path folder = Path.of(arguments[0]);
        DetrRecipe recipe = arguments.length < 2 ? DetrRecipe.STANDARD
                : DetrRecipe.STANDARD.withSteps(Integer.parseInt(arguments[1]));
        try (DetrTrainer trainer = new DetrTrainer(recipe);
                Detr trained = trainer.train(folder.resolve("checkpoint.safetensors"))) {
            DetrExport.write(folder, trained);
            try (ObjectDetection shipped = ObjectDetection.from(trainer.manager, folder,
                    ObjectDetection.Config.STANDARD)) {
                System.out.println(DetectionGates.evaluate(shipped, trainer.splits, 2000));
            }
        }
    }

    /** Trains to the end, from {@code checkpoint} if it exists; the detector lives until the trainer is closed. */
    Detr train(Path checkpoint) {
        if (!Files.exists(checkpoint)) {
            pretrain();
        }
        LearningRate rate = LearningRate.heldCosine(recipe.rate(), WARM_UP, recipe.steps(), HELD, 0.01);
        smoothLoss = Double.NaN;
        try (AdamW optimizer = new AdamW(trained(name -> true), OPTIMIZER, manager);
                MovingAverage average = new MovingAverage(weights, AVERAGE, manager)) {
            Checkpoint saved = new Checkpoint(weights, optimizer, average, recipe.describe());
            long first = saved.restore(checkpoint);
            if (first == 0) {
                saved.save(checkpoint);
            }
            for (long step = first; step < recipe.steps(); step++) {
                DetectionBatch batch = DetectionBatch.of(splits, recipe.seed(), step, recipe.batch());
                TrainingStep.Result result = TrainingStep.run(manager, optimizer, rate.at(step),
                        inner -> loss(inner, detr, batch, recipe.groups()));
                average.update();
                report("detection", step, recipe.steps(), result);
                if ((step + 1) % CHECKPOINT_EVERY == 0 || step + 1 == recipe.steps()) {
                    saved.save(checkpoint);
                    reportQuality(average.weights());
                }
            }
            return DetrExport.detector(manager, detr.config(), average.weights());
        }
    }

    /** The backbone alone. */
    private void pretrain() {
        LearningRate rate = LearningRate.linear(recipe.pretrainingRate(), 50, (long) (1.1 * recipe.pretraining()));
        Map<String, NDArray> backbone = trained(name -> name.contains("backbone") || name.contains("input_projection")
                || name.startsWith(DenseHead.PREFIX));
        smoothLoss = Double.NaN;
        try (AdamW optimizer = new AdamW(backbone, OPTIMIZER, manager)) {
            for (long step = 0; step < recipe.pretraining(); step++) {
                // Other scenes than those of the steps to come.
                DetectionBatch batch = DetectionBatch.of(splits, recipe.seed(), -1 - step, recipe.batch());
                TrainingStep.Result result = TrainingStep.run(manager, optimizer, rate.at(step), inner -> {
                    NDArray map = detr.project(batch.pixelValues(inner), BatchNormalization.TRAINING);
                    return DenseHead.loss(inner, weights, map, batch.targets());
                });
                report("backbone", step, recipe.pretraining(), result);
            }
        }
    }

    /** DETR's loss after every decoder layer, and the dense head's. */
    static NDArray loss(NDManager step, Detr detr, DetectionBatch batch, int groups) {
        NDArray map = detr.project(batch.pixelValues(step), BatchNormalization.TRAINING);
        List<NDArray> states = detr.decode(detr.encode(map, null), groups);
        NDArray all = NDArrays.concat(new NDList(states)); // [layers·batch, groups·queries, width]
        return DetrLoss.of(step, detr.logits(all), detr.boxes(all), batch.targets(), groups)
                .add(DenseHead.loss(step, detr.weights(), map, batch.targets()));
    }

    /** The parameters with these names; running statistics are no parameters. */
    private Map<String, NDArray> trained(Predicate<String> which) {
        Map<String, NDArray> trained = new LinkedHashMap<>();
        weights.toMap().forEach((name, array) -> {
            if (which.test(name) && !name.contains("running_")) {
                trained.put(name, array);
            }
        });
        return trained;
    }

    private void report(String phase, long step, int steps, TrainingStep.Result result) {
        smoothLoss = Double.isNaN(smoothLoss) ? result.loss() : 0.98 * smoothLoss + 0.02 * result.loss();
        if (step + 1 == steps || System.nanoTime() - lastProgress > PROGRESS_NANOS) {
            System.out.printf(Locale.ROOT, "%s step %d of %d, %.0f CPU-s | loss %.3f, gradient %.2f%n", phase,
                    step + 1, steps, cpuSeconds(), smoothLoss, result.gradientNorm());
            lastProgress = System.nanoTime();
        }
    }

    private void reportQuality(Weights average) {
        try (ObjectDetection now = new ObjectDetection(DetrExport.detector(manager, detr.config(), average),
                DetrExport.PREPROCESSOR, ObjectDetection.Config.STANDARD)) {
            System.out.println("photos: " + DetectionGates.photos(now, splits, 200));
        }
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9 : Double.NaN;
    }

    @Override
    public void close() {
        manager.close();
    }
}
