package syntic.hub;

import java.nio.file.Path;
import syntic.io.UserException;

/** A model that could not be had, or is not what it should be; the message names the file or URL and the remedy. */
public final class HubException extends UserException {
    /** What kind of trouble it is. */
    public enum Problem {
        /** The hub wants to know who asks, or does not accept the token. */
        UNAUTHORIZED,
        /** The account may not read the repository, for example because its licence was not accepted. */
        FORBIDDEN,
        NOT_FOUND,
        /** The hub asks to come back later than this program waits. */
        RATE_LIMITED,
        /** The hub answers what it must not. */
        BAD_ANSWER,
        /** The connection fails again and again, or there is none. */
        OFFLINE,
        /** The content is not what was asked for. */
        WRONG_CONTENT,
        /** No space, or a folder that cannot be written. */
        DISK,
        /** A name that would lead out of the model's folder. */
        UNSAFE_NAME,
        INTERRUPTED
    }

    private final Problem problem;

    HubException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    HubException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    static HubException cannotWrite(Path path, Exception cause) {
        return new HubException(Problem.DISK, path + ": cannot be written (" + cause + "); free some space or set "
                + "HF_HOME to a folder on another disk, then run it again: what is downloaded so far is kept", cause);
    }

    public Problem problem() {
        return problem;
    }
}
