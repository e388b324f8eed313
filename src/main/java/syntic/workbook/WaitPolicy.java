package syntic.workbook;

import com.sun.jna.Function;
import java.util.Optional;

/**
 * How PyTorch's threads wait for each other. Where nothing is said they spin for a while, which on a shared machine
 * makes small computations many times slower. What this workbook sets up says it; a kernel that somebody installed
 * himself does not.
 */
final class WaitPolicy {
    private static final String NAME = "OMP_WAIT_POLICY";

    private WaitPolicy() {
    }

    /**
     * Lets threads sleep while they wait, if nobody has said otherwise. It has an effect until PyTorch is loaded.
     *
     * @return what a person must do himself where it cannot be set from inside
     */
    static Optional<String> ensurePassive() {
        if (System.getenv(NAME) != null) {
            return Optional.empty();
        }
        try {
            set(NAME, "PASSIVE");
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("Small computations are slow on this kernel: put \"env\": {\"" + NAME
                    + "\": \"PASSIVE\"} into its kernel.json and restart it.");
        }
    }

    /** Sets a variable of this process's environment as native libraries see it, if it is not there. */
    static void set(String name, String value) {
        Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 0});
    }
}
