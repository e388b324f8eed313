package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Setting;
import syntic.nn.Activation;
import syntic.nn.Attention;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/**
 * A task that teaches the text encoder what its sentences mean before any image is made: from the token states, say for
 * every cell of the frame what stands there, in which colour, and where the scene is. It is not part of the model.
 */
final class LayoutHead {
    private static final int SIDE = 8;
    private static final int CELLS = SIDE * SIDE;
    private static final int LAYERS = 2;
    private static final int HEADS = 4;
    private static final double EPS = 1e-5;
    private static final int NOTHING = Kind.values().length;
    private static final long UNKNOWN = -1;
    /** Most cells are empty; what stands in the others decides. */
    private static final double KIND_WEIGHT = 4;

    private LayoutHead() {}

    static Map<String, Shape> parameters(int width) {
        ShapeList list = new ShapeList();
        list.tensor("queries", CELLS + 1, width);
        for (int i = 0; i < LAYERS; i++) {
            ShapeList layer = list.at("layers." + i);
            layer.norm("norm1", width);
            for (String projection : new String[] {"to_q", "to_k", "to_v", "to_out"}) {
                layer.linear(projection, width, width);
            }
            layer.norm("norm2", width);
            layer.linear("up", width, 2 * width);
            layer.linear("down", 2 * width, width);
        }
        list.norm("norm", width);
        list.linear("kinds", width, NOTHING + 1);
        list.linear("colours", width, Colour.values().length);
        list.linear("settings", width, Setting.values().length);
        return list.shapes();
    }

    /** @param text token states [batch, tokens, width] of sentences about {@code scenes} */
    static NDArray loss(NDManager step, Weights weights, NDArray text, List<Scene> scenes) {
        int batch = scenes.size();
        int width = (int) text.getShape().get(2);
        NDArray x = step.zeros(new Shape(batch, CELLS + 1, width)).add(weights.get("queries"));
        for (int layer = 0; layer < LAYERS; layer++) {
            x = layer(weights.at("layers." + layer), x, text);
        }
        x = Normalization.layer(weights.at("norm"), x, EPS);
        NDArray cells = x.get(":, :" + CELLS).reshape((long) batch * CELLS, width);
        NDArray whole = x.get(":, " + CELLS);
        long[] kinds = new long[batch * CELLS];
        long[] colours = new long[batch * CELLS];
        long[] settings = new long[batch];
        for (int row = 0; row < batch; row++) {
            fill(scenes.get(row), kinds, colours, row * CELLS);
            settings[row] = scenes.get(row).setting().ordinal();
        }
        NDArray kind = Operators.crossEntropy(Linear.apply(weights.at("kinds"), cells), step.create(kinds), UNKNOWN, 0);
        NDArray colour = Operators.crossEntropy(Linear.apply(weights.at("colours"), cells), step.create(colours),
                UNKNOWN, 0);
        NDArray setting = Operators.crossEntropy(Linear.apply(weights.at("settings"), whole), step.create(settings),
                UNKNOWN, 0);
        return Operators.scale(kind, KIND_WEIGHT).add(colour).add(setting);
    }

    private static NDArray layer(Weights weights, NDArray x, NDArray text) {
        NDArray normed = Normalization.layer(weights.at("norm1"), x, EPS);
        NDArray seen = Attention.apply(Linear.apply(weights.at("to_q"), normed), Linear.apply(weights.at("to_k"), text),
                Linear.apply(weights.at("to_v"), text), HEADS, Attention.Sight.ALL);
        x = x.add(Linear.apply(weights.at("to_out"), seen));
        normed = Normalization.layer(weights.at("norm2"), x, EPS);
        return x.add(Linear.apply(weights.at("down"), Activation.GELU.apply(Linear.apply(weights.at("up"), normed))));
    }

    private static void fill(Scene scene, long[] kinds, long[] colours, int at) {
        Arrays.fill(kinds, at, at + CELLS, NOTHING);
        Arrays.fill(colours, at, at + CELLS, UNKNOWN);
        double cell = (double) Scene.SIZE / SIDE;
        for (int i = scene.objects().size() - 1; i >= 0; i--) {
            Placed object = scene.objects().get(i);
            for (int c = 0; c < CELLS; c++) {
                double x = (c % SIDE + 0.5) * cell;
                double y = (c / SIDE + 0.5) * cell;
                if (Math.abs(x - object.x()) < object.width() / 2 && Math.abs(y - object.y()) < object.height() / 2) {
                    kinds[at + c] = object.kind().ordinal();
                    colours[at + c] = object.colour().ordinal();
                }
            }
        }
    }
}
