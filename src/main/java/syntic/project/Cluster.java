package syntic.project;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Set;
import syntic.corpus.Caption;
import syntic.pack.Machine;
import syntic.pack.PackMaker;
import syntic.store.Provenance;

/**
 * Processes that draw for a project, on one machine or on many. One is found by {@link java.util.ServiceLoader} where
 * it is on the class path.
 */
public interface Cluster {
    /**
     * What is to be drawn, and where.
     *
     * @param project folder, which all processes see under this name
     * @param results folder in which they put what they make
     * @param pictures folder in which the pictures are kept too, or null
     * @param master what the processes are, in the words of what runs them
     * @param tasks among which the captions are divided; 0 for a batch in each
     * @param device of {@link syntic.nn.Compute#chosen}, as are {@code dtype} and {@code threads}; each may be null
     */
    record Order(Path project, Path results, Path pictures, String master, int tasks, String device, String dtype,
            String threads) {}

    /**
     * Starts the processes.
     *
     * @param out hears of trouble that was overcome
     * @throws syntic.io.UserException if they cannot be had, or cannot open the models
     */
    Drawing start(Order order, PrintStream out);

    /** The processes at work; closing ends them. */
    interface Drawing extends PackMaker<Caption>, AutoCloseable {
        /** Values of a feature. */
        int width();

        /** What the records depend on besides the captions. */
        Provenance made();

        /** That made the records which were taken so far, as far as they say it. */
        Set<Machine> machines();

        @Override
        void close();
    }
}
