package syntic.miniature.train;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import syntic.miniature.Judge;
import syntic.miniature.Miniature;
import syntic.miniature.TextToImageCurve;
import syntic.miniature.TextToImageGates;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.ClipTokenizer;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.LearningRate;

/**
 * Trains the miniature text-to-image model from scratch on illustrations of the rendered world: first the text encoder
 * on a task of its own, then the autoencoder, then the denoiser together with the text encoder.
 *
 * <p>A stopped training goes on where it was; the model in the folder can be used from the denoiser's first report on.
 */
public final class TextToImageTrainer {
    private static final long DRAWING_SEED = 7;
    private static final int VOCABULARY_SENTENCES = 8000;
    private static final int MOST_MERGES = 4000;
    private static final int RAREST_PAIR = 3;
    private static final int EXPORT_EVERY = 500;
    private static final int JUDGE_EVERY = 3000;
    /** Of the learning rate that falls, what is left at the end. */
    private static final double FLOOR = 0.02;
    /** The share of the denoiser's steps before its learning rate falls. */
    private static final double HELD = 0.5;
    static final String CURVE = "curve.json";
    private static final TextToImage.Settings JUDGED = TextToImage.Settings.MINIATURE.withSeed(77);
    private static final int SCALE_PICTURES = 200;
    private static final AdamW.Config ADAM = AdamW.Config.ADAM.withClipNorm(1);
    private static final AdamW.Config TRANSFORMER_ADAM = ADAM.withBetas(0.9, 0.98).withDecay(0.01);

    private final TextToImageRecipe recipe;
    private final Compute compute;
    private final Path folder;
    private final TrainingLoop.Place place;
    private final Splits splits = new Splits(Miniature.WORLD_SEED);

    private TextToImageTrainer(TextToImageRecipe recipe, Path folder, Compute compute, BooleanSupplier stop) {
        this.compute = compute;
        this.recipe = recipe;
        this.folder = folder;
        place = new TrainingLoop.Place(folder.resolve("checkpoints"), System.out, stop);
    }

    /**
     * Trains and writes the model.
     *
     * @param folder receives the model and its checkpoints
     * @param share of the training, as the user wrote it
     * @param stop asked after every step: whether to save and end with {@link TrainingStopped}
     */
    public static void run(Path folder, Optional<String> share, Compute compute, BooleanSupplier stop) {
        TextToImageRecipe recipe = share.map(Requirement::share).map(TextToImageRecipe.STANDARD::shortened)
                .orElse(TextToImageRecipe.STANDARD);
        new TextToImageTrainer(recipe, folder, compute, stop).train();
    }

    private void train() {
        BpeTrainer.Vocabulary vocabulary = BpeTrainer.train(() -> LongStream.range(0, VOCABULARY_SENTENCES)
                .mapToObj(i -> Illustrated.draw(splits, DRAWING_SEED, i).sentence()).iterator(), MOST_MERGES,
                RAREST_PAIR);
        ClipTokenizer tokenizer = vocabulary.tokenizer();
        PictureCache pictures = new PictureCache(splits, DRAWING_SEED, recipe.pictures());
        try (NDManager manager = compute.newManager()) {
            Weights text = TextPretraining.run(manager, loop("text", recipe.textSteps(),
                    falling(2e-3, 60, recipe.textSteps()), 0.99, TRANSFORMER_ADAM), tokenizer, splits,
                    recipe.textBatch());
            Weights whole = AutoencoderTraining.run(manager, loop("vae", recipe.vaeSteps(),
                    falling(2e-3, 30, recipe.vaeSteps()), 0.99, ADAM), pictures, recipe.vaeBatch(),
                    recipe.vaePrecision());
            Weights refined = AutoencoderTraining.refine(manager, loop("decoder", recipe.decoderSteps(),
                    falling(1e-3, 30, recipe.decoderSteps()), 0.99, ADAM), whole, pictures, recipe.vaeBatch(),
                    recipe.vaePrecision());
            AutoencoderKL vae = new AutoencoderKL(AutoencoderTraining.CONFIG.withScalingFactor(
                    AutoencoderTraining.scalingFactor(manager, refined, pictures.first(SCALE_PICTURES))), refined);
            LatentSet latents = LatentSet.of(splits, DRAWING_SEED, recipe.latents(), vae, tokenizer,
                    place.checkpoints(), System.out);
            TrainingLoop.Observer export = (step, average) -> {
                TextToImageExport.write(folder, vocabulary, vae.config(), vae.weights(), average);
                if (step % JUDGE_EVERY == 0 || step == recipe.unetSteps()) {
                    judge(step);
                }
            };
            Weights trained = DenoiserTraining.run(manager, loop("unet", recipe.unetSteps(),
                    LearningRate.heldCosine(1e-3, 100, recipe.unetSteps(), HELD, FLOOR), 0.9995, TRANSFORMER_ADAM),
                    text, tokenizer, latents, TextToImageExport.noise(), recipe.unetBatch(), recipe.unetPrecision(),
                    EXPORT_EVERY, export);
            export.observe(recipe.unetSteps(), trained);
        }
    }

    /** A mark on the curve: of sentences that no training has seen, by a judge that has no part in it. */
    private void judge(long step) {
        Path file = place.checkpoints().resolve(CURVE);
        TextToImageCurve curve = TextToImageCurve.read(file);
        if (curve.has(step)) {
            return;
        }
        try (Judge judge = Judge.shipped(compute); TextToImage model = TextToImage.from(compute, folder)) {
            curve.with(step, recipe.judged(), TextToImageGates.generated(model, judge, splits, Split.VALIDATION,
                    recipe.judged(), JUDGED)).write(file);
        }
    }

    private static LearningRate falling(double rate, int warmup, int steps) {
        return LearningRate.cosine(rate, warmup, steps, FLOOR);
    }

    private TrainingLoop loop(String name, int steps, LearningRate rate, double average, AdamW.Config adam) {
        return new TrainingLoop(name, place, recipe.seed(), steps, rate, adam, average, TrainingLoop.ALL);
    }
}
