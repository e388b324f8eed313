package syntic;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import syntic.nn.Work;

/**
 * Whether the process was told to end, by Ctrl-C or {@code kill}. The end is put off until the work says that it is
 * done, but not for ever: native code that is still computing while its library is unloaded crashes the process.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "stop signal");
    private boolean listening;
    private volatile boolean told;

    /** From now on the end of the process is put off. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(hook);
        Work.endsByItself(true);
        listening = true;
    }

    private void hold() {
        told = true;
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts a shutdown hook but a second signal: end at once.
            Thread.currentThread().interrupt();
        } finally {
            Work.endsByItself(false);
        }
    }

    @Override
    public boolean getAsBoolean() {
        return told;
    }

    @Override
    public void close() {
        done.countDown();
        Work.endsByItself(false);
        if (listening && !told) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process has begun to end since the question: the hook runs and is let go.
                told = true;
            }
        }
    }
}
