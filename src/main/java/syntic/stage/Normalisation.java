package syntic.stage;

/**
 * What the decoder does to features before its first linear map, with statistics of what it is trained on. (Ours; no
 * paper has such a step.)
 *
 * <p>Where photos lie elsewhere than what was trained on, what makes differences between features large makes that
 * offset large too: which normalisation is used decides part of a comparison.
 */
public enum Normalisation {
    /** Features as CLIP gives them. */
    NONE,
    /** One factor for all, so that the mean square of a component is 1. */
    SCALED,
    /** The mean taken away, then one factor for all. */
    CENTRED,
    /** The mean taken away, and the variances made equal in all directions. */
    WHITENED
}
