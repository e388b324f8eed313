package syntic.method.zerocap;

import syntic.model.gpt.BeamSearch;
import syntic.model.gpt.Decoding;

/**
 * How ZeroCap writes a caption. Nothing of it takes part in training.
 *
 * @param prompt that every text begins with and the caption is without; may be empty
 * @param end the text of the token that ends a caption, empty for the language model's own end token
 * @param candidates most probable tokens that CLIP looks at
 * @param temperature of CLIP's softmax over them
 * @param iterations steps along the gradient for every token; 0 leaves the language model as it is
 * @param stepSize α
 * @param clipScale weight of the CLIP loss
 * @param fluency λ, weight of the loss that keeps the language model near to what it says unsteered
 * @param gradientPower of its length that a gradient is divided by
 * @param fusion exponent of the steered probabilities; the unsteered ones have the rest to 1
 * @param endFactor how much more likely, by its logit, a caption ends after its first token
 * @param startFactor how much less likely it ends at once
 * @param decoding how captions are read off; of what is kept CLIP chooses
 * @param longest tokens of a caption, the end token included
 */
public record Steering(String prompt, String end, int candidates, double temperature, int iterations, double stepSize,
        double clipScale, double fluency, double gradientPower, double fusion, double endFactor, double startFactor,
        Decoding decoding, int longest) {
    public static final Steering PAPER = new Steering("Image of a", ".", 512, 0.01, 5, 0.3, 1, 0.2, 0.9, 0.99, 1.01,
            1.6, new BeamSearch(5, BeamSearch.Score.MEAN), 15);
    public static final Steering MINIATURE = new Steering("", "", 16, 0.01, 5, 0.3, 1, 0.2, 0.9, 0.99, 1, 1,
            new BeamSearch(5, BeamSearch.Score.MEAN), 32);

    public Steering {
        if (candidates < 1 || longest < 1 || iterations < 0) {
            throw new IllegalArgumentException("steering needs 1 or more candidates and tokens and no negative number "
                    + "of iterations, not " + candidates + ", " + longest + " and " + iterations);
        }
        if (!(fusion >= 0 && fusion <= 1 && gradientPower >= 0 && gradientPower <= 1)) {
            throw new IllegalArgumentException("the powers of probabilities and gradients must be in [0, 1], not "
                    + fusion + " and " + gradientPower);
        }
        if (!(endFactor > 0 && startFactor > 0 && temperature > 0)) {
            throw new IllegalArgumentException("the factors of the end token and the temperature must be above 0, not "
                    + endFactor + ", " + startFactor + " and " + temperature);
        }
    }

    /** The same with another number of steps along the gradient. */
    public Steering withIterations(int other) {
        return new Steering(prompt, end, candidates, temperature, other, stepSize, clipScale, fluency, gradientPower,
                fusion, endFactor, startFactor, decoding, longest);
    }
}
