package syntic.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The PyTorch engine of this process: its settings, its managers, its operators. */
public final class Torch {
    private static final NDManager ROOT;
    private static final Map<Device, NDManager> SHARED = new ConcurrentHashMap<>();
    private static final PtSymbolBlock OPERATORS;
    // The optimising executor of TorchScript specialises on shapes; plain execution is what single operators need,
    // and it gives the same bits on the first call as on the tenth. The switch is per thread.
    private static final ThreadLocal<Boolean> PLAIN_EXECUTION = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    static {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
        Engine engine = Engine.getEngine("PyTorch");
        ROOT = NDManager.newBaseManager(Device.cpu(), engine.getEngineName());
        OPERATORS = OperatorArchive.load(ROOT, OperatorArchive.EVERYWHERE);
    }

    private Torch() {}

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * A new manager on the device of {@link Compute#standard}, in fp32: for training and for arithmetic. The caller
     * closes it and with it every array made from it.
     */
    public static NDManager newManager() {
        return ROOT.newSubManager(Compute.standard().device());
    }

    /** As {@link #newManager()}, for models that compute as {@code compute} says. */
    public static NDManager newManager(Compute compute) {
        NDManager manager = ROOT.newSubManager(compute.device());
        compute.govern(manager);
        return manager;
    }

    /**
     * The parent of what is opened and closed for itself, such as a trained model: as {@link #newManager()}, but one
     * for all, which nobody closes.
     */
    public static NDManager sharedManager() {
        return SHARED.computeIfAbsent(Compute.standard().device(), ROOT::newSubManager);
    }

    /** Where managers compute unless told otherwise. */
    public static Device device() {
        return Compute.standard().device();
    }

    /** How many GPUs this engine can use. */
    static int gpus() {
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
