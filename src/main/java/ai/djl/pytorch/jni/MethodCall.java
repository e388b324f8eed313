package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Calls a TorchScript method so that autograd follows it.
 *
 * <p>{@link IValueUtils#runMethod} does the same without gradients only; the native call that records them is package
 * private in DJL, hence this one class in DJL's package.
 */
public final class MethodCall {
    private MethodCall() {}

    /** Runs {@code method}; the caller closes the arguments and the result. */
    public static IValue run(PtSymbolBlock block, String method, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(block.getHandle(), method, handles, true, false));
    }
}
