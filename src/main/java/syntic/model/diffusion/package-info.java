/**
 * Latent diffusion from Stable Diffusion folders: the autoencoder, the denoiser, the schedulers, and
 * {@link syntic.model.diffusion.TextToImage}, which puts them together.
 */
package syntic.model.diffusion;

