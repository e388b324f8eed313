package syntic.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** The PyTorch engine of this process: its settings, its managers, its operators. */
public final class Torch {
    private static final NDManager ROOT;
    private static final PtSymbolBlock OPERATORS;
    /** Of one operation; 0 while the engine's own number is in use. */
    private static int threads;
    // The optimising executor of TorchScript specialises on shapes; plain execution is what single operators need,
    // and it gives the same bits on the first call as on the tenth. The switch is per thread.
    private static final ThreadLocal<Boolean> PLAIN_EXECUTION = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    static {
        Start start = Work.whole(Start::make);
        ROOT = start.root();
        OPERATORS = start.operators();
    }

    /**
     * The engine's start, a class of its own because another thread makes it, which must not wait for the
     * initialisation of the class around.
     */
    private record Start(NDManager root, PtSymbolBlock operators) {
        static Start make() {
            setDefault("ai.djl.offline", "true");
            setDefault("OPT_OUT_TRACKING", "true");
            setDefault("ai.djl.pytorch.num_interop_threads", "1");
            Engine engine = Engine.getEngine("PyTorch");
            NDManager root = NDManager.newBaseManager(Device.cpu(), engine.getEngineName());
            return new Start(root, OperatorArchive.load(root, OperatorArchive.EVERYWHERE));
        }

        private static void setDefault(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }
    }

    private Torch() {}

    /** Sets up the engine, and with it what DJL's other libraries read as well: no network, no tracking. */
    public static void start() {}

    /**
     * A new manager on the device of {@link Compute#standard}. The caller closes it and with it every array made from
     * it.
     */
    public static NDManager newManager() {
        return newManager(Compute.standard());
    }

    /** As {@link #newManager()} on another device. */
    static NDManager newManager(Compute compute) {
        use(compute.threads());
        return ROOT.newSubManager(compute.device());
    }

    private static synchronized void use(int wanted) {
        if (wanted == 0 || wanted == threads) {
            return;
        }
        // Kernels sum in another order with another number of threads, so a change would reach what is open already.
        if (threads != 0) {
            throw new IllegalStateException("this process computes with " + threads + " threads already and cannot "
                    + "change to " + wanted + "; start another");
        }
        JniUtils.setNumThreads(wanted);
        threads = wanted;
    }

    /** Versions, threads and libraries, for people: {@code PyTorch 2.7.1 through DJL 0.35.1, 2 threads, oneDNN}. */
    public static String description() {
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " through DJL " + Engine.getDjlVersion() + ", "
                + threads() + " threads, " + (OneDnn.isThere() ? "oneDNN" : "no oneDNN");
    }

    /** How many threads share an operation on a CPU. */
    public static int threads() {
        return JniUtils.getNumThreads();
    }

    /** How many GPUs this engine can use. */
    public static int gpus() {
        return Engine.getEngine("PyTorch").getGpuCount();
    }

    /** Seeds every random operator of the engine (dropout, random arrays). */
    public static void seed(long seed) {
        Engine.getEngine("PyTorch").setRandomSeed((int) (seed ^ seed >>> 32));
    }

    /** Runs {@code work} with gradient recording off, as evaluation between training steps needs. */
    public static <T> T withoutGradients(Supplier<T> work) {
        return Work.run(() -> {
            boolean before = JniUtils.isGradMode();
            JniUtils.setGradMode(false);
            try {
                return work.get();
            } finally {
                JniUtils.setGradMode(before);
            }
        });
    }

    static PtSymbolBlock operators() {
        PLAIN_EXECUTION.get();
        return OPERATORS;
    }

    /** The manager of what lives as long as the process. */
    static NDManager root() {
        return ROOT;
    }
}
