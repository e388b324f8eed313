package syntic.store;

import java.nio.file.Path;
import syntic.io.UserException;

/** A stored result that cannot be used or written; the message names the file and the remedy. */
public final class StoreException extends UserException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Of a file that is not what was written.
     *
     * @param cause whose message may name the file and a remedy too
     * @param remedy what to do with this file
     */
    public static StoreException ofDamaged(Path file, Exception cause, String remedy) {
        String said = String.valueOf(cause.getMessage()).replace(file + ": ", "").replaceFirst("^damaged, ", "");
        return new StoreException(file + ": damaged (" + said.split("; ", 2)[0] + "); " + remedy, cause);
    }
}
