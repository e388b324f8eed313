package syntic.model;

import syntic.io.UserException;

/** A model folder or a configuration that cannot be used; the message names the file, the key and the remedy. */
public final class ModelException extends UserException {
    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
