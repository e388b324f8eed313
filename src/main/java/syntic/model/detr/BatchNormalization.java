package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.nn.Weights;

/** How the backbone normalises [batch, channels, height, width]. */
public enum BatchNormalization {
    /** By the running statistics of the checkpoint, as every published DETR does. */
    FROZEN {
        @Override
        NDArray apply(Weights weights, NDArray x) {
            return Normalization.frozenBatch(weights, x, EPS);
        }
    },
    /** By the batch's own statistics, which also move the running ones; for training a backbone from scratch. */
    TRAINING {
        @Override
        NDArray apply(Weights weights, NDArray x) {
            return Operators.batchNorm(x, weights.get("running_mean"), weights.get("running_var"),
                    weights.get("weight"), weights.get("bias"), MOMENTUM, EPS);
        }
    };

    private static final double EPS = 1e-5;
    private static final double MOMENTUM = 0.1;

    abstract NDArray apply(Weights weights, NDArray x);
}
