package syntic.pack;

import java.util.Locale;
import syntic.nn.Compute;
import syntic.nn.Kernels;
import syntic.nn.Torch;

/**
 * What the rounding of records depends on besides models and settings. It is no part of what made them: finished work
 * is taken up on any machine, and where a pack's records come from several of them it can be told.
 *
 * @param device such as cpu or gpu:0
 * @param threads that share an operation on a CPU
 * @param kernels {@link Kernels#digest}: equal where the engine rounds alike
 * @param drawn pictures at once, fewer where memory is short; 0 where none are drawn or a former version did not say it
 */
public record Machine(String device, int threads, String kernels, int drawn) {
    /** This process, as it computes with these settings. */
    public static Machine of(Compute compute) {
        return drawing(compute, 0);
    }

    /** This process, as it draws. @param drawn pictures at once */
    public static Machine drawing(Compute compute, int drawn) {
        // The digest first: the engine may not have been asked for its threads before.
        String kernels = Kernels.digest(compute);
        return new Machine(compute.deviceName(), Torch.threads(), kernels, drawn);
    }

    /** For people, such as {@code cpu with 2 threads, 16 pictures at once, kernels 77fc46dcd88d}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s with %d thread%s, %skernels %s", device, threads, threads == 1 ? "" : "s",
                drawn == 0 ? "" : drawn == 1 ? "1 picture at once, " : drawn + " pictures at once, ", kernels);
    }
}
