package syntic.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;

/**
 * An encoder that remembers the texts it read last. Searches that CLIP steers ask for the same beginnings of sentences
 * for every photo, and again with every setting; a feature depends on its sentence alone.
 */
final class TextMemory implements ImageTextEncoder {
    /** Texts with features of 512 values: some 300 MB. */
    private static final int MOST = 1 << 17;

    private final ImageTextEncoder encoder;
    private final Map<String, float[]> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > MOST;
        }
    };

    TextMemory(ImageTextEncoder encoder) {
        this.encoder = encoder;
    }

    /** The one that remembers nothing. */
    ImageTextEncoder encoder() {
        return encoder;
    }

    synchronized void forget() {
        known.clear();
    }

    @Override
    public synchronized float[][] texts(List<String> sentences) {
        float[][] features = new float[sentences.size()][];
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            features[i] = known.get(sentences.get(i));
            if (features[i] == null) {
                missing.add(i);
            }
        }
        float[][] made = encoder.texts(missing.stream().map(sentences::get).toList());
        for (int i = 0; i < made.length; i++) {
            features[missing.get(i)] = made[i];
            known.put(sentences.get(missing.get(i)), made[i]);
        }
        return features;
    }

    @Override
    public float[][] images(List<RgbImage> images) {
        return encoder.images(images);
    }

    @Override
    public String fingerprint() {
        return encoder.fingerprint();
    }

    @Override
    public int width() {
        return encoder.width();
    }

    @Override
    public ClipTokenizer tokenizer() {
        return encoder.tokenizer();
    }

    @Override
    public Compute compute() {
        return encoder.compute();
    }

    @Override
    public Map<String, String> provenance() {
        return encoder.provenance();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
