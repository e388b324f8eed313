package syntic.model.capdec;

import ai.djl.ndarray.NDArray;

/** From a feature to the prefix of a language model (CapDec, Nukrai, Mokady and Globerson 2022). */
@FunctionalInterface
public interface PrefixMapper {
    /** @param features [B, F]; returns [B, P, W]: a prefix of P vectors of the language model's width */
    NDArray apply(NDArray features);
}
