package syntic.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import syntic.ReferenceWeights;
import syntic.model.ModelPeer.Timing;
import syntic.model.clip.Clip;
import syntic.model.detr.Detr;
import syntic.model.diffusion.AutoencoderKL;
import syntic.model.diffusion.UNet2DConditionModel;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/**
 * Times of a forward of every full-size model with generated weights, beside eager PyTorch.
 *
 * <p>Options: {@code --threads 2}, {@code --runs 5}, {@code --only} a pattern of cases' names, {@code --folder} for the
 * generated weights (4.6 GB, kept), {@code --peer} a Python interpreter that has torch, {@code --json} a file. Both
 * sides read the same weights and inputs and take turns run by run, so that what disturbs the machine disturbs both;
 * their outputs are compared. The first run of each side is not counted.
 */
final class ModelBenchmark {
    private static final long SENTENCES = 32;
    private static final int POSITIONS = 77;

    private ModelBenchmark() {}

    /** One case: the model, what the peer calls it, its inputs, and a forward over them, given an opened model. */
    private record Case(String name, GeneratedModels model, String peerName, Map<String, Shape> inputs,
            Function<Path, Opened> open) {}

    /** A model in memory. */
    private record Opened(AutoCloseable model, Function<Map<String, NDArray>, NDArray> forward) {}

    private static List<Case> cases() {
        Function<Path, Opened> unet = folder -> {
            UNet2DConditionModel model = UNet2DConditionModel.from(Compute.PLAIN, folder);
            return new Opened(model, in -> {
                float[] times = new float[(int) in.get("latents").getShape().get(0)];
                Arrays.fill(times, 500);
                return model.apply(in.get("latents"), times, in.get("text"));
            });
        };
        return List.of(
                new Case("CLIP image, batch 8", GeneratedModels.CLIP, "clip image",
                        Map.of("pixels", new Shape(8, 3, 224, 224)), folder -> {
                            Clip clip = Clip.from(Compute.PLAIN, folder);
                            return new Opened(clip, in -> clip.imageFeatures(in.get("pixels")));
                        }),
                new Case("CLIP text, 32 x 77", GeneratedModels.CLIP, "clip text",
                        Map.of("ids", new Shape(SENTENCES, POSITIONS)), folder -> {
                            Clip clip = Clip.from(Compute.PLAIN, folder);
                            return new Opened(clip, in -> clip.textFeatures(in.get("ids"), null));
                        }),
                new Case("UNet 64 x 64, batch 1", GeneratedModels.UNET, "unet", Map.of("latents",
                        new Shape(1, 4, 64, 64), "text", new Shape(1, POSITIONS, 768)), unet),
                new Case("UNet 64 x 64, batch 2", GeneratedModels.UNET, "unet", Map.of("latents",
                        new Shape(2, 4, 64, 64), "text", new Shape(2, POSITIONS, 768)), unet),
                new Case("VAE decode to 512 x 512", GeneratedModels.VAE, "vae",
                        Map.of("latents", new Shape(1, 4, 64, 64)), folder -> {
                            AutoencoderKL vae = AutoencoderKL.from(Compute.PLAIN, folder);
                            return new Opened(vae, in -> vae.decode(in.get("latents")));
                        }),
                new Case("DETR 800 x 1066", GeneratedModels.DETR, "detr",
                        Map.of("pixels", new Shape(1, 3, 800, 1066)), folder -> {
                            Detr detr = Detr.from(Compute.PLAIN, folder);
                            return new Opened(detr, in -> {
                                Detr.Output found = detr.forward(in.get("pixels"));
                                return found.logits().concat(found.boxes(), 2);
                            });
                        }));
    }

    public static void main(String[] args) throws Exception {
        BenchmarkOptions options = new BenchmarkOptions(args, Map.of("threads", "2", "runs", "5", "only", "", "folder",
                "target/benchmark", "peer", "", "json", ""));
        int threads = options.number("threads");
        Compute.of("cpu", "fp32", Integer.toString(threads)).newManager().close();
        Path root = Files.createDirectories(Path.of(options.get("folder"))).toAbsolutePath();
        JsonObject report = about(threads);
        try (ModelPeer peer = options.get("peer").isEmpty() ? null : new ModelPeer(options.get("peer"), threads)) {
            if (peer != null) {
                report.add("peer", peer.about());
            }
            System.out.println(new GsonBuilder().setPrettyPrinting().create().toJson(report));
            System.out.printf("%-24s %8s %17s %8s %17s %6s %6s %9s%n", "median seconds (range)", "here", "", "peer", "",
                    "ratio", "CPU", "differ by");
            JsonArray results = new JsonArray();
            report.add("cases", results);
            for (Case one : cases()) {
                if (one.name().matches(".*(" + options.get("only") + ").*")) {
                    results.add(run(one, root, options.number("runs"), peer));
                }
            }
        }
        if (!options.get("json").isEmpty()) {
            Files.writeString(Path.of(options.get("json")), report + "\n");
        }
    }

