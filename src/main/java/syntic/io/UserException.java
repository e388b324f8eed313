package syntic.io;

/**
 * What was given or found cannot be used, and the user can mend it: the message names the file or the value, the reason
 * and the remedy. Commands show the message alone. A fault of the program is never one of these.
 */
public class UserException extends RuntimeException {
    public UserException(String message) {
        super(message);
    }

    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
