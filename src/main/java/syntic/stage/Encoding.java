package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import syntic.model.ImagePreprocessor;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.clip.Clip;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.nn.FreeMemory;
import syntic.nn.Ownership;
import syntic.nn.Torch;

/**
 * CLIP features of images and sentences, as rows of length 1: the space in which every later stage works.
 *
 * <p>Batches always have the same shape (the last one is filled up and cut again), because the order of summation in a
 * matrix product depends on its shape: so a feature never depends on what else was encoded with it. Kernels take rows
 * by eight: batches of any multiple give the same bits, and are nothing else.
 *
 * <p>Takes over the model: closing the stage closes it.
 *
 * @param fingerprint of the model's folder
 * @param batch how many images or sentences go through the encoder at once; rounded up to a multiple of eight
 */
public record Encoding(Clip clip, ClipTokenizer tokenizer, ImagePreprocessor preprocessor, String fingerprint,
        int batch) implements ImageTextEncoder {
    /** More images or sentences at once are no faster. */
    private static final int MOST_ON_CPU = 32;
    private static final int MOST_ON_GPU = 256;
    private static final int ROWS = 8;

    public Encoding {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, not " + batch);
        }
        batch = (batch + ROWS - 1) / ROWS * ROWS;
    }

    /**
     * Opens a CLIP folder with its vocabulary and its {@code preprocessor_config.json}. The batch is as large as is
     * useful and fits in memory.
     */
    public static Encoding from(Compute compute, Path folder) {
        // CLIP first: of another model it says what it is, where a tokenizer would miss its files.
        return Ownership.handOver(Clip.from(compute, folder), clip -> new Encoding(clip, ClipTokenizer.from(folder),
                ImagePreprocessor.from(folder), new ModelFolder(folder).fingerprint(),
                FreeMemory.batch(clip.weights().manager(), clip.bytesPerItem(), MOST_ON_CPU, MOST_ON_GPU)));
    }

    /** {@inheritDoc} The precision of the features is that of CLIP. */
    @Override
    public Map<String, String> provenance() {
        Map<String, String> inputs = new TreeMap<>(clip.weights().compute().provenance());
        inputs.put("clip", fingerprint);
        return inputs;
    }

    @Override
    public Compute compute() {
        return clip.weights().compute().single();
    }

    @Override
    public int width() {
        return clip.config().projection();
    }

    @Override
    public float[][] images(List<RgbImage> images) {
        return encode(images, (manager, some) -> clip.unitImageFeatures(preprocessor.pixelValues(manager, some)));
    }

    /**
     * One feature for each sentence; what exceeds the encoder's length is cut, the end token kept.
     *
     * @throws IllegalArgumentException if a sentence is blank
     */
    @Override
    public float[][] texts(List<String> sentences) {
        for (int i = 0; i < sentences.size(); i++) {
            if (sentences.get(i).isBlank()) {
                throw new IllegalArgumentException("sentence " + i + " is empty; leave it out of the corpus");
            }
        }
        int length = clip.config().text().positions();
        return encode(sentences, (manager, some) ->
                clip.unitTextFeatures(tokenizer.encode(manager, some, length), null));
    }

    private <T> float[][] encode(List<T> items, BiFunction<NDManager, List<T>, NDArray> encoder) {
        float[][] features = new float[items.size()][];
        for (int from = 0; from < features.length; from += batch) {
            List<T> some = items.subList(from, Math.min(features.length, from + batch));
            float[] rows = forward(full(some), encoder); // [batch, width], flat
            for (int i = 0; i < some.size(); i++) {
                features[from + i] = Arrays.copyOfRange(rows, i * width(), (i + 1) * width());
            }
        }
        return features;
    }

    private <T> List<T> full(List<T> some) {
        if (some.size() == batch) {
            return some;
        }
        List<T> full = new ArrayList<>(some);
        full.addAll(Collections.nCopies(batch - some.size(), some.get(0)));
        return full;
    }

    private <T> float[] forward(List<T> items, BiFunction<NDManager, List<T>, NDArray> encoder) {
        return Torch.withoutGradients(() -> {
            try (NDManager manager = clip.weights().manager().newSubManager()) {
                return encoder.apply(manager, items).toFloatArray();
            }
        });
    }

    @Override
    public void close() {
        clip.close();
    }
}
