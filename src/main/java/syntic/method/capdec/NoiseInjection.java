package syntic.method.capdec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.stage.FeatureNoise;

/**
 * Noise on text features in training, so that a decoder also understands photo features, which lie somewhere around
 * them: normalise, add noise, normalise (CapDec, arXiv 2211.00575; CLOSE, arXiv 2211.09778; C3, arXiv 2401.08567).
 *
 * <p>The two distributions are not alternatives of equal strength: at d = 512 and a scale of √0.016, Gaussian noise has
 * length 2.86 and leaves a mean cosine of 0.33 with the clean feature, the ball one of 0.99.
 *
 * @param scale standard deviation of every component, or radius of the ball
 */
public record NoiseInjection(Distribution distribution, double scale) implements FeatureNoise {
    /** How noise is drawn. */
    public enum Distribution {
        /** Every component from a normal distribution. */
        GAUSSIAN,
        /** Evenly from the ball around the feature. */
        UNIFORM_BALL
    }

    public NoiseInjection {
        if (!(scale >= 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("the scale of noise must be 0 or more, not " + scale);
        }
    }

    /** Gaussian noise of this variance in every component. */
    public static NoiseInjection ofVariance(double variance) {
        return new NoiseInjection(Distribution.GAUSSIAN, Math.sqrt(variance));
    }

    /** Gaussian noise of this standard deviation in every component. */
    public static NoiseInjection gaussian(double deviation) {
        return new NoiseInjection(Distribution.GAUSSIAN, deviation);
    }

    /** Noise from the ball of this radius. */
    public static NoiseInjection ball(double radius) {
        return new NoiseInjection(Distribution.UNIFORM_BALL, radius);
    }

    /**
     * The usual length of the noise: the root of the expected square of Gaussian noise's, and the radius of the ball,
     * near which almost all of its volume lies.
     */
    public double length(int width) {
        return distribution == Distribution.GAUSSIAN ? scale * Math.sqrt(width) : scale;
    }

    @Override
    public NDArray apply(NDArray features) {
        return inject(features, draw(features.getManager(), features.getShape()));
    }

    /** The feature, of length 1, plus the noise, scaled back to length 1. @param features, noise [B, d] */
    public static NDArray inject(NDArray features, NDArray noise) {
        return Normalization.unit(Normalization.unit(features).add(noise));
    }

    /** Noise of this shape [B, d]. */
    public NDArray draw(NDManager manager, Shape shape) {
        NDArray normal = manager.randomNormal(shape);
        if (distribution == Distribution.GAUSSIAN) {
            return Operators.scale(normal, scale);
        }
        // The volume within a radius grows with its d-th power.
        NDArray radii = manager.randomUniform(0, 1, new Shape(shape.get(0), 1)).pow(1.0 / shape.get(1));
        return Operators.scale(Normalization.unit(normal).mul(radii), scale);
    }
}
