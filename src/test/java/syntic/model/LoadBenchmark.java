package syntic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import syntic.model.clip.Clip;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.nn.Compute;
import syntic.nn.Torch;
import syntic.nn.Weights;

/**
 * Time and memory of opening a full-size CLIP (0.6 GB, fp32), and the memory of this process over many forwards of CLIP
 * and of Stable Diffusion's UNet. Linux only: it reads the resident set from {@code /proc}.
 *
 * <p>Options: {@code --threads 2}, {@code --forwards 100}, {@code --folder} for the generated weights (4 GB, kept). The
 * file is read once before, so that it comes from the system's cache and not from the disk.
 */
final class LoadBenchmark {
    private static final double MEGABYTE = 1 << 20;

    private LoadBenchmark() {}

    public static void main(String[] args) throws IOException {
        BenchmarkOptions options = new BenchmarkOptions(args, Map.of("threads", "2", "forwards", "100", "folder",
                "target/benchmark"));
        Compute compute = Compute.of("cpu", "fp32", options.get("threads"));
        compute.newManager().close();
        Path root = Path.of(options.get("folder"));
        Path clipFolder = GeneratedModels.CLIP.folder(root);
        Path unetFolder = GeneratedModels.UNET.folder(root);
        System.out.printf("%s, %s, Java %s%n", BenchmarkOptions.processor(), compute,
                System.getProperty("java.version"));
        int forwards = options.number("forwards");
        try (NDManager manager = Torch.newManager(); Clip clip = load(clipFolder)) {
            repeat("CLIP image, batch 2", forwards, new Shape(2, 3, 224, 224), clip::imageFeatures);
            repeat("CLIP text, 2 x 77", forwards, new Shape(2, 77), x -> {
                NDArray ids = x.mul(0).toType(DataType.INT64, false);
                return clip.textFeatures(ids, null);
            });
        }
        try (NDManager manager = Torch.newManager();
                UNet2DConditionModel unet = UNet2DConditionModel.from(Compute.PLAIN, unetFolder)) {
            NDArray text = manager.ones(new Shape(1, 77, 768));
            repeat("UNet 8 x 8, batch 1", forwards, new Shape(1, 4, 8, 8),
                    x -> unet.apply(x, new float[] {500}, text));
        }
    }

    private static Clip load(Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        readOnce(file);
        double size = Files.size(file) / MEGABYTE;
        double before = resident();
        long start = System.nanoTime();
        Clip clip = Clip.from(Compute.PLAIN, folder);
        double opened = (System.nanoTime() - start) / 1e9;
        double afterOpening = resident();
        touch(clip.weights());
        double touched = (System.nanoTime() - start) / 1e9;
        double grown = resident() - before;
        System.out.printf("opening %.0f MB: %.3f s, resident set +%.0f MB%n", size, opened, afterOpening - before);
        System.out.printf("opening it and reading every weight once: %.3f s, resident set +%.0f MB, %.2f times the "
                + "file's size%n", touched, grown, grown / size);
        return clip;
    }

    private static void readOnce(Path file) throws IOException {
        byte[] buffer = new byte[1 << 20];
        try (var in = Files.newInputStream(file)) {
            while (in.read(buffer) >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void touch(Weights weights) {
        for (String name : weights.names()) {
            try (NDArray sum = weights.get(name).sum()) {
                sum.getFloat();
            }
        }
    }

    private static void repeat(String name, int forwards, Shape input, UnaryOperator<NDArray> forward) {
        TreeSet<Integer> shown = new TreeSet<>(List.of(1, forwards / 10, forwards / 4, forwards / 2, forwards));
        StringBuilder line = new StringBuilder(String.format("%-24s resident MB after forward", name));
        for (int i = 1; i <= forwards; i++) {
            try (NDManager step = Torch.newManager()) {
                Torch.withoutGradients(() -> forward.apply(step.ones(input)).toFloatArray());
            }
            if (shown.contains(i)) {
                line.append(String.format("  %d: %.0f", i, resident()));
            }
        }
        System.out.println(line);
    }

    /** Megabytes of this process that are in memory, mapped files included. */
    private static double resident() {
        try {
            String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Double.parseDouble(Arrays.asList(line.split("\\s+")).get(1)) / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("the resident set is read from /proc, which Linux has", e);
        }
    }
}
