package syntic.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import syntic.corpus.Caption;
import syntic.miniature.ShippedModels;
import syntic.model.GeneratedModels;
import syntic.model.RgbImage;
import syntic.model.TinyFolders;
import syntic.model.diffusion.Scheduler;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.ProcessorTime;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetection;
import syntic.stage.Synthesis;

/**
 * Prints how many captions a minute become features and tags, where the time goes, and whether it helps to look at the
 * pictures of one batch while the next is drawn. Arguments: threads, steps, then {@code miniature}, or a folder in which
 * models of full size with generated weights (5 GB) are made and kept.
 */
public final class DrawingBenchmark {
    private static final int ROUNDS = 3;

    private final Synthesis synthesis;
    private final Encoding encoding;
    private final ObjectDetection detector;
    private final int steps;

    private DrawingBenchmark(Synthesis synthesis, Encoding encoding, ObjectDetection detector, int steps) {
        this.synthesis = synthesis;
        this.encoding = encoding;
        this.detector = detector;
        this.steps = steps;
    }

    public static void main(String[] arguments) throws IOException {
        Compute compute = Compute.of("cpu", "fp32", arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        boolean miniature = arguments[2].equals("miniature");
        Path root = miniature ? null : Path.of(arguments[2]);
        TextToImage.Settings settings = (miniature ? TextToImage.Settings.MINIATURE : TextToImage.Settings.PAPER)
                .withSteps(steps);
        try (Encoding encoding = Encoding.from(compute, miniature ? ShippedModels.folder("clip") : clip(root));
                ObjectDetection detector = ObjectDetection.from(compute, miniature ? ShippedModels.folder("detr")
                        : detr(root), ObjectDetection.Config.STANDARD);
                Synthesis synthesis = Synthesis.from(compute, miniature ? ShippedModels.folder("text-to-image")
                        : diffusion(root), settings)) {
            new DrawingBenchmark(synthesis, encoding, detector, steps).run(miniature ? 5 : 1);
        }
    }

    private static Path clip(Path root) throws IOException {
        Path folder = GeneratedModels.CLIP.folder(root);
        words(root, folder);
        String preprocessing = Files.readString(root.resolve("words/preprocessor_config.json"));
        Files.writeString(folder.resolve("preprocessor_config.json"), preprocessing.replace("32", "224"));
        return folder;
    }

    private static Path detr(Path root) throws IOException {
        Path folder = GeneratedModels.DETR.folder(root);
        String preprocessing = Files.readString(TinyFolders.detr(root.resolve("tiny-detr"))
                .resolve("preprocessor_config.json"));
        Files.writeString(folder.resolve("preprocessor_config.json"), preprocessing.replace("\"max_size\": 80",
                "\"max_size\": 1333").replace("\"size\": 64", "\"size\": 800"));
        return folder;
    }

    private static Path diffusion(Path root) throws IOException {
        Path folder = root.resolve("pipeline");
        if (!Files.exists(folder)) {
            TinyFolders.stableDiffusion(folder, true);
            words(root, folder.resolve("tokenizer"));
            for (GeneratedModels model : List.of(GeneratedModels.UNET, GeneratedModels.VAE, GeneratedModels.TEXT)) {
                Path part = folder.resolve(model == GeneratedModels.TEXT ? "text_encoder" : model.name().toLowerCase());
                Files.move(part, root.resolve("tiny-" + model.name()));
                Files.createSymbolicLink(part, model.folder(root).toAbsolutePath());
            }
        }
        return folder;
    }

    private static void words(Path root, Path folder) throws IOException {
        Path words = TinyFolders.clipBaseWithAllWords(root.resolve("words"));
        for (String name : List.of("vocab.json", "merges.txt")) {
            Files.copy(words.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void run(int batches) {
        int size = synthesis.model().batch();
        List<Caption> captions = IntStream.range(0, batches * size).mapToObj(i -> new Caption("caption " + i, "image " + i,
                "a dog and " + i + " balls")).toList();
        List<RgbImage> pictures = synthesis.generate(captions);
        look(pictures);
        Spent one = Spent.by(() -> synthesis.with(synthesis.config().withSteps(1)).generate(captions));
        Spent all = Spent.by(() -> synthesis.generate(captions));
        Scheduler scheduler = synthesis.model().scheduler();
        int calls = scheduler.calls(steps);
        double denoiser = (all.work() - one.work()) / Math.max(1, calls - scheduler.calls(1)) * calls;
        Spent encoded = Spent.by(() -> encoding.images(pictures));
        Spent detected = Spent.by(() -> pictures.forEach(picture -> detector.tagsOf(List.of(picture))));
        double work = all.work() + encoded.work() + detected.work();
        double time = all.time() + encoded.time() + detected.time();
        System.out.printf(Locale.ROOT, "%d × %d pixels, %d calls of the denoiser, batches of %d: %.2f captions a minute, "
                + "%.2f a processor minute%n", synthesis.model().size(), synthesis.model().size(), calls, size,
                60 * captions.size() / time, 60 * captions.size() / work);
        System.out.printf(Locale.ROOT, "of the work: denoiser %.1f %%, text and decoder %.1f %%, CLIP %.1f %%, DETR "
                + "%.1f %%%n", 100 * denoiser / work, 100 * (all.work() - denoiser) / work,
                100 * encoded.work() / work, 100 * detected.work() / work);
        double apart = Double.MAX_VALUE;
        double together = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            apart = Math.min(apart, Spent.by(() -> {
                synthesis.generate(captions);
                look(pictures);
            }).time());
            together = Math.min(together, Spent.by(() -> {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> look(pictures));
                synthesis.generate(captions);
                other.join();
            }).time());
        }
        System.out.printf(Locale.ROOT, "drawing, then looking %.2f s; both at once %.2f s (the quickest of %d each)%n",
                apart, together, ROUNDS);
    }

    /** Seconds on the wall and of processors. */
    private record Spent(double time, double work) {
        static Spent by(Runnable what) {
            double work = ProcessorTime.seconds();
            long begun = System.nanoTime();
            what.run();
            return new Spent((System.nanoTime() - begun) / 1e9, ProcessorTime.seconds() - work);
        }
    }

    private void look(List<RgbImage> pictures) {
        encoding.images(pictures);
        pictures.forEach(picture -> detector.tagsOf(List.of(picture)));
    }
}
