package syntic.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import syntic.nn.Work;

/**
 * Runs the statements that jshell compiled: in this process, so that native libraries and the display are shared, and
 * all on one thread, so that what a library keeps per thread lasts from cell to cell.
 *
 * <p>An interrupt first asks ({@link Thread#interrupt()}: sleeping and waiting end, long loops of the library look at
 * it), half a second later insists (an endless loop of the cell ends), and at last gives the session back while the
 * stubborn call goes on in the background. Work of the library looks at it between two steps: it is waited for, since
 * to stop it by force in a step would leave the engine as no later cell could use it.
 */
final class CellThread extends LocalExecutionControl implements ExecutionControlProvider {
    private static final long POLITE_MILLIS = 500;
    private static final long INSISTING_MILLIS = 3000;
    private static final long STEP_MILLIS = 60_000;

    /** Where newer JDKs let loops of compiled snippets look whether they shall end; absent before JDK 21. */
    private static final String STOP_FLAG_CLASS = "REPL.$Cancel$";

    private volatile Thread thread;
    private volatile boolean interrupted;
    private volatile boolean running;
    private ExecutorService worker = newWorker();
    private Object value;

    /** Forgets interrupts that came before this cell. */
    void beginCell() {
        interrupted = false;
        value = null;
    }

    /** What the last statement gave; null for a declaration or void. */
    Object value() {
        return value;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    /** Asks the running cell to end; harmless when none runs. Called from another thread. */
    void interruptCell() {
        interrupted = true;
        Thread busy = thread;
        if (running && busy != null) {
            busy.interrupt();
        }
    }

    @Override
    protected String invoke(Method statement) throws Exception {
        value = null;
        if (interrupted) {
            return "";
        }
        setStopFlag(false);
        running = true;
        try {
            value = await(worker.submit(() -> statement.invoke(null)));
            return "";
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new InvocationTargetException(failure.getCause());
        } finally {
            running = false;
        }
    }

    /** Waits for the statement, or, once it is interrupted, for no longer than the two times above. */
    private Object await(Future<Object> statement) throws Exception {
        long interruptedAt = 0;
        long firstInterruptedAt = 0;
        boolean insisted = false;
        while (true) {
            try {
                return statement.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                if (!interrupted) {
                    continue;
                }
                long now = System.nanoTime() / 1_000_000;
                firstInterruptedAt = firstInterruptedAt == 0 ? now : firstInterruptedAt;
                boolean inStep = Work.isBusy(thread) && now - firstInterruptedAt < STEP_MILLIS;
                interruptedAt = interruptedAt == 0 || inStep ? now : interruptedAt;
                if (!insisted && now - interruptedAt >= POLITE_MILLIS) {
                    insisted = true;
                    insist();
                } else if (now - interruptedAt >= INSISTING_MILLIS) {
                    return abandon();
                }
            }
        }
    }

    private void insist() {
        if (!setStopFlag(true)) {
            try {
                Thread.class.getMethod("stop").invoke(thread);
            } catch (ReflectiveOperationException notOnThisJdk) {
                thread.interrupt();
            }
        }
    }

    private Object abandon() throws UserException {
        StackTraceElement[] where = thread.getStackTrace();
        worker.shutdown();
        worker = newWorker();
        throw new UserException("the call does not listen to interrupts: it goes on in the background until it returns",
                InterruptedException.class.getName(), where);
    }

    /** Makes loops of compiled snippets end, where the JDK has built that in; false where it has not. */
    private boolean setStopFlag(boolean stop) {
        try {
            findClass(STOP_FLAG_CLASS).getField("allStop").setBoolean(null, stop);
            return true;
        } catch (ReflectiveOperationException notOnThisJdk) {
            return false;
        }
    }

    private ExecutorService newWorker() {
        return Executors.newSingleThreadExecutor(work -> {
            thread = new Thread(work, "cell");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does nothing; running it the inherited way loads the class with the stop flag, on JDKs that have it. */
    private static void noStatement() {
    }

    @Override
    public String name() {
        return "cell";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) throws Throwable {
        if (Runtime.version().feature() >= 21) {
            Method nothing = CellThread.class.getDeclaredMethod("noStatement");
            nothing.setAccessible(true);
            super.invoke(nothing);
        }
        return this;
    }
}
