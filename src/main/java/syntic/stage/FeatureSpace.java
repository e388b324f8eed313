package syntic.stage;

import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.store.FeatureSet;

/**
 * What systems need to know of CLIP where their features are there already and nothing has to be encoded.
 *
 * @param compute where decoders compute, in fp32
 * @param tokenizer of CLIP's texts, or null where no system reads its tokens
 * @param width of the features
 * @param labels text features of the detector's names, or null where they have to be encoded
 */
public record FeatureSpace(Compute compute, ClipTokenizer tokenizer, int width, FeatureSet labels) {}
