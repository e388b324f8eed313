package syntic.doctor;

import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import syntic.io.AtomicFile;
import syntic.io.Resource;
import syntic.miniature.Judge;
import syntic.miniature.JudgeNetwork;
import syntic.miniature.ShippedModels;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.detr.Detr;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.Precision;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetection;
import syntic.store.ProgressListener;

/**
 * One forward of a shipped model on an input that is the same everywhere, beside what a CPU made of it in fp32.
 *
 * @param largest absolute difference of any value; not a number if one is not
 * @param scale the largest absolute value that is stored
 */
record ForwardCheck(String name, double largest, double scale) {
    private static final String STORED = "forward.json";
    /** Other processors and GPUs sum in another order, and may multiply with ten bits: a fault is larger by far. */
    private static final double TOLERANCE = 5e-3;
    /** Of bf16 and fp16, with eight and eleven bits. */
    private static final double HALF_TOLERANCE = 0.06;
    private static final List<String> SENTENCES = List.of("a red car on a street", "two white cats are near a tree");
    private static final int SIDE = 64;
    private static final int STEPS = 5;
    /** Pictures are compared by means over squares of this side. */
    private static final int SQUARE = 8;

    private static final Map<String, Function<Compute, float[]>> MODELS = new LinkedHashMap<>();

    static {
        MODELS.put("CLIP, image", compute -> encoded(compute, clip -> clip.images(List.of(pattern()))));
        MODELS.put("CLIP, text", compute -> encoded(compute, clip -> clip.texts(SENTENCES)));
        MODELS.put("DETR", ForwardCheck::detected);
        MODELS.put("text-to-image", ForwardCheck::drawn);
        MODELS.put("judge", ForwardCheck::judged);
    }

    static List<String> names() {
        return List.copyOf(MODELS.keySet());
    }

    static ForwardCheck of(String name, Compute compute) {
        float[] stored = stored().get(name);
        float[] found = MODELS.get(name).apply(compute);
        if (stored == null || stored.length != found.length) {
            throw new IllegalStateException("values of '" + name + "' are stored for other models; store them anew");
        }
        double largest = 0;
        double scale = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs((double) found[i] - stored[i]));
            scale = Math.max(scale, Math.abs(stored[i]));
        }
        return new ForwardCheck(name, largest, scale);
    }

    /** The difference in parts of the largest value. */
    double relative() {
        return largest / scale;
    }

    boolean holds(Compute compute) {
        return relative() <= (compute.precision() == Precision.FP32 ? TOLERANCE : HALF_TOLERANCE);
    }

    /** Writes what this machine makes of all inputs. */
    static void store(Path file, Compute compute) {
        Gson gson = new Gson();
        StringBuilder json = new StringBuilder();
        MODELS.forEach((name, forward) -> json.append(json.isEmpty() ? "{" : ",").append('\n').append(gson.toJson(name))
                .append(": ").append(gson.toJson(forward.apply(compute))));
        AtomicFile.write(file, json.append("\n}\n").toString());
    }

    private static Map<String, float[]> stored() {
        return new Gson().fromJson(Resource.text(ForwardCheck.class, STORED),
                new TypeToken<Map<String, float[]>>() { }.getType());
    }

    private static float[] encoded(Compute compute, Function<Encoding, float[][]> features) {
        try (Encoding clip = Encoding.from(compute, ShippedModels.folder("clip"))) {
            return joined(features.apply(clip));
        }
    }

    private static float[] detected(Compute compute) {
        try (ObjectDetection detection = ObjectDetection.from(compute, ShippedModels.folder("detr"),
                ObjectDetection.Config.STANDARD)) {
            return Torch.withoutGradients(() -> {
                try (NDManager manager = detection.detr().weights().manager().newSubManager()) {
                    Detr.Output output = detection.detr().forward(
                            detection.preprocessor().pixelValues(manager, List.of(pattern())));
                    return joined(new float[][] {output.logits().toFloatArray(), output.boxes().toFloatArray()});
                }
            });
        }
    }

    private static float[] drawn(Compute compute) {
        try (TextToImage model = TextToImage.from(compute, ShippedModels.folder("text-to-image"))) {
            RgbImage image = model.generate(List.of(new TextToImage.Prompt("doctor", SENTENCES.get(0))),
                    TextToImage.Settings.MINIATURE.withSteps(STEPS), ProgressListener.SILENT).get(0);
            return means(image);
        }
    }

    /** The judge of generated images computes in fp32 everywhere. */
    private static float[] judged(Compute compute) {
        try (Weights weights = new ModelFolder(ShippedModels.folder("judge")).weights(compute.single(),
                JudgeNetwork.parameters(), Set.of())) {
            return Torch.withoutGradients(() -> {
                try (NDManager manager = weights.manager().newSubManager()) {
                    JudgeNetwork.Output output = new JudgeNetwork(weights).apply(
                            Judge.pixels(manager, List.of(pattern())));
                    return joined(new float[][] {output.settings().toFloatArray(),
                            output.kinds().mean(new int[] {0}).toFloatArray(),
                            output.colours().mean(new int[] {0}).toFloatArray()});
                }
            });
        }
    }

    private static float[] means(RgbImage image) {
        int squares = image.width() / SQUARE;
        float[] means = new float[3 * squares * (image.height() / SQUARE)];
        for (int i = 0; i < image.data().length; i++) {
            int x = i / 3 % image.width() / SQUARE;
            int y = i / 3 / image.width() / SQUARE;
            means[3 * (y * squares + x) + i % 3] += (image.data()[i] & 255) / (float) (SQUARE * SQUARE);
        }
        return means;
    }

    /** Waves of different lengths in the three colours: no drawing by Java2D, which may differ between systems. */
    private static RgbImage pattern() {
        byte[] data = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < data.length; i++) {
            int x = i / 3 % SIDE;
            int y = i / 3 / SIDE;
            data[i] = (byte) Math.round(127 + 100 * StrictMath.sin(x / (3.0 + i % 3)) * StrictMath.cos(y / 5.0));
        }
        return new RgbImage(SIDE, SIDE, data);
    }

    private static float[] joined(float[][] parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] joined = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
