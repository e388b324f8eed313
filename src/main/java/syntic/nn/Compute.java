package syntic.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import syntic.io.UserException;

/**
 * Where models compute, in which precision and with how many threads: what everything that opens a model is given, as
 * in {@code Clip.from(Compute.of("gpu", "fp16", "auto"), folder)}.
 *
 * <p>What learns and the arithmetic between models are always in fp32. A GPU computes in the precision in which a file
 * stores its weights unless told otherwise, a CPU in fp32.
 *
 * @param precision of all models, or null for that in which the file of each is stored
 * @param threads of one operation on a CPU, or 0 for as many as the engine finds useful. They are those of the whole
 *     process: once a number is in use, another is refused
 */
public record Compute(Device device, Precision precision, int threads) {
    /** Names of the system properties; in the environment SYNTIC_DEVICE, SYNTIC_DTYPE and SYNTIC_THREADS. */
    public static final String DEVICE = "syntic.device";
    public static final String DTYPE = "syntic.dtype";
    public static final String THREADS = "syntic.threads";
    /** A CPU in fp32: how everything that is shipped was made. */
    public static final Compute PLAIN = new Compute(Device.cpu(), Precision.FP32, 0);
    private static final String AUTO = "auto";

    /** What properties and environment say is read once, so that all of a process agrees. */
    private static final class Standard {
        private static final Compute COMPUTE = chosen(null, null, null);

        static {
            if (!COMPUTE.equals(PLAIN)) {
                System.err.println("computing on " + COMPUTE);
            }
        }

        private Standard() {}
    }

    public Compute {
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads must be 1 or more, or 0 for the engine's own "
                    + "choice, not " + threads);
        }
        if (device.isGpu() && device.getDeviceId() >= Torch.gpus()) {
            throw new UserException("the device gpu:" + device.getDeviceId() + " is not there: PyTorch "
                    + "finds " + found(Torch.gpus()) + "; choose another or cpu, or build with the "
                    + "GPU's libraries (mvn -Pgpu)");
        }
        if (!device.isGpu() && precision == Precision.FP16) {
            throw new UserException("fp16 is for GPUs: a CPU has no arithmetic for it and takes about a "
                    + "hundred times as long; choose fp32, or bf16 to save memory");
        }
        if (!device.isGpu() && precision == null) {
            throw new UserException("a CPU needs a precision, fp32 or bf16");
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
     * @param threads auto or a number
     * @throws UserException for other words, for a GPU that is not there and for fp16 on a CPU
     */
    public static Compute of(String device, String dtype, String threads) {
        Device chosen = device(device);
        Precision precision = dtype.equals(AUTO) ? chosen.isGpu() ? null : Precision.FP32 : Precision.named(dtype);
        if (!threads.matches("auto|[1-9]\\d{0,3}")) {
            throw new UserException("there are no '" + threads + "' threads; there are auto and numbers "
                    + "from 1");
        }
        return new Compute(chosen, precision, threads.equals(AUTO) ? 0 : Integer.parseInt(threads));
    }

    private static Device device(String name) {
        if (name.equals(AUTO)) {
            return Torch.gpus() > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (!name.matches("gpu(:\\d{1,4})?")) {
            throw new UserException("there is no device '" + name
                    + "'; there are auto, cpu, gpu and gpu:N with a number N from 0");
        }
        return Device.gpu(name.equals("gpu") ? 0 : Integer.parseInt(name.substring("gpu:".length())));
    }

    /**
     * What this process uses where nobody says otherwise: what the system properties say when it is first asked, else
     * the environment, else auto. What is not a CPU in fp32 is said once.
     */
    public static Compute standard() {
        return Standard.COMPUTE;
    }

    /** As {@link #of}, where null leaves the choice to the system properties or the environment. */
    public static Compute chosen(String device, String dtype, String threads) {
        return of(device == null ? setting(DEVICE) : device, dtype == null ? setting(DTYPE) : dtype,
                threads == null ? setting(THREADS) : threads);
    }

    private static String setting(String property) {
        String variable = System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_'));
        return System.getProperty(property, variable == null || variable.isBlank() ? AUTO : variable);
    }

    /** The same device, in fp32 where no precision was chosen. */
    public Compute orSingle() {
        return precision == null ? single() : this;
    }

    /** The same device, in fp32: for what is trained here. */
    public Compute single() {
        return new Compute(device, Precision.FP32, threads);
    }

    /** A new manager on the device. The caller closes it and with it every array made from it. */
    public NDManager newManager() {
        return Torch.newManager(this);
    }

    /**
     * What the provenance of a result says of the computation: nothing for fp32, in which all that is shipped was made,
     * so that results in another precision are never taken for those.
     */
    public Map<String, String> provenance() {
        return precision == Precision.FP32 ? Map.of()
                : Map.of("precision", precision == null ? "stored" : precision.optionName());
    }

    /** The precision of a model whose tensors are stored so. */
    Precision precision(Collection<ElementType> stored) {
        return precision == null ? Precision.of(stored) : precision;
    }

    /** The device as the command line names it, such as {@code cpu} or {@code gpu:0}. */
    public String deviceName() {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** For people, such as {@code cpu in fp32 with 2 threads}. */
    @Override
    public String toString() {
        return deviceName() + " in "
                + (precision == null ? "the precision of each model's file" : precision.optionName())
                + (threads == 0 ? "" : threads == 1 ? " with 1 thread" : " with " + threads + " threads");
    }
}
