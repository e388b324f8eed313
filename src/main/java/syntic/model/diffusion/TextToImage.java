package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.clip.ClipText;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.nn.FreeMemory;
import syntic.nn.Operators;
import syntic.nn.Ownership;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.Work;
import syntic.store.ProgressListener;

/**
 * Text to image by latent diffusion (Rombach et al. 2022) with classifier-free guidance, from a Stable Diffusion folder
 * of any size: {@code text_encoder}, {@code tokenizer}, {@code unet}, {@code vae}, {@code scheduler}.
 *
 * <p>The image of a sentence depends on the model, the settings, and the sentence with its id, and on nothing else. The
 * networks always see batches of one fixed size, because kernels for other sizes round differently.
 */
public final class TextToImage implements AutoCloseable {
    /** The denoiser works on about this many latent positions at once, twice: with the sentence and without. */
    private static final int POSITIONS = 1024;
    /** The same for a GPU, which is idle most of the time with less. */
    private static final int POSITIONS_ON_GPU = 1 << 15;

    private final NDManager manager;
    private final List<Weights> opened;
    private final ClipTokenizer tokenizer;
    private final ClipText text;
    private final UNet2DConditionModel unet;
    private final AutoencoderKL vae;
    private final Scheduler scheduler;
    private final ConfigFile schedulerFile;
    private final Map<String, String> unusual;
    private final int batch;

    /** @param id with the seed it determines the noise that the image starts from; unique among the sentences */
    public record Prompt(String id, String sentence) {}

    /**
     * How images are made.
     *
     * @param seed of all images
     * @param steps of the scheduler
     * @param guidance how much the difference that the sentence makes is exaggerated; up to 1 for not at all, which
     *     takes half of the time (Turbo models are meant for 0)
     */
    public record Settings(long seed, int steps, double guidance) {
        /** Steps of the paper; it does not state the guidance, 7.5 is Stable Diffusion's own default. */
        public static final Settings PAPER = new Settings(1, 20, 7.5);
        /** For the miniature world, whose smaller model draws best with less guidance. */
        public static final Settings MINIATURE = new Settings(1, 20, 2.5);

        public Settings {
            if (steps < 1) {
                throw new IllegalArgumentException("steps must be at least 1, not " + steps);
            }
            if (!(guidance >= 0) || Double.isInfinite(guidance)) {
                throw new IllegalArgumentException("guidance must be 0 or more, not " + guidance);
            }
        }

        /** Whether the denoiser is asked without the sentence too. */
        boolean isGuided() {
            return guidance > 1;
        }

        public Settings withSeed(long value) {
            return new Settings(value, steps, guidance);
        }

        public Settings withSteps(int value) {
            return new Settings(seed, value, guidance);
        }

        public Settings withGuidance(double value) {
            return new Settings(seed, steps, value);
        }
    }

    private TextToImage(Compute compute, Path folder, List<Weights> opened) {
        this.opened = opened;
        ModelFolder.requireWhole(folder);
        tokenizer = ClipTokenizer.from(folder.resolve("tokenizer"));
        ClipText plainText = ClipText.from(compute, folder.resolve("text_encoder"));
        opened.add(plainText.weights());
        UNet2DConditionModel plainUnet = UNet2DConditionModel.from(compute, folder.resolve("unet"));
        opened.add(plainUnet.weights());
        unusual = new TreeMap<>();
        Path changes = folder.resolve(Lora.FOLDER);
        if (Files.isDirectory(changes)) {
            try (Lora lora = Lora.from(compute, changes)) {
                unusual.put("lora", lora.named());
                text = new ClipText(plainText.config(), lora.merge("text_encoder", plainText.weights()));
                unet = new UNet2DConditionModel(plainUnet.config(), lora.merge("unet", plainUnet.weights()));
            }
        } else {
            text = plainText;
            unet = plainUnet;
        }
        vae = AutoencoderKL.from(compute, folder.resolve("vae"));
        opened.add(vae.weights());
        schedulerFile = Scheduler.file(folder.resolve("scheduler"));
        scheduler = Scheduler.from(schedulerFile);
        unusual.putAll(Scheduler.unusual(schedulerFile));
        if (unet.config().textWidth() != text.config().width()) {
            throw new ModelException(folder + ": the denoiser expects token states of width "
                    + unet.config().textWidth() + ", the text encoder makes " + text.config().width());
        }
        if (unet.config().inChannels() != vae.config().latentChannels()) {
            throw new ModelException(folder + ": the denoiser works on " + unet.config().inChannels()
                    + " channels, the autoencoder has " + vae.config().latentChannels());
        }
        manager = unet.weights().manager();
        batch = fittingBatch();
    }

    private TextToImage(TextToImage model, ConfigFile schedulerFile) {
        this.schedulerFile = schedulerFile;
        scheduler = Scheduler.from(schedulerFile);
        opened = List.of();
        tokenizer = model.tokenizer;
        text = model.text;
        unet = model.unet;
        vae = model.vae;
        manager = model.manager;
        batch = model.batch;
        unusual = new TreeMap<>(model.unusual);
        unusual.remove(Scheduler.NAME);
        unusual.putAll(Scheduler.unusual(schedulerFile));
    }

