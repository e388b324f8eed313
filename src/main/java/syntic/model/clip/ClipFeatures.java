package syntic.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import syntic.model.ImagePreprocessor;
import syntic.model.RgbImage;
import syntic.nn.Torch;

/** CLIP with all that it needs to take images and sentences as they are: a folder with tokenizer and image processor. */
public record ClipFeatures(Clip clip, ClipTokenizer tokenizer, ImagePreprocessor preprocessor)
        implements AutoCloseable {
    private static final int BATCH = 64;

    /** Reads a CLIPModel's folder: weights, vocab.json, merges.txt, preprocessor_config.json. */
    public static ClipFeatures from(NDManager parent, Path folder) {
        ClipTokenizer tokenizer = ClipTokenizer.from(folder);
        ImagePreprocessor preprocessor = ImagePreprocessor.from(folder);
        return new ClipFeatures(Clip.from(parent, folder), tokenizer, preprocessor);
    }

    /** Width of the features. */
    public int width() {
        return clip.config().projection();
    }

    /** Unit features [images, width] owned by {@code manager}, without gradients. */
    public NDArray images(NDManager manager, List<RgbImage> images) {
        return inBatches(manager, images,
                (step, batch) -> clip.unitImageFeatures(preprocessor.pixelValues(step, batch)));
    }

    /** Unit features [sentences, width] owned by {@code manager}, without gradients. */
    public NDArray sentences(NDManager manager, List<String> sentences) {
        return inBatches(manager, sentences, (step, batch) -> clip.unitTextFeatures(ids(step, batch), null));
    }

    /** Token ids int64 [sentences, T], T that of the longest sentence; what does not fit the model is cut. */
    public NDArray ids(NDManager manager, List<String> sentences) {
        int most = clip.config().text().positions();
        int longest = sentences.stream().mapToInt(text -> tokenizer.encode(text, most).length).max().orElseThrow();
        return tokenizer.encode(manager, sentences, longest);
    }

    private static <T> NDArray inBatches(NDManager manager, List<T> items, BiFunction<NDManager, List<T>, NDArray> f) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to make features of");
        }
        return Torch.withoutGradients(() -> {
            try (NDManager all = manager.newSubManager()) {
                NDList parts = new NDList();
                for (int from = 0; from < items.size(); from += BATCH) {
                    try (NDManager step = all.newSubManager()) {
                        NDArray part = f.apply(step, items.subList(from, Math.min(items.size(), from + BATCH)));
                        part.attach(all);
                        parts.add(part);
                    }
                }
                NDArray features = NDArrays.concat(parts);
                features.attach(manager);
                return features;
            }
        });
    }

    @Override
    public void close() {
        clip.close();
    }
}
