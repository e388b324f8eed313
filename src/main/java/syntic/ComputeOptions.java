package syntic;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.io.UserException;
import syntic.nn.Compute;
import syntic.nn.Precision;

/**
 * The options {@code --device}, {@code --dtype} and {@code --threads}, which all commands that run models share.
 *
 * @param compute what they say
 * @param rest the other arguments
 */
record ComputeOptions(Compute compute, String[] rest) {
    static final String USAGE = """
            Commands that run models take --device auto|cpu|gpu|gpu:N, --dtype auto|fp32|bf16|fp16 (fp16 on a GPU
            only; trainers compute in fp32) and --threads auto|N. The environment may set SYNTIC_DEVICE, SYNTIC_DTYPE
            and SYNTIC_THREADS instead.""";
    private static final String DEVICE = "--device";
    private static final String DTYPE = "--dtype";
    private static final String THREADS = "--threads";
    /** With these a command only prints something, for which no engine has to be loaded. */
    private static final List<String> READING = List.of("--help", "--show", "--pack");

    /**
     * Takes the options out of a command's arguments, and says in one line where models will compute.
     *
     * @throws UserException for a device or a type that does not exist or is not there
     */
    static ComputeOptions parse(String[] arguments, PrintStream err) {
        return parse(arguments, err, false);
    }

    /** As {@link #parse}, where models are trained: in fp32 alone. */
    static ComputeOptions parseForTraining(String[] arguments, PrintStream err) {
        return parse(arguments, err, true);
    }

    private static ComputeOptions parse(String[] arguments, PrintStream err, boolean training) {
        Map<String, String> given = new TreeMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (!List.of(DEVICE, DTYPE, THREADS).contains(arguments[i])) {
                rest.add(arguments[i]);
            } else if (i + 1 == arguments.length) {
                throw new UserException(arguments[i] + " needs a value");
            } else {
                given.put(arguments[i], arguments[++i]);
            }
        }
        Compute compute = Compute.PLAIN;
        if (!rest.isEmpty() && rest.stream().noneMatch(READING::contains)) {
            compute = Compute.chosen(given.get(DEVICE), given.get(DTYPE), given.get(THREADS));
            compute = training ? requireSingle(compute.orSingle()) : compute;
            err.println("computing on " + compute);
        }
        return new ComputeOptions(compute, rest.toArray(String[]::new));
    }

    private static Compute requireSingle(Compute compute) {
        if (compute.precision() != Precision.FP32) {
            throw new UserException("models are trained in fp32, not in "
                    + compute.precision().optionName() + "; leave out " + DTYPE);
        }
        return compute;
    }
}
