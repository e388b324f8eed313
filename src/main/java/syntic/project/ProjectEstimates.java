package syntic.project;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.pack.FeaturePack;
import syntic.pack.UnusableSentence;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.DecoderShape;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetector;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/**
 * What the stages of a project will take, told from a short probe of each on this machine: a batch of sentences, a
 * photo, a few pictures of three steps, three steps of training.
 */
record ProjectEstimates(Project project, Compute compute, PrintStream out) {
    private static final int PROBED_STEPS = 3;
    private static final int LONGEST = 20;
    private static final int SHOWN = 3;
    static final double MEGABYTE = 1e6;

    private record Probe(String of) {}

    /** Ends a training that has been measured. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Prints a line for each stage, or why there is none. */
    void print() {
        if (!project.has(ModelRole.CLIP)) {
            out.println("time is not estimated without CLIP");
            return;
        }
        List<Caption> training = project.splits().contains(Project.TRAIN)
                ? UnusableSentence.without(project.captions(Project.TRAIN).captions()) : List.of();
        try (Encoding encoding = Encoding.from(compute, project.clip());
                ObjectDetector detector = project.detector(compute)) {
            sentences(encoding, Stream.concat(training.stream(),
                    UnusableSentence.without(project.support().captions()).stream()).toList());
            photos(encoding, detector);
            if (!training.isEmpty()) {
                pictures(encoding, detector, training);
                decoder(encoding, training);
            }
        }
    }

    private void sentences(Encoding encoding, List<Caption> captions) {
        List<Caption> missing = missing(ProjectData.SENTENCES, captions);
        if (!missing.isEmpty()) {
            List<String> batch = missing.stream().limit(encoding.batch()).map(Caption::text).toList();
            encoding.texts(batch);
            // A batch takes the same time whatever is in it.
            report("encode, sentences", missing.size(), seconds(() -> encoding.texts(batch)) / encoding.batch(),
                    encoding.width());
        }
    }

    private List<Caption> missing(String pack, List<Caption> captions) {
        return FeaturePack.exists(project.pack(pack)) ? FeaturePack.open(project.pack(pack)).missing(captions)
                : captions;
    }

    private void photos(Encoding encoding, ObjectDetector detector) {
        List<Path> photos = project.splits().stream()
                .filter(split -> !FeaturePack.exists(project.pack(ProjectData.photoPack(split))))
                .flatMap(split -> project.pictures(split).files().values().stream()).toList();
        if (photos.isEmpty()) {
            return;
        }
        ReadablePhoto found = ReadablePhoto.of(photos);
        found.unreadable().stream().limit(SHOWN).forEach(why -> out.println("cannot be encoded: " + why));
        if (found.unreadable().size() > SHOWN) {
            out.printf(Locale.ROOT, "cannot be encoded: %,d more%n", found.unreadable().size() - SHOWN);
        }
        if (found.file().isEmpty()) {
            out.printf(Locale.ROOT, "encode, photos: not estimated, as none of %,d can be read%n", photos.size());
            return;
        }
        Path photo = found.file().get();
        look(encoding, detector, List.of(RgbImage.read(photo)));
        double one = seconds(() -> RgbImage.read(photo));
        report("encode, photos", photos.size() - found.unreadable().size(), one
                + look(encoding, detector, List.of(RgbImage.read(photo))), encoding.width());
    }

    /** Seconds that one of these images takes when it is one of a whole batch. */
    static double look(Encoding encoding, ObjectDetector detector, List<RgbImage> images) {
        int batches = (images.size() + encoding.batch() - 1) / encoding.batch();
        double detected = detector == null ? 0
                : seconds(() -> images.forEach(image -> detector.tagsOf(List.of(image))));
        return seconds(() -> encoding.images(images)) / (batches * encoding.batch()) + detected / images.size();
    }

    private void pictures(Encoding encoding, ObjectDetector detector, List<Caption> training) {
        List<Caption> missing = missing(ProjectData.SYNTHETIC, training);
        if (missing.isEmpty()) {
            return;
        }
        if (!project.has(ModelRole.TEXT_TO_IMAGE)) {
            out.println("synthesize: not estimated without a text-to-image model");
            return;
        }
        DrawingEstimate drawing = DrawingEstimate.probe(project, compute, encoding, detector, missing);
        report("synthesize", missing.size(), drawing.each(project.synthesis().steps()), encoding.width(),
                drawing.memory());
    }

