package syntic.nn.train;

import java.util.List;

/** A gradient was NaN or infinite. The update was not made, so the parameters are still good. */
public final class NonFiniteGradientException extends RuntimeException {
    NonFiniteGradientException(long step, List<String> parameters) {
        super("step " + step + ": the gradient is not finite for " + (parameters.size() > 5
                ? parameters.subList(0, 5) + " and " + (parameters.size() - 5) + " more" : parameters.toString())
                + "; the update was not made. Lower the learning rate or look at this step's data");
    }
}
