package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import syntic.miniature.ClipGates;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.ConfigFile;
import syntic.model.ImagePreprocessor;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.Clip;
import syntic.model.clip.ClipConfig;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.nn.Operators;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.LearningRate;
import syntic.stage.Encoding;

/**
 * Trains the miniature CLIP from scratch on the rendered world, with the symmetric InfoNCE loss of CLIP (Radford et al.
 * 2021). Every step sees fresh pairs. A killed training goes on from its last checkpoint with the same bits.
 */
public final class ClipTrainer implements AutoCloseable {
    private static final int VOCABULARY_SENTENCES = 10_000;
    private static final int MOST_MERGES = 4000;
    private static final int RAREST_PAIR = 3;
    private static final AdamW.Config OPTIMIZER =
            AdamW.Config.ADAM.withBetas(0.9, 0.98).withDecay(0.01).withClipNorm(1);
    private static final double AVERAGE = 0.998;
    private static final int WARMUP = 100;
    private static final int RETRIEVAL_EVERY = 100;
    private static final int PROGRESS_PHOTOS = 128;

    private final ClipRecipe recipe;
    private final Splits splits = new Splits(Miniature.WORLD_SEED);
    private final NDManager manager;
    private final BpeTrainer.Vocabulary vocabulary;
    private final Weights weights;
    private final Clip clip;
    private final ClipTokenizer tokenizer;
    private final ImagePreprocessor preprocessor;

    ClipTrainer(ClipRecipe recipe, Compute compute) {
        this.recipe = recipe;
        manager = compute.newManager();
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

    /**
     * Trains, writes the folder and prints how good the model is.
     *
     * @param folder receives the model and its checkpoints
     * @param steps how many, as the user wrote it
     * @param stop asked after every step: whether to save and end with {@link TrainingStopped}
     */
    public static void run(Path folder, Optional<String> steps, Compute compute, BooleanSupplier stop) {
        ClipRecipe recipe = steps.map(Requirement::steps).map(ClipRecipe.STANDARD::withSteps)
                .orElse(ClipRecipe.STANDARD);
        try (ClipTrainer trainer = new ClipTrainer(recipe, compute)) {
            trainer.train(folder, stop);
            try (Encoding written = Encoding.from(compute, folder)) {
                System.out.println(ClipGates.evaluate(written, trainer.splits));
            }
        }
    }

    /** Trains to the end, from the folder's checkpoint if it has one, and writes the model's folder. */
    void train(Path folder, BooleanSupplier stop) {
        System.out.printf(Locale.ROOT, "%s, %,d tokens, %,d parameters%n", recipe, vocabulary.tokens().size(),
                weights.size());
        TrainingLoop loop = new TrainingLoop("clip",
                new TrainingLoop.Place(folder.resolve("checkpoints"), System.out, stop), recipe.seed(), recipe.steps(),
                LearningRate.cosine(recipe.rate(), WARMUP, recipe.steps(), 0.01), OPTIMIZER, AVERAGE,
                name -> !name.equals(ClipExport.LOGIT_SCALE));
        Weights average = loop.run(manager, weights, recipe.describe(), (step, number, random) -> loss(step,
                ClipBatch.of(splits, recipe.seed(), number, recipe.batch()), recipe.scale(number)),
                RETRIEVAL_EVERY, this::report);
        ClipExport.write(folder, clip.config(), average, vocabulary, recipe.lastScale());
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

    private void report(long step, Weights average) {
        // Not closed: the weights belong to the average.
        Encoding now = new Encoding(new Clip(clip.config(), average), tokenizer, preprocessor, "in training", 32);
        System.out.println(ClipGates.retrieval(now, splits, Split.TEST, PROGRESS_PHOTOS));
    }

    @Override
    public void close() {
        manager.close();
    }
}