    /**
     * Prints what the pictures of all these captions will take.
     *
     * @param captions at least one; all can be drawn
     * @param machines to print besides the usual numbers of them; null for none
     */
    void printDrawing(List<Caption> captions, Integer machines) {
        try (Encoding encoding = Encoding.from(compute, project.clip());
                ObjectDetector detector = project.detector(compute)) {
            DrawingEstimate.probe(project, compute, encoding, detector, captions).print(out, captions.size(),
                    project.synthesis().steps(), encoding.width(), compute.device().isGpu(), machines);
        }
    }

    private void decoder(Encoding encoding, List<Caption> training) {
        CaptionTrainer.Config config = isSmall() ? CaptionTrainer.Config.MINIATURE : CaptionTrainer.Config.PAPER;
        List<Caption> some = training.subList(0, Math.min(config.batch(), training.size()));
        Random random = new Random(1);
        float[][] rows = new float[some.size()][encoding.width()];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        FeatureSet features = FeatureSet.of(some.stream().map(Caption::id).toList(), rows,
                Provenance.of("probe", new Probe("training"), Map.of()));
        CaptionExamples examples = CaptionExamples.synthetic(new Corpus("probe", some), CaptionInputs.of(features),
                encoding.tokenizer(), LONGEST);
        long steps = (long) config.epochs() * ((training.size() + config.batch() - 1) / config.batch());
        report(isSmall() ? "train, steps of the small decoder" : "train, steps of the paper's decoder", steps,
                step(examples, encoding.width(), config), 0);
    }

    private boolean isSmall() {
        return project.scale().equals("miniature");
    }

    /** Seconds of a step, the first one left out. */
    private double step(CaptionExamples examples, int width, CaptionTrainer.Config config) {
        long[] times = new long[PROBED_STEPS + 1];
        DecoderShape shape = isSmall() ? DecoderShape.MINIATURE : DecoderShape.PAPER;
        Path folder = temporary();
        try (NDManager manager = compute.single().newManager()) {
            new CaptionTrainer(config).with((number, all, loss, rate) -> {
                times[(int) number] = System.nanoTime();
                if (number == PROBED_STEPS) {
                    throw new Enough();
                }
            }).train(manager, shape.model(examples.vocabulary(), width, false), examples, folder);
        } catch (Enough e) {
            // Nothing is kept of it.
        } finally {
            folder.toFile().delete();
        }
        return (times[PROBED_STEPS] - times[1]) / 1e9 / (PROBED_STEPS - 1);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("syntic-probe");
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** @param width of the features that are kept of each; 0 where none are */
    private void report(String stage, long count, double each, int width) {
        report(stage, count, each, width, memory("VmRSS", ""));
    }

    private void report(String stage, long count, double each, int width, String memory) {
        out.printf(Locale.ROOT, "%s: %,d at %s each, about %s in all%s%s%n", stage, count, duration(each),
                duration(count * each), width == 0 ? "" : ", " + size(count * 4.0 * width) + " on disk", memory);
    }

    static String size(double bytes) {
        return bytes < MEGABYTE ? String.format(Locale.ROOT, "%.0f KB", Math.ceil(bytes / 1000))
                : String.format(Locale.ROOT, "%,.1f MB", bytes / MEGABYTE);
    }

    static String duration(double seconds) {
        return seconds < 0.1 ? String.format(Locale.ROOT, "%.1f ms", 1000 * seconds)
                : seconds < 120 ? String.format(Locale.ROOT, "%.1f s", seconds)
                : seconds < 7200 ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
                : seconds < 172_800 ? String.format(Locale.ROOT, "%.1f hours", seconds / 3600)
                : String.format(Locale.ROOT, "%.1f days", seconds / 86_400);
    }

    /**
     * What Linux tells of this process; elsewhere nothing.
     *
     * @param line of its status: {@code VmRSS} for what it holds now, {@code VmHWM} for the most that it has held
     * @param before words before the number
     */
    static String memory(String line, String before) {
        Path status = Path.of("/proc/self/status");
        try (Stream<String> lines = Files.exists(status) ? Files.lines(status) : Stream.empty()) {
            return lines.filter(one -> one.startsWith(line + ":"))
                    .map(one -> Long.parseLong(one.replaceAll("\\D", "")))
                    .map(kilobytes -> String.format(Locale.ROOT, ", %s%,.0f MB of memory", before,
                            1024 * kilobytes / MEGABYTE))
                    .findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
