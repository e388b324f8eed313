package syntic.hub;

import java.io.IOException;

/** A server that does not serve the rest of a file as it was asked to. */
final class RangeException extends IOException {
    RangeException(String message) {
        super(message);
    }
}
