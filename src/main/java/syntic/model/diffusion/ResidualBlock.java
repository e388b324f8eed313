package syntic.model.diffusion;

import ai.djl.ndarray.NDArray;
import syntic.nn.Convolution;
import syntic.nn.Linear;
import syntic.nn.Normalization;
import syntic.nn.Scope;
import syntic.nn.ShapeList;
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
        return Scope.run(x, input -> {
            NDArray hidden = Normalization.groupSilu(weights.at("norm1"), input, groups, eps);
            hidden = Convolution.apply(weights.at("conv1"), hidden, 1, 1);
            if (time != null) {
                NDArray shift = Linear.apply(weights.at("time_emb_proj"), Scope.view(time, input)); // [batch, out]
                hidden.addi(shift.expandDims(2).expandDims(3));
            }
            hidden = Normalization.groupSilu(weights.at("norm2"), hidden, groups, eps);
            hidden = Convolution.apply(weights.at("conv2"), hidden, 1, 1);
            return hidden.addi(weights.has("conv_shortcut.weight")
                    ? Convolution.apply(weights.at("conv_shortcut"), input, 1, 0) : input);
        });
    }
}
