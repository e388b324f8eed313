package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Activation;
import syntic.nn.Normalization;
import syntic.nn.Operators;

/**
 * The contrastive part of SimCTG's training (Su et al. 2022, arXiv 2202.06417): states of different tokens of a text
 * are kept apart, which is what a contrastive search tells repetition by. Mean over pairs of tokens i ≠ j of a text of
 * {@code max(0, margin - 1 + cos(h_i, h_j))}.
 *
 * @param margin above 0 and up to 1
 */
public record ContrastiveLoss(double margin) {
    public ContrastiveLoss {
        if (!(margin > 0 && margin <= 1)) {
            throw new IllegalArgumentException("the margin of the contrastive loss must be above 0 and up to 1, not "
                    + margin);
        }
    }

    /**
     * @param hidden [B, T, W], final states of the tokens that are read
     * @param lengths of the texts; what stands behind is padding
     * @return a scalar of the manager of {@code hidden}
     */
    public NDArray of(NDArray hidden, int[] lengths) {
        int longest = (int) hidden.getShape().get(1);
        float[] mask = new float[lengths.length * longest * longest];
        long pairs = 0;
        for (int row = 0; row < lengths.length; row++) {
            for (int i = 0; i < lengths[row]; i++) {
                for (int j = 0; j < lengths[row]; j++) {
                    if (i != j) {
                        mask[(row * longest + i) * longest + j] = 1;
                        pairs++;
                    }
                }
            }
        }
        NDArray unit = Normalization.unit(hidden);
        NDArray near = Operators.plus(unit.matMul(unit.swapAxes(1, 2)), margin - 1);                // [B, T, T]
        NDArray counted = hidden.getManager().create(mask, new Shape(lengths.length, longest, longest));
        return Operators.scale(Activation.RELU.apply(near).mul(counted).sum(), 1.0 / Math.max(1, pairs));
    }
}
