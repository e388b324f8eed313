package syntic.project;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.ProcessorTime;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetector;
import syntic.stage.Synthesis;

/**
 * What pictures take on this machine, told from a batch of one step and a batch of three.
 *
 * @param batch pictures that are drawn at once
 * @param first seconds of a batch of one step, with all that comes before and after the steps
 * @param step seconds of a further step of a batch
 * @param look seconds in which a picture is encoded and its objects are found
 * @param processors processor seconds in a second
 * @param png bytes of a picture as a file
 */
record DrawingEstimate(int batch, double first, double step, double look, double processors, int png) {
    private static final int PROBED_STEPS = 3;
    private static final List<Integer> STEPS = List.of(1, 2, 4, 8, 20, 50);
    private static final List<Integer> MACHINES = List.of(1, 2, 4, 8);
    private static final double HOUR = 3600;
    /** Of a record besides its feature: a sentence's digest, an id and some tags. */
    private static final int REST_OF_RECORD = 100;

    static DrawingEstimate probe(Project project, Compute compute, Encoding encoding, ObjectDetector detector,
            Caption caption) {
        TextToImage.Settings settings = project.synthesis();
        try (Synthesis synthesis = Synthesis.from(compute, project.textToImage(), settings)) {
            List<RgbImage> drawn = new ArrayList<>();
            Synthesis once = synthesis.with(settings.withSteps(1));
            once.generate(List.of(caption));
            double processor = ProcessorTime.seconds();
            long begin = System.nanoTime();
            // A single picture takes the time of a whole batch, which is filled up.
            double first = ProjectEstimates.seconds(() -> once.generate(List.of(caption)));
            double more = ProjectEstimates.seconds(() -> drawn.addAll(synthesis
                    .with(settings.withSteps(PROBED_STEPS)).generate(List.of(caption))));
            double processors = (ProcessorTime.seconds() - processor) * 1e9 / (System.nanoTime() - begin);
            return new DrawingEstimate(synthesis.model().batch(), first,
                    Math.max(0, more - first) / (PROBED_STEPS - 1),
                    ProjectEstimates.look(encoding, detector, drawn.get(0)), processors, png(drawn.get(0)));
        }
    }

    private static int png(RgbImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture.toBufferedImage(), "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.size();
    }

    /** Seconds of a picture. */
    double each(int steps) {
        return (first + (steps - 1) * step) / batch + look;
    }

    /**
     * Prints what many pictures take: time by steps and by machines like this one, the work, disk and memory.
     *
     * @param steps of the project
     * @param width of a feature
     */
    void print(PrintStream out, long pictures, int steps, int width, boolean gpu) {
        out.printf(Locale.ROOT, "%,d pictures, each of %d steps in about %s (in batches of %d)%n", pictures, steps,
                ProjectEstimates.duration(each(steps)), batch);
        out.printf(Locale.ROOT, "%6s %12s", "steps", "a picture");
        MACHINES.forEach(count -> out.printf(Locale.ROOT, " %13s", count == 1 ? "1 machine" : count + " machines"));
        out.printf(Locale.ROOT, " %16s%n", gpu ? "GPU hours" : "processor hours");
        SortedSet<Integer> counts = new TreeSet<>(STEPS);
        counts.add(steps);
        for (int count : counts) {
            double all = each(count) * pictures;
            out.printf(Locale.ROOT, "%6d %12s", count, ProjectEstimates.duration(each(count)));
            MACHINES.forEach(machines -> out.printf(Locale.ROOT, " %13s", ProjectEstimates.duration(all / machines)));
            out.printf(Locale.ROOT, " %,16.2f%n", all / HOUR * (gpu ? 1 : processors));
        }
        out.printf(Locale.ROOT, "disk: about %s of features and tags; up to %s more of PNG files with "
                + "--keep-pictures%s%n", ProjectEstimates.size(pictures * (4.0 * width + REST_OF_RECORD)),
                ProjectEstimates.size((double) pictures * png), ProjectEstimates.memory());
    }
}
