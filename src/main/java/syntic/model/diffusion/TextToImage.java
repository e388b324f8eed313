package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import syntic.model.ConfigFile;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.nn.FreeMemory;
import syntic.nn.Ownership;
import syntic.nn.Torch;
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
    private static final int POSITIONS = 4096;
    /** Images at once on a CPU, however small they are: a single one takes as long as a whole batch. */
    private static final int MOST = 16;
    /** The same for a GPU, which is idle most of the time with less. */
    private static final int POSITIONS_ON_GPU = 1 << 15;

    private final DiffusionModels models;
    private final ConfigFile schedulerFile;
    private final Scheduler scheduler;
    private final NDManager manager;
    private final int batch;
    private final boolean owner;

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
        /**
         * For the miniature world: the guidance, of 3, 4 and 5, whose pictures of validation scenes show most. What those
         * of test scenes show at 1, 2.5, 4, 5 and 7.5 is measured by the command {@code judge-pictures} and shown in
         * notebook 01.
         */
        public static final Settings MINIATURE = new Settings(1, 20, 4);

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

    private TextToImage(DiffusionModels models, ConfigFile schedulerFile, boolean owner) {
        this.models = models;
        this.schedulerFile = asInPipeline(schedulerFile);
        this.owner = owner;
        scheduler = Scheduler.from(this.schedulerFile);
        manager = models.unet().weights().manager();
        int positions = models.side() * models.side();
        // The decoder's last level takes more than all of the denoiser.
        batch = FreeMemory.batch(manager, models.vae().bytesPerPixel() * size() * size(),
                Math.max(1, Math.min(MOST, POSITIONS / positions)), Math.max(1, POSITIONS_ON_GPU / positions));
    }

    /**
     * Stable Diffusion's pipeline corrects files from before these keys were there: latents are not clipped, and
     * leading time steps begin at 1.
     */
    private static ConfigFile asInPipeline(ConfigFile schedulerFile) {
        return schedulerFile.withFlag("clip_sample", false).withNumber("steps_offset", 1);
    }

    /** Opens a Stable Diffusion folder. */
    public static TextToImage from(Compute compute, Path folder) {
        return Ownership.handOver(DiffusionModels.from(compute, folder),
                models -> new TextToImage(models, models.scheduler(), true));
    }

    /**
     * The same model with another scheduler, which reads the settings of its own, PNDM without its Runge-Kutta start
     * unless they ask for it; it stays that of this one, which is to be closed after it.
     *
     * @param name as {@code _class_name} of {@code scheduler_config.json}
     */
    public TextToImage withScheduler(String name) {
        return new TextToImage(models, schedulerFile.withText("_class_name", name)
                .withDefault(PndmScheduler.WITHOUT_RUNGE_KUTTA, true), false);
    }

    /**
     * What is not as in Stable Diffusion as it was published: {@code scheduler} where it is not {@link
     * Scheduler#USUAL}, {@code lora} where weights were changed, with scale and sum.
     */
    public Map<String, String> unusual() {
        Map<String, String> unusual = new TreeMap<>(models.unusual());
        unusual.putAll(Scheduler.unusual(schedulerFile));
        return Collections.unmodifiableMap(unusual);
    }

    /** The denoiser, with what LoRA weights change of it. */
    public UNet2DConditionModel unet() {
        return models.unet();
    }

    /** How noise is taken away. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** What the denoiser reads of sentences [sentences, tokens, width]; belongs to {@code manager}. */
    public NDArray states(NDManager manager, List<String> sentences) {
        return models.states(manager, sentences);
    }

    /** Width and height of the images in pixels. */
    public int size() {
        return models.size();
    }

    /** Images that are made at once. */
    public int batch() {
        return batch;
    }

    /** One image for each prompt, in their order. */
    public List<RgbImage> generate(List<Prompt> prompts, Settings settings, ProgressListener progress) {
        return inBatches(prompts.size(), (run, from, to) -> {
            Denoising denoising = new Denoising(run, models, padded(prompts.subList(from, to)), settings);
            List<RgbImage> images = models.images(denoising.fromNoise(scheduler, latents -> { }));
            progress.at(to, prompts.size(), String.format(Locale.ROOT, "%d steps", settings.steps()));
            return images;
        });
    }

    /**
     * One image as it comes to be: decoded after 0, 1, 2, … calls of the denoiser. Each is decoded alone, which is
     * quicker than a whole batch; the last may therefore differ from {@link #generate} in the rounding of a pixel.
     */
    public List<RgbImage> watch(Prompt prompt, Settings settings) {
        List<RgbImage> seen = new ArrayList<>();
        within(run -> new Denoising(run, models, padded(List.of(prompt)), settings)
                .fromNoise(scheduler, latents -> seen.addAll(models.images(latents.get(":1")))));
        return seen;
    }

    /** What is left of images of this model's size after the autoencoder: the best that the denoiser could do. */
    public List<RgbImage> reconstruct(List<RgbImage> originals) {
        return inBatches(originals.size(), (run, from, to) ->
                models.images(models.latents(run, padded(originals.subList(from, to), originals.get(from)))));
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
        Scheduler ddim = DdimScheduler.from(schedulerFile);
        Scheduler.Run steps = ddim.start(settings.steps(), call -> null);
        int first = nearest(steps.timesteps(), timestep);
        int[] noisy = new int[batch];
        Arrays.fill(noisy, Math.round(steps.timesteps()[first]));
        return inBatches(originals.size(), (run, from, to) -> {
            Denoising denoising = new Denoising(run, models, padded(prompts.subList(from, to)), settings);
            NDArray originally = models.latents(run, padded(originals.subList(from, to), originals.get(from)));
            NDArray sample = ddim.noise().addNoise(originally, denoising.noise(0), noisy);
            return models.images(denoising.from(first, sample, steps, latents -> { }));
        });
    }

    private static int nearest(float[] timesteps, int timestep) {
        int nearest = 0;
        while (nearest + 1 < timesteps.length
                && Math.abs(timesteps[nearest + 1] - timestep) < Math.abs(timesteps[nearest] - timestep)) {
            nearest++;
        }
        return nearest;
    }

    /** Makes some of the images. */
    private interface Batch {
        /** @param run owns what is made on the way @return images [from, to), those of what was padded after them */
        List<RgbImage> images(NDManager run, int from, int to);
    }

    private List<RgbImage> inBatches(int count, Batch made) {
        List<RgbImage> images = new ArrayList<>();
        for (int from = 0; from < count; from += batch) {
            int start = from;
            int end = Math.min(count, start + batch);
            images.addAll(within(run -> made.images(run, start, end)).subList(0, end - start));
        }
        return images;
    }

    private List<Prompt> padded(List<Prompt> prompts) {
        return padded(prompts, new Prompt("", ""));
    }

    /** To the size of all batches. */
    private <T> List<T> padded(List<T> items, T filling) {
        List<T> padded = new ArrayList<>(items);
        padded.addAll(Collections.nCopies(batch - items.size(), filling));
        return padded;
    }

    /** What is made with arrays that are freed at its end. */
    private <T> T within(Function<NDManager, T> made) {
        return Torch.withoutGradients(() -> {
            try (NDManager run = manager.newSubManager()) {
                return made.apply(run);
            }
        });
    }

    @Override
    public void close() {
        if (owner) {
            models.close();
        }
    }
}
