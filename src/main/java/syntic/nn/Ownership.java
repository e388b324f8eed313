package syntic.nn;

import java.util.function.Function;

/** Hands what must be closed to a new owner. */
public final class Ownership {
    private Ownership() {}

    /**
     * Gives {@code resource} to what {@code make} makes of it, which closes it from then on. If nothing can be made,
     * the resource is closed at once.
     */
    public static <R extends AutoCloseable, T> T handOver(R resource, Function<R, T> make) {
        try {
            return make.apply(resource);
        } catch (RuntimeException | Error e) {
            try {
                resource.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }
}
