package syntic.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.model.clip.ClipTokenizer;

/**
 * How well unfinished texts fit photos by CLIP, for methods that steer a language model with it.
 */
public final class TextFit {
    private final ImageTextEncoder encoding;
    private final double temperature;

    /** @param temperature of the softmax over texts */
    public TextFit(ImageTextEncoder encoding, double temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("the temperature must be above 0, not " + temperature);
        }
        this.encoding = encoding;
        this.temperature = temperature;
    }

    /**
     * A softmax over the texts of every photo, of their cosines with it.
     *
     * @param photos features of length 1
     * @param texts as many lists; a text may be empty
     */
    public List<double[]> weights(List<float[]> photos, List<List<String>> texts) {
        return cosines(photos, texts).stream().map(this::softmax).toList();
    }

    /** The cosine of every text with its photo. */
    public List<double[]> cosines(List<float[]> photos, List<List<String>> texts) {
        // An encoder refuses an empty sentence; its end token alone is read as one.
        List<String> all = texts.stream().flatMap(List::stream).distinct().toList();
        float[][] rows = encoding.texts(all.stream().map(text -> text.isBlank() ? ClipTokenizer.END : text).toList());
        Map<String, float[]> features = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            features.put(all.get(i), rows[i]);
        }
        List<double[]> cosines = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            float[] photo = photos.get(i);
            cosines.add(texts.get(i).stream().mapToDouble(text -> product(photo, features.get(text))).toArray());
        }
        return cosines;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private double[] softmax(double[] cosines) {
        double highest = Arrays.stream(cosines).max().orElse(0);
        double[] weights = Arrays.stream(cosines).map(cosine -> Math.exp((cosine - highest) / temperature)).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
