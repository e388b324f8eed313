package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Splits;
import syntic.model.clip.ClipTokenizer;
import syntic.model.diffusion.AutoencoderKL;
import syntic.nn.ElementType;
import syntic.nn.ProcessorTime;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/**
 * The training pictures as latents, encoded once, with the token ids of their sentences.
 *
 * @param shape of one latent
 * @param latents scaled, one after the other
 * @param ids of the sentences, {@code TOKENS} each
 * @param scenes what the pictures show
 */
record LatentSet(Shape shape, float[] latents, long[][] ids, List<Scene> scenes) {
    private static final int BATCH = 50;
    /** Pictures of one file: a training that is stopped here loses no more. */
    private static final int PART = 5000;
    private static final String NAME = "latents";

    /** Encodes {@code count} pictures, or reads those that were encoded before from their files in {@code folder}. */
    static LatentSet of(Splits splits, long seed, int count, AutoencoderKL vae, ClipTokenizer tokenizer, Path folder,
            PrintStream log) {
        List<Illustrated> pairs = new ArrayList<>();
        long[][] ids = new long[count][];
        for (int i = 0; i < count; i++) {
            pairs.add(Illustrated.draw(splits, seed, i));
            ids[i] = padded(tokenizer, pairs.get(i).sentence());
        }
        List<Scene> scenes = pairs.stream().map(Illustrated::scene).toList();
        int side = vae.config().sampleSize() / vae.config().pixelsPerLatent();
        Shape shape = new Shape(vae.config().latentChannels(), side, side);
        try (NDManager manager = Torch.newManager()) {
            float[] latents = new float[Math.toIntExact(count * shape.size())];
            for (int start = 0; start < count; start += PART) {
                List<Illustrated> some = pairs.subList(start, Math.min(count, start + PART));
                Path file = folder.resolve("latents-" + start / PART + ".safetensors");
                float[] part = part(manager, vae, some, file);
                System.arraycopy(part, 0, latents, Math.toIntExact(start * shape.size()), part.length);
                log.printf(Locale.ROOT, "latents %d/%d cpu %.0f s%n", start + some.size(), count,
                        ProcessorTime.seconds());
            }
            return new LatentSet(shape, latents, ids, scenes);
        }
    }

    private static float[] part(NDManager manager, AutoencoderKL vae, List<Illustrated> pairs, Path file) {
        try (NDManager own = manager.newSubManager()) {
            if (!Files.exists(file)) {
                List<float[]> encoded = new ArrayList<>();
                for (int start = 0; start < pairs.size(); start += BATCH) {
                    encoded.add(encode(own, vae, pairs.subList(start, Math.min(pairs.size(), start + BATCH))));
                }
                NDList rows = new NDList(encoded.stream().map(own::create).toList());
                SafetensorsWriter.write(file, Map.of(NAME, NDArrays.concat(rows)), ElementType.F32, Map.of());
            }
            return SafetensorsFile.open(file).load(own).get(NAME).toFloatArray();
        }
    }

    static long[] padded(ClipTokenizer tokenizer, String sentence) {
        int[] sequence = tokenizer.encode(sentence, TextPretraining.TOKENS);
        long[] ids = new long[TextPretraining.TOKENS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < sequence.length ? sequence[i] : tokenizer.endId();
        }
        return ids;
    }

    private static float[] encode(NDManager manager, AutoencoderKL vae, List<Illustrated> pairs) {
        try (NDManager own = manager.newSubManager()) {
            NDArray pixels = Illustrated.pixels(own, pairs.stream().map(Illustrated::picture).toList());
            NDArray mean = Torch.withoutGradients(() -> vae.encode(pixels).mean());
            float[] values = mean.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] *= (float) vae.config().scalingFactor();
            }
            return values;
        }
    }

    int count() {
        return ids.length;
    }

    /**
     * How much errors count in some of the pictures.
     *
     * @param known of each row, how far it is settled what stands where, 0 … 1
     * @return [rows, 1, h, w]
     */
    NDArray weights(NDManager manager, int[] rows, double[] known) {
        return ObjectWeights.of(manager, Arrays.stream(rows).mapToObj(scenes::get).toList(), known,
                (int) shape.get(1));
    }

    /** The latents [rows, channels, h, w] of some of the pictures. */
    NDArray rows(NDManager manager, int[] rows) {
        int size = (int) shape.size();
        float[] values = new float[rows.length * size];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(latents, rows[i] * size, values, i * size, size);
        }
        return manager.create(values, new Shape(rows.length, shape.get(0), shape.get(1), shape.get(2)));
    }
}
