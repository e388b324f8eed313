package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Splits;
import syntic.model.clip.ClipText;
import syntic.model.clip.ClipTextConfig;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Activation;
import syntic.nn.Initializer;
import syntic.nn.Initializer.Spread;
import syntic.nn.Weights;

/** Teaches the text encoder the language, by way of {@link LayoutHead}. */
final class TextPretraining {
    /** Twenty words, start and end, and room for words in pieces. */
    static final int TOKENS = 26;
    private static final int WIDTH = 128;
    private static final double GAIN = 0.7;
    private static final String TEXT = "text";
    private static final String HEAD = "head";

    private TextPretraining() {}

    static ClipTextConfig config(ClipTokenizer tokenizer) {
        return new ClipTextConfig(tokenizer.size(), WIDTH, 4 * WIDTH, 2, 4, TOKENS, Activation.QUICK_GELU, 1e-5,
                tokenizer.endId());
    }

    /** @return the averaged weights of the text encoder */
    static Weights run(NDManager manager, TrainingLoop loop, ClipTokenizer tokenizer, Splits splits, int batch) {
        ClipTextConfig config = config(tokenizer);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        ClipTextConfig.parameters(config).forEach((name, shape) -> shapes.put(TEXT + "." + name, shape));
        LayoutHead.parameters(WIDTH).forEach((name, shape) -> shapes.put(HEAD + "." + name, shape));
        Weights weights = initializer().create(manager, shapes, loop.seed(), "text");
        ClipText text = new ClipText(config, weights.at(TEXT));
        Weights average = loop.run(manager, weights, Map.of("batch", "" + batch), (step, number, random) -> {
            List<String> sentences = new ArrayList<>();
            List<Scene> scenes = new ArrayList<>();
            for (int i = 0; i < batch; i++) {
                Illustrated pair = Illustrated.draw(splits, random.nextLong(), i);
                sentences.add(pair.sentence());
                scenes.add(pair.scene());
            }
            NDArray states = text.lastHiddenState(tokenizer.encode(step, sentences, TOKENS), null);
            return LayoutHead.loss(step, weights.at(HEAD), states, scenes);
        }, loop.steps(), (done, ignored) -> { });
        return average.at(TEXT);
    }

    private static Initializer initializer() {
        Initializer others = Initializer.scaled(GAIN);
        return (name, shape) -> name.endsWith("token_embedding.weight") ? new Spread(0.3, 0)
                : name.endsWith("position_embedding.weight") ? new Spread(0.1, 0)
                : name.endsWith("queries") ? new Spread(0.5, 0) : others.of(name, shape);
    }
}
