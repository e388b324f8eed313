package syntic.nn;

import java.io.Serial;

/** Work ended early because it was asked to; the message says what is kept and how to go on. */
public class Stopped extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public Stopped(String message) {
        super(message);
    }
}
