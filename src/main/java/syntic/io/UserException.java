package syntic.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

    /** Why a file or folder could not be written and what to do, in the words of all commands. */
    public static UserException ofWriting(Path file, IOException e) {
        return new UserException(file + ": cannot be written (" + reason(e) + "); "
                + (e instanceof AccessDeniedException ? "choose another place or change its permissions"
                : e instanceof FileAlreadyExistsException ? "choose another place"
                : "free some space or choose another place") + ", what was there before is untouched", e);
    }

    /** Why a file or folder could not be read and what to do, in the words of all commands. */
    public static UserException ofReading(Path file, IOException e) {
        return new UserException(file + ": cannot be read (" + reason(e) + "); check its name and its permissions, or "
                + "give another", e);
    }

    /** What the system says of a file is often no more than its name. */
    private static String reason(IOException e) {
        if (!(e instanceof FileSystemException of)) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
        return of.getReason() != null ? of.getReason()
                : e instanceof AccessDeniedException ? "permission denied"
                : e instanceof FileAlreadyExistsException ? of.getFile() + " is a file, not a folder"
                : e instanceof NoSuchFileException ? "there is no " + of.getFile() : e.toString();
    }
}
