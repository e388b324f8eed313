package syntic.nn;

import syntic.io.UserException;

/**
 * A weight file or a set of named weights that cannot be used; the message names the file, the tensor and the remedy.
 */
public final class WeightsException extends UserException {
    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
