package syntic.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Where models compute, and in which precision: {@code Torch.newManager(Compute.of("gpu", "fp16"))} is a manager whose
 * models do so.
 *
 * <p>Training and the arithmetic between models are always in fp32. A GPU computes in the precision in which a file
 * stores its weights unless told otherwise, a CPU in fp32.
 *
 * @param precision of all models, or null for that in which the file of each is stored
 */
public record Compute(Device device, Precision precision) {
    /** Names of the system properties; in the environment SYNTIC_DEVICE and SYNTIC_DTYPE. */
    public static final String DEVICE = "syntic.device";
    public static final String DTYPE = "syntic.dtype";
    /** A CPU in fp32: how everything that is shipped was made. */
    public static final Compute PLAIN = new Compute(Device.cpu(), Precision.FP32);
    private static final String AUTO = "auto";
    private static final Map<NDManager, Compute> GOVERNED = Collections.synchronizedMap(new WeakHashMap<>());
    private static Compute standard;

    public Compute {
        if (device.isGpu() && device.getDeviceId() >= Torch.gpus()) {
            throw new IllegalArgumentException("the device gpu:" + device.getDeviceId() + " is not there: PyTorch "
                    + "finds " + found(Torch.gpus()) + "; choose another or cpu, or build with the "
                    + "GPU's libraries (mvn -Pgpu)");
        }
        if (!device.isGpu() && precision == Precision.FP16) {
            throw new IllegalArgumentException("fp16 is for GPUs: a CPU has no arithmetic for it and takes about a "
                    + "hundred times as long; choose fp32, or bf16 to save memory");
        }
        if (!device.isGpu() && precision == null) {
            throw new IllegalArgumentException("a CPU needs a precision, fp32 or bf16");
        }
    }

    private static String found(int gpus) {
        return gpus == 0 ? "no GPU" : gpus == 1 ? "one GPU, gpu:0" : "gpu:0 to gpu:" + (gpus - 1);
    }

    /**
     * From the words of the command line.
     *
     * @param device auto (a GPU if there is one), cpu, gpu (the first) or gpu:N
     * @param dtype auto, fp32, fp16 or bf16
     * @throws IllegalArgumentException for other words, for a GPU that is not there and for fp16 on a CPU
     */
    public static Compute of(String device, String dtype) {
        Device chosen = device(device);
        Precision precision = dtype.equals(AUTO) ? chosen.isGpu() ? null : Precision.FP32 : Precision.named(dtype);
        return new Compute(chosen, precision);
    }

    private static Device device(String name) {
        if (name.equals(AUTO)) {
            return Torch.gpus() > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (!name.matches("gpu(:\\d{1,4})?")) {
            throw new IllegalArgumentException("there is no device '" + name
                    + "'; there are auto, cpu, gpu and gpu:N with a number N from 0");
        }
        return Device.gpu(name.equals("gpu") ? 0 : Integer.parseInt(name.substring("gpu:".length())));
    }

    /**
     * What this process uses where nobody says otherwise: what was given to {@link #choose}, else what the system
     * properties and the environment say, else auto. What is not a CPU in fp32 is said once.
     */
    public static synchronized Compute standard() {
        if (standard == null) {
            standard = standard(null, null);
            if (!standard.equals(PLAIN)) {
                System.err.println("computing on " + standard);
            }
        }
        return standard;
    }

    /** As {@link #of(String, String)}, where null leaves the choice to the system properties or the environment. */
    public static Compute standard(String device, String dtype) {
        return of(device == null ? setting(DEVICE) : device, dtype == null ? setting(DTYPE) : dtype);
    }

    /** Makes a choice the standard, for managers made from now on. */
    public static synchronized void choose(Compute compute) {
        standard = compute;
    }

    private static String setting(String property) {
        String variable = System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_'));
        return System.getProperty(property, variable == null || variable.isBlank() ? AUTO : variable);
    }

    /** The same device, in fp32 where no precision was chosen. */
    public Compute orSingle() {
        return precision == null ? new Compute(device, Precision.FP32) : this;
    }

    /**
     * What the provenance of a result says of the computation: nothing for fp32, in which all that is shipped was made,
     * so that results in another precision are never taken for those.
     */
    public Map<String, String> provenance() {
        return precision == Precision.FP32 ? Map.of()
                : Map.of("precision", precision == null ? "stored" : precision.optionName());
    }

    /** What was chosen for the models of a manager, or of the nearest one above it; fp32 where nothing was. */
    public static Compute of(NDManager manager) {
        for (NDManager above = manager; above != null; above = above.getParentManager()) {
            Compute compute = GOVERNED.get(above);
            if (compute != null) {
                return compute;
            }
        }
        return new Compute(manager.getDevice(), Precision.FP32);
    }

    /** A manager below {@code parent} that computes in fp32: for what was trained here. */
    public static NDManager single(NDManager parent) {
        NDManager manager = parent.newSubManager();
        new Compute(manager.getDevice(), Precision.FP32).govern(manager);
        return manager;
    }

    void govern(NDManager manager) {
        GOVERNED.put(manager, this);
    }

    /** The precision of a model whose tensors are stored so. */
    Precision precision(Collection<ElementType> stored) {
        return precision == null ? Precision.of(stored) : precision;
    }

    /** For people, such as {@code gpu:0 in fp16}. */
    @Override
    public String toString() {
        return (device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu") + " in "
                + (precision == null ? "the precision of each model's file" : precision.optionName());
    }
}
