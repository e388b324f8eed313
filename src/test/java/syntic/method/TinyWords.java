package syntic.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.model.token.TextTokenizer;
import syntic.stage.ImageTextEncoder;

/** Fifty tokens that are words, and an encoder that gives every text a feature of its own. */
public final class TinyWords implements TextTokenizer, ImageTextEncoder {
    public static final int SIZE = 50;
    public static final int START = 0;
    public static final int END = 3;
    private static final int WIDTH = 4;

    /** All texts that were encoded. */
    public final List<String> read = new ArrayList<>();

    /** A feature of length 1. */
    public static float[] feature(String text) {
        Random random = new Random(text.hashCode());
        double[] values = random.doubles(WIDTH, -1, 1).toArray();
        double length = Math.sqrt(IntStream.range(0, WIDTH).mapToDouble(i -> values[i] * values[i]).sum());
        float[] unit = new float[WIDTH];
        IntStream.range(0, WIDTH).forEach(i -> unit[i] = (float) (values[i] / length));
        return unit;
    }

    /** A softmax over the cosines of texts with a photo, as CLIP is asked. */
    public static double[] weights(float[] photo, List<String> texts, double temperature) {
        double[] weights = texts.stream().mapToDouble(text -> {
            float[] feature = feature(text.isBlank() ? ClipTokenizer.END : text);
            return Math.exp(IntStream.range(0, WIDTH).mapToDouble(i -> photo[i] * feature[i]).sum() / temperature);
        }).toArray();
        double sum = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
        return IntStream.range(0, weights.length).mapToDouble(i -> weights[i] / sum).toArray();
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public int[] tokens(String text) {
        return text.isBlank() ? new int[0] : List.of(text.split(" ")).stream().mapToInt(word ->
                Integer.parseInt(word.substring(1))).toArray();
    }

    @Override
    public int endId() {
        return END;
    }

    @Override
    public int fillId() {
        return START;
    }

    @Override
    public String decode(int... ids) {
        return IntStream.of(ids).filter(id -> id != START && id != END).mapToObj(id -> "w" + id)
                .collect(Collectors.joining(" "));
    }

    @Override
    public String fingerprint() {
        return "tiny words";
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public float[][] images(List<RgbImage> images) {
        throw new AssertionError("no image is encoded");
    }

    @Override
    public float[][] texts(List<String> sentences) {
        read.addAll(sentences);
        return sentences.stream().map(TinyWords::feature).toArray(float[][]::new);
    }

    @Override
    public ClipTokenizer tokenizer() {
        throw new AssertionError("CLIP's tokens are not asked for");
    }
}
