package syntic;

import java.io.PrintStream;
import picocli.CommandLine.Option;
import syntic.io.UserException;
import syntic.nn.Compute;
import syntic.nn.Precision;

/** The options of all commands that run models. */
final class ComputeOptions {
    @Option(names = "--device", paramLabel = "DEVICE",
            description = "where models compute: auto, cpu, gpu or gpu:N; else what SYNTIC_DEVICE says, else a GPU if "
                    + "there is one")
    private String device;

    @Option(names = "--dtype", paramLabel = "DTYPE",
            description = "in which precision: auto, fp32, bf16 or fp16 (on a GPU only); trainers take fp32 alone, "
                    + "and choose themselves what computes in bf16; else what SYNTIC_DTYPE says, else fp32 on a CPU "
                    + "and that of its file on a GPU")
    private String dtype;

    @Option(names = "--threads", paramLabel = "THREADS",
            description = "how many: auto or a number; else what SYNTIC_THREADS says, else all cores")
    private String threads;

    /**
     * What the options say; where models will compute is said in one line.
     *
     * @throws UserException for a device or a type that does not exist or is not there
     */
    Compute compute(PrintStream err) {
        return said(Compute.chosen(device, dtype, threads), err);
    }

    /** As {@link #compute}, where models are trained: in fp32 alone. */
    Compute ofTraining(PrintStream err) {
        Compute compute = Compute.chosen(device, dtype, threads).orSingle();
        if (compute.precision() != Precision.FP32) {
            throw new UserException("models are trained in fp32, not in " + compute.precision().optionName()
                    + "; leave out --dtype");
        }
        return said(compute, err);
    }

    private static Compute said(Compute compute, PrintStream err) {
        err.println("computing on " + compute);
        return compute;
    }
}
