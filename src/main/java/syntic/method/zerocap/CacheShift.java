package syntic.method.zerocap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptCache;
import syntic.nn.Operators;
import syntic.nn.train.Gradients;

/**
 * ZeroCap's optimisation (Tewel et al. 2022, arXiv 2111.14447): keys and values of all tokens but the last are shifted,
 * a few steps along the gradient, so that the next token's probabilities go to what CLIP wants and stay near to the
 * unsteered ones. Every step and every row begins anew with the next token; the model itself stays as it is.
 *
 * <p>R rows, T tokens without the last, V vocabulary, H heads, W width.
 */
record CacheShift(Gpt gpt, Steering steering) {
    private static final double SMALLEST_NORM = 1e-15;

    /**
     * Logits of the next token after the shift.
     *
     * @param past keys and values as of {@link GptCache#tensors}, [R, H, T, W/H] each
     * @param last token of each row
     * @param unsteered log-probabilities of the next token [R, V]
     * @param target gives CLIP's distribution over the vocabulary [R, V], flat, from the logits so far
     * @return [R, V], owned by {@code scope}
     */
    NDArray logits(NDManager scope, List<NDArray> past, long[] last, NDArray unsteered,
            Function<NDArray, float[]> target) {
        List<NDArray> shift = past.stream().map(one -> {
            NDArray none = one.zerosLike();
            none.attach(scope);
            return none;
        }).toList();
        for (int i = 0; i < steering.iterations(); i++) {
            try (NDManager step = scope.newSubManager()) {
                List<NDArray> gradients = Gradients.of(step, shift, points -> {
                    NDArray logits = logits(points, past, last);
                    return loss(logits, unsteered, target.apply(logits));
                });
                for (int k = 0; k < gradients.size(); k++) {
                    shift.get(k).subi(update(gradients.get(k)));
                }
            }
        }
        return logits(shift, past, last);
    }

    /** Logits with these shifts [R, V], of the shifts' manager. */
    NDArray logits(List<NDArray> shift, List<NDArray> past, long[] last) {
        NDManager scope = shift.get(0).getManager();
        List<NDArray> shifted = new ArrayList<>();
        for (int i = 0; i < past.size(); i++) {
            shifted.add(shift.get(i).add(past.get(i)));
        }
        NDArray token = scope.create(last, new Shape(last.length, 1));
        try (GptCache cache = GptCache.of(scope, shifted)) {
            return gpt.logits(gpt.hidden(gpt.embed(token), cache).squeeze(1));
        }
    }

    /**
     * The sum over rows of both losses: the cross-entropy of CLIP's distribution and the next token's, and the
     * divergence of the next token's from the unsteered one (which the paper calls cross-entropy, too).
     *
     * @param logits, unsteered [R, V]
     * @return a scalar of the logits' manager
     */
    NDArray loss(NDArray logits, NDArray unsteered, float[] target) {
        NDArray log = logits.logSoftmax(-1);                                                        // [R, V]
        NDArray wanted = logits.getManager().create(target, logits.getShape());
        NDArray clip = log.mul(wanted).sum();
        NDArray fluent = log.exp().mul(log.sub(unsteered)).sum();
        return Operators.scale(clip, -steering.clipScale()).add(Operators.scale(fluent, steering.fluency()));
    }

    /** One step along a gradient [R, H, T, W/H], whose length is evened out for every row. */
    private NDArray update(NDArray gradient) {
        Shape shape = gradient.getShape();
        NDArray rows = gradient.reshape(shape.get(0), -1);
        NDArray norm = rows.square().sum(new int[] {1}, true).sqrt().add(SMALLEST_NORM);            // [R, 1]
        return rows.div(norm.pow(steering.gradientPower())).mul(steering.stepSize()).reshape(shape);
    }
}