    /**
     * The same model with another scheduler, which reads the settings of its own; it stays that of this one, which is to
     * be closed after it.
     *
     * @param name as {@code _class_name} of {@code scheduler_config.json}
     */
    public TextToImage withScheduler(String name) {
        return new TextToImage(this, schedulerFile.withText("_class_name", name));
    }

    /**
     * What is not as in Stable Diffusion as it was published: {@code scheduler} where it is not {@link
     * Scheduler#USUAL}, {@code lora} where weights were changed, with scale and sum.
     */
    public Map<String, String> unusual() {
        return Collections.unmodifiableMap(unusual);
    }

    /** Opens a Stable Diffusion folder. */
    public static TextToImage from(Compute compute, Path folder) {
        DiffusionFolder.require(folder);
        List<Weights> opened = new ArrayList<>();
        return Ownership.handOver(() -> opened.forEach(Weights::close),
                all -> new TextToImage(compute, folder, opened));
    }

    /** The denoiser, with what LoRA weights change of it. */
    public UNet2DConditionModel unet() {
        return unet;
    }

    /** How noise is taken away. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** What the denoiser reads of sentences [sentences, tokens, width]; belongs to {@code manager}. */
    public NDArray states(NDManager manager, List<String> sentences) {
        return text.lastHiddenState(tokenizer.encode(manager, sentences, text.config().positions()), null);
    }

    /** Width and height of the images in pixels. */
    public int size() {
        return unet.config().sampleSize() * vae.config().pixelsPerLatent();
    }

    /** Images that are made at once. */
    public int batch() {
        return batch;
    }

    private int fittingBatch() {
        int positions = unet.config().sampleSize() * unet.config().sampleSize();
        // The decoder's last level takes more than all of the denoiser.
        return FreeMemory.batch(manager, vae.bytesPerPixel() * size() * size(), Math.max(1, POSITIONS / positions),
                Math.max(1, POSITIONS_ON_GPU / positions));
    }

    /** One image for each prompt, in their order. */
    public List<RgbImage> generate(List<Prompt> prompts, Settings settings, ProgressListener progress) {
        List<RgbImage> images = new ArrayList<>();
        for (int start = 0; start < prompts.size(); start += batch()) {
            List<Prompt> some = prompts.subList(start, Math.min(prompts.size(), start + batch()));
            Torch.withoutGradients(() -> images.addAll(generateBatch(some, settings)));
            progress.at(images.size(), prompts.size(), String.format(Locale.ROOT, "%d steps", settings.steps()));
        }
        return images;
    }

    /** What is left of images of this model's size after the autoencoder: the best that the denoiser could do. */
    public List<RgbImage> reconstruct(List<RgbImage> originals) {
        List<RgbImage> images = new ArrayList<>();
        for (int start = 0; start < originals.size(); start += batch()) {
            List<RgbImage> some = originals.subList(start, Math.min(originals.size(), start + batch()));
            try (NDManager run = manager.newSubManager()) {
                images.addAll(Torch.withoutGradients(() -> Pixels.toImages(vae.toImages(latents(run, some)))));
            }
        }
        return images;
    }

    /**
     * What becomes of images that noise is put on and taken away again, with a sentence for each (SDEdit, Meng et al.
     * 2022): how much the denoiser keeps, and what it makes of the rest. The steps are those of DDIM, which remember
     * nothing and can begin anywhere.
     *
     * @param originals of this model's size
     * @param timestep of the training, whose noise is put on, or the nearest that the steps visit
     */
    public List<RgbImage> redraw(List<RgbImage> originals, List<Prompt> prompts, int timestep, Settings settings) {
        List<RgbImage> images = new ArrayList<>();
        for (int start = 0; start < originals.size(); start += batch()) {
            int end = Math.min(originals.size(), start + batch());
            List<RgbImage> some = originals.subList(start, end);
            List<Prompt> ofThem = prompts.subList(start, end);
            images.addAll(Torch.withoutGradients(() -> redrawBatch(some, ofThem, timestep, settings)));
        }
        return images;
    }

    private List<RgbImage> redrawBatch(List<RgbImage> originals, List<Prompt> prompts, int timestep,
            Settings settings) {
        List<RgbImage> images = new ArrayList<>(originals);
        images.addAll(Collections.nCopies(batch() - originals.size(), originals.get(0)));
        Scheduler ddim = DdimScheduler.from(schedulerFile).unclipped();
        try (NDManager run = manager.newSubManager()) {
            List<Prompt> padded = padded(prompts);
            Scheduler.Run steps = ddim.start(settings.steps(), call -> null);
            float[] timesteps = steps.timesteps();
            int first = 0;
            while (first + 1 < timesteps.length
                    && Math.abs(timesteps[first + 1] - timestep) < Math.abs(timesteps[first] - timestep)) {
                first++;
            }
            int[] noisy = new int[batch()];
            Arrays.fill(noisy, Math.round(timesteps[first]));
            NDArray sample = ddim.noise().addNoise(latents(run, images), noise(run, padded, settings.seed(), 0), noisy);
            NDArray denoised = denoise(run, padded, settings, steps, first, sample, each -> { });
            return Pixels.toImages(vae.toImages(denoised)).subList(0, originals.size());
        }
    }

