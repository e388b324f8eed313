package syntic.stage;

import ai.djl.ndarray.NDArray;

/**
 * What a training does to the features of each batch before the decoder reads them, such as CapDec's noise.
 *
 * <p>Draw from the engine's generator (the features' manager): the trainer seeds it before every step. The text form
 * names the settings, because trained decoders are kept under it: implement it as a record.
 */
public interface FeatureNoise {
    /** Features as they are. */
    record None() implements FeatureNoise {
        @Override
        public NDArray apply(NDArray features) {
            return features;
        }
    }

    /** @param features [B, d]; returns the same shape */
    NDArray apply(NDArray features);
}
