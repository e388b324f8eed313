package syntic.project;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.model.diffusion.Scheduler;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.FreeMemory;
import syntic.nn.ProcessorTime;
import syntic.pack.KeptPictures;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetector;
import syntic.stage.Synthesis;

/**
 * What pictures take on this machine, told from batches of one step and the same batches of three.
 *
 * @param batch pictures that are drawn at once
 * @param calls of the denoiser by steps, of those steps that are printed
 * @param rest seconds of a batch besides the calls of the denoiser
 * @param call seconds of a call of the denoiser for a batch
 * @param look seconds in which a picture is encoded and its objects are found
 * @param processors processor seconds in a second
 * @param png bytes of a picture as a file
 * @param memory for people, the most that was taken while the models were open; empty where nothing tells
 */
record DrawingEstimate(int batch, SortedMap<Integer, Integer> calls, double rest, double call, double look,
        double processors, int png, String memory) {
    private static final int PROBED_STEPS = 3;
    /** Captions that are drawn to try, in whole batches. */
    private static final int PROBED = 3;
    private static final List<Integer> STEPS = List.of(1, 2, 4, 8, 20, 50);
    private static final List<Integer> MACHINES = List.of(1, 2, 4, 8);
    private static final double HOUR = 3600;
    /** Of a record besides its feature: a sentence's digest, an id and some tags. */
    private static final int REST_OF_RECORD = 100;

    /** Draws some of the captions. @param captions at least one; all can be drawn */
    static DrawingEstimate probe(Project project, Compute compute, Encoding encoding, ObjectDetector detector,
            List<Caption> captions) {
        TextToImage.Settings settings = project.synthesis();
        try (Synthesis synthesis = Synthesis.from(compute, project.textToImage(), settings)) {
            int batch = synthesis.model().batch();
            int batches = (Math.min(PROBED, captions.size()) + batch - 1) / batch;
            List<Caption> some = captions.subList(0, Math.min(captions.size(), batches * batch));
            List<RgbImage> drawn = new ArrayList<>();
            Synthesis once = synthesis.with(settings.withSteps(1));
            once.generate(some.subList(0, 1));
            double processor = ProcessorTime.seconds();
            long begin = System.nanoTime();
            // A batch that is not full takes the time of one that is.
            double first = ProjectEstimates.seconds(() -> once.generate(some)) / batches;
            double more = ProjectEstimates.seconds(() -> drawn.addAll(synthesis
                    .with(settings.withSteps(PROBED_STEPS)).generate(some))) / batches;
            double processors = (ProcessorTime.seconds() - processor) * 1e9 / (System.nanoTime() - begin);
            double look = ProjectEstimates.look(encoding, detector, drawn);
            Scheduler scheduler = synthesis.model().scheduler();
            double call = call(scheduler, first, more);
            return new DrawingEstimate(batch, calls(scheduler, settings.steps()),
                    Math.max(0, first - call * scheduler.calls(1)), call, look, processors,
                    drawn.stream().mapToInt(picture -> KeptPictures.png(picture).length).sum() / drawn.size(),
                    memory(compute));
        }
    }

    /** Seconds of a call of the denoiser. @param first of a batch of one step @param more of one of three */
    static double call(Scheduler scheduler, double first, double more) {
        return Math.max(0, more - first) / (scheduler.calls(PROBED_STEPS) - scheduler.calls(1));
    }

    /** By the numbers of steps that are printed; some schedulers have no more than a few. */
    static SortedMap<Integer, Integer> calls(Scheduler scheduler, int steps) {
        SortedMap<Integer, Integer> calls = new TreeMap<>(Map.of(steps, scheduler.calls(steps)));
        for (int other : STEPS) {
            try {
                calls.put(other, scheduler.calls(other));
            } catch (IllegalArgumentException e) {
                // This scheduler has no so many steps, so there is nothing to print of them.
            }
        }
        return calls;
    }

    /** The most that this process has taken so far, and what is in use of a GPU. */
    private static String memory(Compute compute) {
        OptionalLong gpu = FreeMemory.usedOfGpu(compute);
        return ProjectEstimates.memory("VmHWM", "at most ") + (gpu.isPresent() ? String.format(Locale.ROOT,
                ", %,.0f MB of the GPU's in use", gpu.getAsLong() / ProjectEstimates.MEGABYTE) : "");
    }

    /** Seconds of a picture. @param steps of the project, or one of those that are printed */
    double each(int steps) {
        return (rest + calls.get(steps) * call) / batch + look;
    }

    /**
     * Prints what many pictures take: time by steps and by machines like this one, the work, disk and memory.
     *
     * @param steps of the project
     * @param width of a feature
     * @param more a number of machines besides the usual ones; null for none
     */
    void print(PrintStream out, long pictures, int steps, int width, boolean gpu, Integer more) {
        SortedSet<Integer> machines = new TreeSet<>(MACHINES);
        if (more != null) {
            machines.add(more);
        }
        out.printf(Locale.ROOT, "%,d pictures, each of %d steps in about %s (in batches of %d)%n", pictures, steps,
                ProjectEstimates.duration(each(steps)), batch);
        out.printf(Locale.ROOT, "%6s %6s %12s", "steps", "calls", "a picture");
        machines.forEach(count -> out.printf(Locale.ROOT, " %13s", count == 1 ? "1 machine" : count + " machines"));
        out.printf(Locale.ROOT, " %16s%n", gpu ? "GPU hours" : "processor hours");
        for (int count : calls.keySet()) {
            double all = each(count) * pictures;
            out.printf(Locale.ROOT, "%6d %6d %12s", count, calls.get(count), ProjectEstimates.duration(each(count)));
            machines.forEach(many -> out.printf(Locale.ROOT, " %13s", ProjectEstimates.duration(all / many)));
            out.printf(Locale.ROOT, " %,16.2f%n", all / HOUR * (gpu ? 1 : processors));
        }
        out.printf(Locale.ROOT, "disk: about %s of features and tags; up to %s more of PNG files with "
                + "--keep-pictures%s%n", ProjectEstimates.size(pictures * (4.0 * width + REST_OF_RECORD)),
                ProjectEstimates.size((double) pictures * png), memory);
    }
}
