package syntic.miniature.train;

import syntic.nn.Precision;

/**
 * How long the parts of the miniature text-to-image model are trained, and on how much.
 *
 * @param pictures drawn for the autoencoder
 * @param decoderSteps in which only the autoencoder's decoder learns on
 * @param latents pictures encoded for the denoiser
 * @param judged images that are generated and judged now and then
 * @param vaePrecision that the autoencoder computes in, whose large maps wait for memory; weights and optimiser stay in
 *     fp32
 * @param unetPrecision that the denoiser computes in: its small maps wait for the processor, and not every one that
 *     knows bf16 multiplies faster in it
 */
record TextToImageRecipe(long seed, int pictures, int vaeSteps, int decoderSteps, int vaeBatch, int textSteps,
        int textBatch, int latents, int unetSteps, int unetBatch, int judged, Precision vaePrecision,
        Precision unetPrecision) {
    static final TextToImageRecipe STANDARD = new TextToImageRecipe(1, 12000, 5000, 2500, 8, 1500, 64, 60000, 12000, 48,
            200, Precision.BF16, Precision.FP32);

    TextToImageRecipe {
        Requirement.atLeast(1, "pictures", pictures);
        Requirement.atLeast(1, "vaeSteps", vaeSteps);
        Requirement.atLeast(1, "decoderSteps", decoderSteps);
        Requirement.atLeast(1, "vaeBatch", vaeBatch);
        Requirement.atLeast(1, "textSteps", textSteps);
        Requirement.atLeast(1, "textBatch", textBatch);
        Requirement.atLeast(1, "latents", latents);
        Requirement.atLeast(1, "unetSteps", unetSteps);
        Requirement.atLeast(1, "unetBatch", unetBatch);
        Requirement.atLeast(1, "judged", judged);
    }

    /**
     * The same, shortened to a fraction: to see that everything works, not to get a good model.
     *
     * @param share over 0 and at most 1
     */
    TextToImageRecipe shortened(double share) {
        Requirement.share("share", share);
        return new TextToImageRecipe(seed, part(pictures, share), part(vaeSteps, share), part(decoderSteps, share),
                vaeBatch, part(textSteps, share), textBatch, part(latents, share), part(unetSteps, share), unetBatch,
                part(judged, share), vaePrecision, unetPrecision);
    }

    private static int part(int whole, double share) {
        return (int) Math.max(1, Math.round(whole * share));
    }
}
