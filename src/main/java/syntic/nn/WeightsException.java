package syntic.nn;

/**
 * A weight file or a set of named weights that cannot be used; the message names the file, the tensor and the remedy.
 */
public final class WeightsException extends RuntimeException {
    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
