package examples;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import syntic.miniature.world.Colour;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.stage.ImageTextEncoder;

/** Knows nothing but colours: a feature says how near an image comes to each, or which of them a sentence names. */
public record ColourEncoder(String fingerprint, int width, ClipTokenizer tokenizer) implements ImageTextEncoder {
    @Override
    public float[][] images(List<RgbImage> images) {
        return features(images, (image, colour) -> Math.exp(-distance(image, colour) / 50));
    }

    @Override
    public float[][] texts(List<String> texts) {
        return features(texts, (text, colour) -> text.contains(colour.label()) ? 1 : 0);
    }

    private <T> float[][] features(List<T> items, ToDoubleBiFunction<T, Colour> amount) {
        float[][] features = new float[items.size()][width];
        for (int i = 0; i < features.length; i++) {
            double squares = 0;
            for (Colour colour : Colour.values()) {
                double one = 0.01 + amount.applyAsDouble(items.get(i), colour);
                features[i][colour.ordinal()] = (float) one;
                squares += one * one;
            }
            for (int j = 0; j < width; j++) {
                features[i][j] /= (float) Math.sqrt(squares);
            }
        }
        return features;
    }

    /** Of the colour in the middle of an image. */
    private static double distance(RgbImage image, Colour colour) {
        int middle = 3 * (image.height() / 2 * image.width() + image.width() / 2);
        return Math.abs((image.data()[middle] & 255) - colour.rgb().red())
                + Math.abs((image.data()[middle + 1] & 255) - colour.rgb().green())
                + Math.abs((image.data()[middle + 2] & 255) - colour.rgb().blue());
    }
}