    private static JsonObject about(int threads) throws IOException {
        JsonObject about = new JsonObject();
        about.addProperty("processor", BenchmarkOptions.processor());
        about.addProperty("threads", threads);
        about.addProperty("java", System.getProperty("java.version"));
        about.addProperty("torch", Engine.getEngine("PyTorch").getVersion());
        about.addProperty("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return about;
    }

    private static JsonObject run(Case one, Path root, int runs, ModelPeer peer) throws Exception {
        Path folder = one.model().folder(root);
        List<Timing> here = new ArrayList<>();
        List<Timing> there = new ArrayList<>();
        double difference = Double.NaN;
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> inputs = inputs(one, manager);
            Opened opened = one.open().apply(folder);
            try (AutoCloseable model = opened.model()) {
                if (peer != null) {
                    Path file = root.resolve("inputs.safetensors");
                    SafetensorsWriter.write(file, inputs, ElementType.F32, Map.of());
                    peer.load(one.peerName(), folder, file);
                }
                for (int i = -1; i < runs; i++) {
                    float[] output = Torch.withoutGradients(() -> forward(opened, inputs, here));
                    if (peer != null) {
                        there.add(peer.run());
                    }
                    if (peer != null && i == -1) {
                        difference = difference(peer.output(), output);
                    }
                }
            }
        }
        return report(one.name(), here.subList(1, here.size()), there.subList(Math.min(1, there.size()), there.size()),
                difference);
    }

    private static Map<String, NDArray> inputs(Case one, NDManager manager) {
        Map<String, NDArray> inputs = new TreeMap<>();
        one.inputs().forEach((name, shape) -> {
            float[] values = ReferenceWeights.uniform("benchmark", name, (int) shape.size());
            if (name.equals("ids")) {
                long[] ids = new long[values.length];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = i % POSITIONS == POSITIONS - 1 ? 49407 : 24_000 + (long) (20_000 * values[i]);
                }
                inputs.put(name, manager.create(ids, shape));
            } else {
                inputs.put(name, manager.create(values, shape));
            }
        });
        return inputs;
    }

    private static float[] forward(Opened opened, Map<String, NDArray> inputs, List<Timing> timings) {
        try (NDManager step = Torch.newManager()) {
            Map<String, NDArray> given = new TreeMap<>();
            inputs.forEach((name, array) -> {
                NDArray own = array.duplicate();
                own.attach(step);
                given.put(name, own);
            });
            long processor = processorNanos();
            long wall = System.nanoTime();
            NDArray result = opened.forward().apply(given);
            timings.add(new Timing((System.nanoTime() - wall) / 1e9, (processorNanos() - processor) / 1e9));
            return result.toFloatArray();
        }
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** The largest difference as a part of the largest value. */
    private static double difference(float[] expected, float[] found) {
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(expected[i] - found[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return expected.length == found.length ? worst / largest : Double.NaN;
    }

    private static JsonObject report(String name, List<Timing> here, List<Timing> there, double difference) {
        JsonObject result = new JsonObject();
        result.addProperty("case", name);
        add(result, "here", here);
        System.out.printf("%-24s %s", name, shown(here));
        if (!there.isEmpty()) {
            add(result, "peer", there);
            System.out.printf(" %s %6.2f %6.2f %9.1e", shown(there), median(here, Timing::wall)
                    / median(there, Timing::wall), median(here, Timing::processor) / median(there, Timing::processor),
                    difference);
        }
        System.out.println();
        return result;
    }

    private static void add(JsonObject result, String side, List<Timing> timings) {
        JsonArray wall = new JsonArray();
        JsonArray processor = new JsonArray();
        timings.forEach(timing -> {
            wall.add(timing.wall());
            processor.add(timing.processor());
        });
        result.add(side + " seconds", wall);
        result.add(side + " processor seconds", processor);
    }

    private static String shown(List<Timing> timings) {
        double[] seconds = timings.stream().mapToDouble(Timing::wall).sorted().toArray();
        return String.format("%8.3f (%6.3f – %6.3f)", median(timings, Timing::wall), seconds[0],
                seconds[seconds.length - 1]);
    }

    private static double median(List<Timing> timings, ToDoubleFunction<Timing> value) {
        double[] sorted = timings.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
