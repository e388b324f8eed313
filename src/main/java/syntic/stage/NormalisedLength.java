package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.store.FeatureSet;

/**
 * How long features are that a decoder reads, as a mean square over components: those that it was trained on, and others
 * such as photos, normalised with the statistics of the former. Where the second is much larger, the normalisation blows
 * an offset between the two up, and the decoder is asked about what it never met.
 */
public record NormalisedLength(double training, double others) {

    /** @param training what the decoder reads in training, with its noise if it gets any */
    public static NormalisedLength of(Normalisation kind, FeatureSet training, FeatureSet others) {
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> tensors = new HashMap<>();
            Whitening.parameters(training.width()).forEach((name, shape) -> tensors.put(name, manager.zeros(shape)));
            Weights statistics = Weights.of(manager, tensors, "statistics of " + training.size() + " features");
            if (kind == Normalisation.NONE) {
                Whitening.reset(statistics);
            } else {
                Whitening.fit(kind, statistics, training);
            }
            return new NormalisedLength(squares(manager, statistics, training), squares(manager, statistics, others));
        }
    }

    private static double squares(NDManager manager, Weights statistics, FeatureSet features) {
        return Torch.withoutGradients(() -> (double) Whitening.apply(statistics, features.toNDArray(manager)).square()
                .mean().getFloat());
    }
}
