package syntic.store;

import syntic.io.UserException;

/** A stored result that cannot be used or written; the message names the file and the remedy. */
public final class StoreException extends UserException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
