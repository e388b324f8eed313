package syntic;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import syntic.nn.Compute;
import syntic.nn.Precision;

/** The options {@code --device} and {@code --dtype}, which all commands that run models share. */
final class ComputeOptions {
    static final String USAGE = """
            Commands that run models take --device auto|cpu|gpu|gpu:N and --dtype auto|fp32|bf16|fp16 (fp16 on a GPU
            only; trainers compute in fp32). The environment may set SYNTIC_DEVICE and SYNTIC_DTYPE instead.""";
    private static final String DEVICE = "--device";
    private static final String DTYPE = "--dtype";
    /** With these a command only prints something, for which no engine has to be loaded. */
    private static final List<String> READING = List.of("--help", "--show", "--pack");

    private ComputeOptions() {}

    /**
     * Takes the two options out of a command's arguments, makes them the standard of this process, and says in one line
     * where models will compute.
     *
     * @return the other arguments
     * @throws IllegalArgumentException for a device or a type that does not exist or is not there
     */
    static String[] apply(String[] arguments, PrintStream err) {
        return apply(arguments, err, false);
    }

    /** As {@link #apply}, where models are trained: in fp32 alone. */
    static String[] applyToTraining(String[] arguments, PrintStream err) {
        return apply(arguments, err, true);
    }

    private static String[] apply(String[] arguments, PrintStream err, boolean training) {
        String device = null;
        String dtype = null;
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean isDevice = arguments[i].equals(DEVICE);
            if (!isDevice && !arguments[i].equals(DTYPE)) {
                rest.add(arguments[i]);
                continue;
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            i++;
            device = isDevice ? arguments[i] : device;
            dtype = isDevice ? dtype : arguments[i];
        }
        if (!rest.isEmpty() && rest.stream().noneMatch(READING::contains)) {
            Compute compute = Compute.standard(device, dtype);
            if (training) {
                compute = compute.orSingle();
                if (compute.precision() != Precision.FP32) {
                    throw new IllegalArgumentException("models are trained in fp32, not in "
                            + compute.precision().optionName() + "; leave out " + DTYPE);
                }
            }
            Compute.choose(compute);
            err.println("computing on " + compute);
        }
        return rest.toArray(String[]::new);
    }
}
