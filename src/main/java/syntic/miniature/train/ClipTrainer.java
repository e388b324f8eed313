package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import syntic.miniature.ClipGates;
import syntic.miniature.world.Splits;
import syntic.model.ConfigFile;
import syntic.model.ImagePreprocessor;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.Clip;
import syntic.model.clip.ClipConfig;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Operators;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.Checkpoint;
import syntic.nn.train.LearningRate;
import syntic.nn.train.MovingAverage;
import syntic.nn.train.TrainingStep;
import syntic.stage.Encoding;

/**
 * Trains the miniature CLIP from scratch on the rendered world, with the symmetric InfoNCE loss of CLIP (Radford et al.
 * 2021). Every step sees fresh pairs. A killed training goes on from its last checkpoint with the same bits.
 */
public final class ClipTrainer implements AutoCloseable {
    private static final long WORLD_SEED = 1;
    private static final int VOCABULARY_SENTENCES = 10_000;
    private static final int MOST_MERGES = 4000;
    private static final int RAREST_PAIR = 3;
    private static final AdamW.Config OPTIMIZER =
            AdamW.Config.ADAM.withBetas(0.9, 0.98).withDecay(0.01).withClipNorm(1);
    private static final double AVERAGE = 0.998;
    private static final int WARMUP = 100;
    private static final int CHECKPOINT_EVERY = 250;
    private static final long PROGRESS_NANOS = 30_000_000_000L;
    private static final int PROGRESS_PHOTOS = 128;

    private final ClipRecipe recipe;
    private final Splits splits = new Splits(WORLD_SEED);
    private final NDManager manager;
    private final BpeTrainer.Vocabulary vocabulary;
    private final Weights weights;
    private final Clip clip;
    private final ClipTokenizer tokenizer;
    private final ImagePreprocessor preprocessor;
    private long lastProgress = System.nanoTime();
    private double smoothLoss = Double.NaN;

    ClipTrainer(ClipRecipe recipe) {
        this.recipe = recipe;
        manager = Torch.newManager();
        vocabulary = BpeTrainer.train(ClipBatch.corpus(splits, recipe.seed(), VOCABULARY_SENTENCES), MOST_MERGES,
                RAREST_PAIR);
        ClipConfig config = recipe.config(vocabulary);
        weights = ClipRecipe.initializer(config).create(manager, ClipConfig.parameters(config), recipe.seed(),
                "miniature CLIP");
        clip = new Clip(config, weights);
        tokenizer = vocabulary.tokenizer();
        preprocessor = ImagePreprocessor.from(
                ConfigFile.parse("preprocessor_config.json", ClipExport.preprocessor()));
    }

    /** @param arguments the folder to write the model and its checkpoint to, and optionally the number of steps */
    public static void run(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("usage: train-clip FOLDER [STEPS]");
        }
        Path folder = Path.of(arguments[0]);
        ClipRecipe recipe = arguments.length < 2 ? ClipRecipe.STANDARD
                : ClipRecipe.STANDARD.withSteps(Integer.parseInt(arguments[1]));
        try (ClipTrainer trainer = new ClipTrainer(recipe)) {
            trainer.train(folder);
            try (Encoding written = Encoding.from(trainer.manager, folder)) {
                System.out.println(ClipGates.evaluate(written, trainer.splits));
            }
        }
    }

    /** Trains to the end, from the folder's checkpoint if it has one, and writes the model's folder. */
    void train(Path folder) {
        try (MovingAverage average = train(folder, recipe.steps())) {
            ClipExport.write(folder, clip.config(), average.weights(), vocabulary, recipe.lastScale());
        }
    }

    /** Trains up to the step {@code until}, where a checkpoint is written; the caller closes the averaged weights. */
    MovingAverage train(Path folder, long until) {
        Map<String, NDArray> parameters = new LinkedHashMap<>(weights.toMap());
        parameters.remove(ClipExport.LOGIT_SCALE);
        LearningRate rate = LearningRate.cosine(recipe.rate(), WARMUP, recipe.steps(), 0.01);
        System.out.printf(Locale.ROOT, "%s, %,d tokens, %,d parameters%n", recipe, vocabulary.tokens().size(),
                weights.size());
        MovingAverage average = new MovingAverage(weights, AVERAGE, manager);
        try (AdamW optimizer = new AdamW(parameters, OPTIMIZER, manager)) {
            Checkpoint checkpoint = new Checkpoint(weights, optimizer, average, recipe.describe());
            Path file = folder.resolve("checkpoint.safetensors");
            for (long step = checkpoint.restore(file); step < until; step++) {
                ClipBatch batch = ClipBatch.of(splits, recipe.seed(), step, recipe.batch());
                double scale = recipe.scale(step);
                TrainingStep.Result result = TrainingStep.run(manager, optimizer, rate.at(step),
                        inner -> loss(inner, batch, scale));
                average.update();
                report(step, scale, result, average.weights());
                if ((step + 1) % CHECKPOINT_EVERY == 0 || step + 1 == until) {
                    checkpoint.save(file);
                }
            }
        }
        return average;
    }

    /** Cross-entropy over the batch, images to sentences and sentences to images. */
    private NDArray loss(NDManager step, ClipBatch batch, double scale) {
        NDArray images = clip.unitImageFeatures(preprocessor.pixelValues(step, batch.images())); // [B, D]
        int longest = batch.sentences().stream()
                .mapToInt(text -> tokenizer.encode(text, clip.config().text().positions()).length).max().orElseThrow();
        NDArray texts = clip.unitTextFeatures(tokenizer.encode(step, batch.sentences(), longest), null); // [B, D]
        NDArray logits = Operators.scale(images, scale).matMul(texts.swapAxes(0, 1)); // [B, B]
        NDArray own = step.arange(0, batch.images().size(), 1, DataType.INT64);
        NDArray both = Operators.crossEntropy(logits, own, -1, 0)
                .add(Operators.crossEntropy(logits.swapAxes(0, 1), own, -1, 0));
        return Operators.scale(both, 0.5);
    }

    private void report(long step, double scale, TrainingStep.Result result, Weights average) {
        smoothLoss = Double.isNaN(smoothLoss) ? result.loss() : 0.98 * smoothLoss + 0.02 * result.loss();
        if (step + 1 < recipe.steps() && System.nanoTime() - lastProgress < PROGRESS_NANOS) {
            return;
        }
        // Not closed: the weights belong to the average.
        Encoding now = new Encoding(new Clip(clip.config(), average), tokenizer, preprocessor, 32);
        System.out.printf(Locale.ROOT, "step %d of %d, %.0f CPU-s | loss %.3f, gradient %.2f, scale %.1f | %s%n",
                step + 1, recipe.steps(), cpuSeconds(), smoothLoss, result.gradientNorm(), scale,
                ClipGates.retrieval(now, splits, PROGRESS_PHOTOS));
        lastProgress = System.nanoTime();
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
