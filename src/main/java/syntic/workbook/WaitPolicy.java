package syntic.workbook;

import com.sun.jna.Function;

/**
 * How PyTorch's threads wait for each other. Where nothing is said they spin for a while, which on a shared machine
 * makes small computations many times slower. What this workbook sets up says it; a kernel that somebody installed
 * himself, or Java started by hand, does not.
 */
public final class WaitPolicy {
    private static final String NAME = "OMP_WAIT_POLICY";

    private WaitPolicy() {
    }

    /**
     * Lets threads sleep while they wait, if nobody has said otherwise. It has an effect until PyTorch is loaded.
     *
     * @return false where it cannot be set from inside, so that a person must set it before Java starts
     */
    public static boolean ensurePassive() {
        if (System.getenv(NAME) != null) {
            return true;
        }
        try {
            set(NAME, "PASSIVE");
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** Sets a variable of this process's environment as native libraries see it, if it is not there. */
    static void set(String name, String value) {
        Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 0});
    }
}
