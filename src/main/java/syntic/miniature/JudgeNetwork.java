package syntic.miniature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Setting;
import syntic.nn.Activation;
import syntic.nn.Convolution;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/** The convolutional network of the {@link Judge}: what stands in every cell of a picture, and where the scene is. */
public record JudgeNetwork(Weights weights) {
    /** Cells along each side of the picture. */
    public static final int SIDE = 16;
    /** The class of cells where nothing stands. */
    public static final int NOTHING = Kind.values().length;
    private static final int FINE = 48;
    private static final int COARSE = 96;
    private static final int GROUPS = 8;
    private static final double EPS = 1e-5;

    /**
     * @param kinds logits [batch · SIDE · SIDE, kinds + 1], the last for nothing
     * @param colours logits [batch · SIDE · SIDE, colours]
     * @param settings logits [batch, settings]
     */
    public record Output(NDArray kinds, NDArray colours, NDArray settings) {}

    /** Name and shape of every tensor. */
    public static Map<String, Shape> parameters() {
        ShapeList list = new ShapeList();
        list.convolution("conv_in", 3, FINE / 2, 3);
        list.convolution("down.0", FINE / 2, FINE, 3);
        residual(list, "blocks.0", FINE);
        list.convolution("down.1", FINE, COARSE, 3);
        residual(list, "blocks.1", COARSE);
        list.convolution("up", COARSE, FINE, 1);
        residual(list, "blocks.2", FINE);
        list.norm("norm_out", FINE);
        list.convolution("kinds", FINE, NOTHING + 1, 1);
        list.convolution("colours", FINE, Colour.values().length, 1);
        list.linear("settings", COARSE, Setting.values().length);
        return list.shapes();
    }

    private static void residual(ShapeList list, String name, int channels) {
        list.norm(name + ".norm1", channels);
        list.convolution(name + ".conv1", channels, channels, 3);
        list.norm(name + ".norm2", channels);
        list.convolution(name + ".conv2", channels, channels, 3);
    }

    /** @param pixels [batch, 3, 64, 64] in -1 … 1 */
    public Output apply(NDArray pixels) {
        NDArray x = Activation.SILU.apply(Convolution.apply(weights.at("conv_in"), pixels, 2, 1)); // [batch, ·, 32, 32]
        x = Convolution.apply(weights.at("down.0"), x, 2, 1);
        NDArray fine = residual("blocks.0", x); // [batch, FINE, 16, 16]
        NDArray coarse = Convolution.apply(weights.at("down.1"), Activation.SILU.apply(fine), 2, 1);
        coarse = Activation.SILU.apply(residual("blocks.1", coarse)); // [batch, COARSE, 8, 8]
        NDArray everywhere = coarse.reshape(coarse.getShape().get(0), COARSE, -1).mean(new int[] {2});
        NDArray settings = Linear.apply(weights.at("settings"), everywhere);
        x = residual("blocks.2", fine.add(Convolution.apply(weights.at("up"), Convolution.upsample(coarse), 1, 0)));
        x = Activation.SILU.apply(Normalization.group(weights.at("norm_out"), x, GROUPS, EPS));
        return new Output(cells("kinds", x), cells("colours", x), settings);
    }

    private NDArray residual(String name, NDArray x) {
        Weights block = weights.at(name);
        NDArray hidden = Activation.SILU.apply(Normalization.group(block.at("norm1"), x, GROUPS, EPS));
        hidden = Convolution.apply(block.at("conv1"), hidden, 1, 1);
        hidden = Activation.SILU.apply(Normalization.group(block.at("norm2"), hidden, GROUPS, EPS));
        return x.add(Convolution.apply(block.at("conv2"), hidden, 1, 1));
    }

    private NDArray cells(String name, NDArray x) {
        NDArray map = Convolution.apply(weights.at(name), x, 1, 0);
        return map.transpose(0, 2, 3, 1).reshape(-1, map.getShape().get(1));
    }
}