    /** Scaled latents [images, channels, h, w]. */
    private NDArray latents(NDManager run, List<RgbImage> images) {
        NDArray pixels = Operators.plus(Operators.scale(Pixels.toArray(run, images), 2), -1);
        return Operators.scale(vae.encode(pixels).mean(), vae.config().scalingFactor());
    }

    private List<Prompt> padded(List<Prompt> prompts) {
        List<Prompt> padded = new ArrayList<>(prompts);
        padded.addAll(Collections.nCopies(batch() - prompts.size(), new Prompt("", "")));
        return padded;
    }

    /**
     * One image as it comes to be: decoded after 0, 1, 2, … calls of the denoiser. Each is decoded alone, which is
     * quicker than a whole batch; the last may therefore differ from {@link #generate} in the rounding of a pixel.
     */
    public List<RgbImage> watch(Prompt prompt, Settings settings) {
        List<Prompt> batch = padded(List.of(prompt));
        List<RgbImage> seen = new ArrayList<>();
        return Torch.withoutGradients(() -> {
            try (NDManager run = manager.newSubManager()) {
                denoise(run, batch, settings, sample -> seen.addAll(Pixels.toImages(vae.toImages(sample.get(":1")))));
                return seen;
            }
        });
    }

    private List<RgbImage> generateBatch(List<Prompt> prompts, Settings settings) {
        try (NDManager run = manager.newSubManager()) {
            NDArray latents = denoise(run, padded(prompts), settings, sample -> { });
            List<RgbImage> images = Pixels.toImages(vae.toImages(latents));
            return images.subList(0, prompts.size());
        }
    }

    /**
     * @param observer sees the scaled latents before the first call and after each
     * @return scaled latents [batch, channels, h, w]
     */
    private NDArray denoise(NDManager run, List<Prompt> prompts, Settings settings, Consumer<NDArray> observer) {
        Scheduler.Run steps = scheduler.start(settings.steps(),
                call -> noise(run, prompts, settings.seed(), call + 1));
        return denoise(run, prompts, settings, steps, 0, Operators.scale(noise(run, prompts, settings.seed(), 0),
                steps.initialDeviation()), observer);
    }

    /** The same from a call on. @param noisy scaled latents that this call is to see */
    private NDArray denoise(NDManager run, List<Prompt> prompts, Settings settings, Scheduler.Run steps, int first,
            NDArray noisy, Consumer<NDArray> observer) {
        // [2 · batch, tokens, width], where nothing is exaggerated [batch, tokens, width]
        NDArray states = promptStates(run, prompts, settings.isGuided());
        float[] timesteps = steps.timesteps();
        NDArray sample = noisy;
        observer.accept(sample);
        for (int call = first; call < timesteps.length; call++) {
            Work.check();
            NDArray output = predict(run, steps.scaleInput(sample, call), timesteps[call], states, settings);
            sample = steps.step(output, call, sample);
            observer.accept(sample);
        }
        return sample;
    }

    /** The prediction, guided or not, owned by {@code run}; what the networks make on the way is freed. */
    private NDArray predict(NDManager run, NDArray input, float timestep, NDArray states, Settings settings) {
        try (NDManager call = run.newSubManager()) {
            NDArray seen = input.duplicate();
            seen.attach(call);
            NDArray output = settings.isGuided()
                    ? Guidance.predict(unet, seen, timestep, states, settings.guidance())
                    : unet.apply(seen, Guidance.repeated(timestep, batch()), states);
            output.attach(run);
            return output;
        }
    }

    /** Without a sentence, if guided, then with it, of each prompt. */
    private NDArray promptStates(NDManager run, List<Prompt> prompts, boolean guided) {
        List<String> sentences = new ArrayList<>(Collections.nCopies(guided ? prompts.size() : 0, ""));
        prompts.forEach(prompt -> sentences.add(prompt.sentence()));
        return states(run, sentences);
    }

    private NDArray noise(NDManager run, List<Prompt> prompts, long seed, int draw) {
        int side = unet.config().sampleSize();
        int size = unet.config().inChannels() * side * side;
        float[] values = new float[prompts.size() * size];
        for (int row = 0; row < prompts.size(); row++) {
            System.arraycopy(InitialNoise.of(seed, prompts.get(row).id(), draw, size), 0, values, row * size, size);
        }
        return run.create(values, new Shape(prompts.size(), unet.config().inChannels(), side, side));
    }

    @Override
    public void close() {
        opened.forEach(Weights::close);
    }
}
