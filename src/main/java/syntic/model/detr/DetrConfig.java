package syntic.model.detr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import syntic.model.Architecture;
import syntic.model.ConfigFile;
import syntic.nn.Activation;

/**
 * Shape of a detection transformer (Carion et al. 2020) as {@code config.json} of {@code DetrForObjectDetection} gives
 * it.
 *
 * @param width of every token ({@code d_model})
 * @param queries object queries, the most objects that can be found
 * @param labels name of every class by its id; the no-object class comes after the last of them
 */
public record DetrConfig(ResNetConfig backbone, int width, Stack encoder, Stack decoder, Activation activation,
        int queries, List<String> labels) {
    /** No detector has more classes than this. */
    private static final int MOST_LABELS = 100_000;
    /** The transformers library does not write the number of labels where it is this one. */
    private static final int UNSAID_LABELS = 2;

    /** One of the two stacks of transformer layers. */
    public record Stack(int layers, int heads, int feedForward) {}

    public DetrConfig {
        labels = List.copyOf(labels);
        if (width % 4 != 0) {
            throw new IllegalArgumentException("d_model must be a multiple of 4 (sines and cosines of two axes), not "
                    + width);
        }
        for (Stack stack : List.of(encoder, decoder)) {
            if (width % stack.heads() != 0) {
                throw new IllegalArgumentException("d_model " + width + " cannot be split into " + stack.heads()
                        + " attention heads");
            }
        }
    }

    /** Reads {@code config.json}. */
    public static DetrConfig from(ConfigFile config) {
        Architecture.DETR.require(config);
        if (config.has("architectures") && config.texts("architectures").contains("DetrForSegmentation")) {
            throw config.refuse("architectures", "is a DetrForSegmentation, whose tensors have other names; take the "
                    + "DETR for detection that it was made from, such as facebook/detr-resnet-50");
        }
        if (!config.text("position_embedding_type", "sine").equals("sine")) {
            throw config.refuse("position_embedding_type", "must be 'sine'");
        }
        try {
            return new DetrConfig(ResNetConfig.from(config), config.count("d_model", 256),
                    new Stack(config.layers("encoder_layers", 6), config.count("encoder_attention_heads", 8),
                            config.count("encoder_ffn_dim", 2048)),
                    new Stack(config.layers("decoder_layers", 6), config.count("decoder_attention_heads", 8),
                            config.count("decoder_ffn_dim", 2048)),
                    Activation.of(config.text("activation_function", "relu")), config.count("num_queries", 100),
                    labels(config));
        } catch (IllegalArgumentException e) {
            throw config.refuse("d_model", "does not fit: " + e.getMessage());
        }
    }

    private static List<String> labels(ConfigFile config) {
        if (!config.has("id2label")) {
            List<String> labels = new ArrayList<>();
            int count = config.count("num_labels", UNSAID_LABELS, MOST_LABELS);
            for (int id = 0; id < count; id++) {
                labels.add("LABEL_" + id);
            }
            return labels;
        }
        ConfigFile table = config.object("id2label");
        int size = table.keys().size();
        List<String> labels = new ArrayList<>(Collections.nCopies(Math.min(size, MOST_LABELS), ""));
        for (String key : table.keys()) {
            if (!key.matches("\\d{1,6}") || Integer.parseInt(key) >= labels.size()) {
                throw config.refuse("id2label", "must have the keys 0 to " + (size - 1) + ", not '" + key + "'");
            }
            labels.set(Integer.parseInt(key), table.text(key));
        }
        return labels;
    }

    /** Classes with the no-object class. */
    public int classes() {
        return labels.size() + 1;
    }
}
