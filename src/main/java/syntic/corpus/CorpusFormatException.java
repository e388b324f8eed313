package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not what its reader expects. */
public final class CorpusFormatException extends IOException {

    private final Path file;
    private final String element;
    private final String reason;

    CorpusFormatException(Path file, String element, String reason) {
        super(file + ": " + (element.isEmpty() ? "" : element + ": ") + reason);
        this.file = file;
        this.element = element;
        this.reason = reason;
    }

    public Path file() {
        return file;
    }

    /** The place in the file, such as {@code annotations[12]} or {@code line 3}; empty for the file as a whole. */
    public String element() {
        return element;
    }

    public String reason() {
        return reason;
    }
}
