package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.nn.Activation;
import syntic.nn.Convolution;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Weights;

/**
 * Two normalised convolutions beside a shortcut (He et al. 2016), told the time step between them when there is one:
 * {@code x + conv2(silu(norm2(conv1(silu(norm1(x))) + time)))}.
 */
final class ResidualBlock {
    private ResidualBlock() {}

    /** @param timeWidth width of the time embedding, 0 for blocks without one */
    static void declare(ShapeList list, int in, int out, int timeWidth) {
        list.norm("norm1", in);
        list.convolution("conv1", in, out, 3);
        if (timeWidth > 0) {
            list.linear("time_emb_proj", timeWidth, out);
        }
        list.norm("norm2", out);
        list.convolution("conv2", out, out, 3);
        if (in != out) {
            list.convolution("conv_shortcut", in, out, 1);
        }
    }

    /**
     * @param x [batch, in, height, width]
     * @param time the activated time embedding [batch, time width], or null
     * @return [batch, out, height, width]
     */
    static NDArray apply(Weights weights, NDArray x, NDArray time, int groups, double eps) {
        NDArray hidden = Activation.SILU.apply(Normalization.group(weights.at("norm1"), x, groups, eps));
        hidden = Convolution.apply(weights.at("conv1"), hidden, 1, 1);
        if (time != null) {
            hidden = hidden.add(Linear.apply(weights.at("time_emb_proj"), time).expandDims(2).expandDims(3));
        }
        hidden = Activation.SILU.apply(Normalization.group(weights.at("norm2"), hidden, groups, eps));
        hidden = Convolution.apply(weights.at("conv2"), hidden, 1, 1);
        NDArray shortcut = weights.has("conv_shortcut.weight")
                ? Convolution.apply(weights.at("conv_shortcut"), x, 1, 0) : x;
        return shortcut.add(hidden);
    }
}
