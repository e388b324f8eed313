package syntic.kernel;

import java.util.List;

/**
 * Why a cell did not run to its end, with the lines that the notebook shows under it. Jupyter shows the simple name of
 * the class and the message where it has room for one line only.
 */
abstract sealed class CellFailure extends Exception {
    private final transient List<String> report;

    private CellFailure(String message, List<String> report) {
        super(message, null, false, false);
        this.report = List.copyOf(report);
    }

    List<String> report() {
        return report;
    }

    /** The cell, or a statement of it, does not compile. */
    static final class CompileError extends CellFailure {
        CompileError(String message, List<String> report) {
            super(message, report);
        }
    }

    /** A statement of the cell threw. */
    static final class RuntimeError extends CellFailure {
        RuntimeError(String message, List<String> report) {
            super(message, report);
        }
    }

    /** The person stopped the cell; the session goes on. */
    static final class Interrupted extends CellFailure {
        Interrupted(String message, List<String> report) {
            super(message, report);
        }
    }
}
