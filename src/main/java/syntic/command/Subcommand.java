package syntic.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import syntic.nn.Compute;

/** A command, and what it is given before it is run; the result of a call is the exit status. */
public abstract class Subcommand implements Callable<Integer> {
    @Spec
    protected CommandSpec spec;

    protected PrintStream out;
    protected PrintStream err;
    /** Asked now and then: whether to keep what was done and end with {@link syntic.nn.Stopped}. */
    protected BooleanSupplier stop;
    /** Asked before models are opened, and not by commands that open none. */
    protected Supplier<Compute> compute;

    /** Gives this command where it prints, when it ends and on what it computes. */
    public final Subcommand with(PrintStream out, PrintStream err, BooleanSupplier stop, Supplier<Compute> compute) {
        this.out = out;
        this.err = err;
        this.stop = stop;
        this.compute = compute;
        return this;
    }
}
