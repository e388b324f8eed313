package syntic.store;

/** Stored results that cannot be read, written or used; the message names the file and the remedy. */
public final class StoreException extends RuntimeException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
