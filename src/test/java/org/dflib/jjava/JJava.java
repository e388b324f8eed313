package org.dflib.jjava;

/** Stands for JJava up to 1.0-a5, where a test makes it a running kernel. */
public final class JJava {
    private static Object kernel;

    private JJava() {
    }

    public static Object getKernelInstance() {
        return kernel;
    }

    /** @param running null for none */
    public static void run(Object running) {
        kernel = running;
    }
}
