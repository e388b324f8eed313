package syntic.kernel;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.MessageType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/**
 * The kernel's process: connects to Jupyter and answers it.
 *
 * <p>A library finds the running kernel with {@link #current()} and shows things with {@link #display(DisplayData)};
 * what was shown with a display id, {@code getIO().display.updateDisplay(DisplayData)} replaces where it stands. IJava
 * and JJava offer the same two methods.
 */
public final class SynticKernel extends BaseKernel {
    private static volatile SynticKernel current;

    private final Session session = new Session();
    private boolean lastCellFailed;

    private SynticKernel() {
    }

    /** The kernel that runs in this process; null when this process is no kernel. */
    public static SynticKernel current() {
        return current;
    }

    @Override
    public DisplayData eval(String source) throws Exception {
        // The base class has already counted this cell.
        lastCellFailed = true;
        Object value = run(new Cell(executionCount.get() - 1, source));
        DisplayData shown = value == null || value instanceof DisplayData ? (DisplayData) value : rendered(value);
        lastCellFailed = false;
        return shown;
    }

    /** A fault of the compiler fails the cell and no more. */
    private Object run(Cell cell) throws CellFailure {
        try {
            return session.run(cell);
        } catch (RuntimeException | Error failure) {
            String message = failure.toString().contains(StackOverflowError.class.getName())
                    ? "the cell is nested too deeply for the compiler: split the statement into several"
                    : "the cell cannot be compiled: " + failure;
            throw new CellFailure.CompileError(message, List.of(message));
        }
    }

    /** A value as the notebook shows it; its own toString() may fail in any way, which must not end the kernel. */
    private DisplayData rendered(Object value) throws CellFailure {
        try {
            return getRenderer().render(value);
        } catch (RuntimeException | Error failure) {
            String message = "the value of the cell cannot be shown: " + failure;
            throw new CellFailure.RuntimeError(message, List.of(message));
        }
    }

    @Override
    public List<String> formatError(Exception failure) {
        return failure instanceof CellFailure cellFailure ? cellFailure.report() : super.formatError(failure);
    }

    @Override
    public void interrupt() {
        session.interrupt();
    }

    @Override
    public ReplacementOptions complete(String source, int cursor) {
        int[] anchor = new int[1];
        List<String> suggestions = session.analysis().completionSuggestions(source, cursor, anchor).stream()
                .map(Suggestion::continuation).distinct().toList();
        return new ReplacementOptions(suggestions, anchor[0], cursor);
    }

    @Override
    public DisplayData inspect(String source, int cursor, boolean extraDetail) {
        List<String> signatures = session.analysis().documentation(source, cursor, false).stream()
                .map(Documentation::signature).distinct().toList();
        return signatures.isEmpty() ? null : new DisplayData(String.join("\n", signatures));
    }

    @Override
    public String isComplete(String source) {
        SourceCodeAnalysis analysis = session.analysis();
        CompletionInfo info = analysis.analyzeCompletion(source);
        while (info.completeness().isComplete() && !info.remaining().isEmpty()) {
            info = analysis.analyzeCompletion(info.remaining());
        }
        return switch (info.completeness()) {
            case COMPLETE, COMPLETE_WITH_SEMI, EMPTY -> IS_COMPLETE_YES;
            case UNKNOWN -> IS_COMPLETE_BAD;
            // An incomplete cell is answered with the indentation of its next line.
            case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> "    ";
        };
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("Java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java-source")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("java")
                .build();
    }

    @Override
    public String getBanner() {
        return "SynTIC's Java kernel on Java " + Runtime.version();
    }

    @Override
    public void onShutdown(boolean isRestarting) {
        session.interrupt();
        endProcessSoon();
    }

    /**
     * Leaves the sockets time to send the last reply. A cell that does not end must not keep the process, but the step
     * of a training that it makes ends first.
     */
    private static void endProcessSoon() {
        Thread end = new Thread(() -> {
            try {
                Thread.sleep(500);
            } catch (InterruptedException atOnce) {
                Thread.currentThread().interrupt();
            }
            System.exit(0);
        }, "end of process");
        end.setDaemon(true);
        end.start();
    }

    /** @param arguments the connection file that Jupyter wrote */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1 || !Files.isRegularFile(Path.of(arguments[0]))) {
            System.err.println("usage: java -cp 'lib/*' " + SynticKernel.class.getName() + " CONNECTION_FILE\n"
                    + "Jupyter starts the kernel with this; environment/workbook tells Jupyter of it.");
            System.exit(2);
        }
        endWithParent();
        current = new SynticKernel();
        Connection connection =
                new Connection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
        current.becomeHandlerForConnection(connection);
        connection.setHandler(MessageType.EXECUTE_REQUEST, new StopOnError(
                connection.getHandler(MessageType.EXECUTE_REQUEST), () -> current.lastCellFailed,
                connection::requestsWait));
        connection.connect();
        Thread.currentThread().join(); // daemons answer until the process is ended
    }

    /** Jupyter tells its process id; a kernel whose Jupyter was killed must not stay behind. */
    private static void endWithParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent == null) {
            return;
        }
        ProcessHandle.of(Long.parseLong(parent)).ifPresentOrElse(
                process -> process.onExit().thenRun(() -> System.exit(1)),
                () -> {
                    boolean orphan = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L) == 1;
                    if (orphan) {
                        System.exit(1);
                    }
                });
    }
}
