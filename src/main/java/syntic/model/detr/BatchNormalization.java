package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import syntic.nn.Convolution;
import syntic.nn.Operators;
import syntic.nn.Weights;

/** How the backbone normalises the results of its convolutions, [batch, channels, height, width]. */
public enum BatchNormalization {
    /** By the running statistics of the checkpoint, as every published DETR does. */
    FROZEN {
        @Override
        NDArray convolve(Weights convolution, Weights norm, NDArray x, int stride, int padding) {
            return Convolution.applyNormalized(convolution, norm, x, stride, padding, EPS);
        }
    },
    /** By the batch's own statistics, which also move the running ones; for training a backbone from scratch. */
    TRAINING {
        @Override
        NDArray convolve(Weights convolution, Weights norm, NDArray x, int stride, int padding) {
            return Operators.batchNorm(Convolution.apply(convolution, x, stride, padding), norm.get("running_mean"),
                    norm.get("running_var"), norm.get("weight"), norm.get("bias"), MOMENTUM, EPS);
        }
    };

    private static final double EPS = 1e-5;
    private static final double MOMENTUM = 0.1;

    /** The normalised convolution of x. */
    abstract NDArray convolve(Weights convolution, Weights norm, NDArray x, int stride, int padding);
}
