package syntic.nn;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Work that computes natively, in steps between which it can be stopped: when its thread is interrupted, as a notebook
 * does, or when the process ends. The end of the process waits for the step that runs, because native code that still
 * computes while its library is unloaded crashes.
 */
public final class Work {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = 10;
    private static final Set<Thread> BUSY = ConcurrentHashMap.newKeySet();
    private static final ReentrantLock TRAINING = new ReentrantLock(true);
    private static volatile boolean ending;
    private static volatile boolean endsByItself;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Work::end, "end of native work"));
        } catch (IllegalStateException e) {
            ending = true; // loaded by what still runs while the process ends
        }
    }

    private Work() {}

    /**
     * Runs {@code work}, for which the end of the process waits. Within other work of the same thread it is a part of
     * that.
     *
     * @throws Stopped if a stop was asked for before it began
     */
    public static <T> T run(Supplier<T> work) {
        if (!BUSY.add(Thread.currentThread())) {
            return work.get();
        }
        try {
            check();
            return work.get();
        } finally {
            BUSY.remove(Thread.currentThread());
        }
    }

    /**
     * As {@link #run}, for a training: there is one at a time in a process, because gradients are recorded for one. It
     * waits for another that was interrupted and makes its last step.
     */
    public static <T> T alone(Supplier<T> training) {
        try {
            TRAINING.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            return run(training);
        } finally {
            TRAINING.unlock();
        }
    }

    /**
     * Runs what must not break off in the middle, such as the loading of a library, where no interrupt reaches it; the
     * caller's is kept for {@link #check}.
     *
     * @param work runs on a thread of its own
     */
    static <T> T whole(Supplier<T> work) {
        boolean first = BUSY.add(Thread.currentThread());
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(task, "whole work").start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unchecked(e.getCause());
                }
            }
        } finally {
            if (first) {
                BUSY.remove(Thread.currentThread());
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    /**
     * Called between steps.
     *
     * @throws Stopped if the thread was interrupted, which is forgotten with it, or the process ends
     */
    public static void check() {
        if (Thread.interrupted()) {
            throw interrupted();
        }
        if (ending && !endsByItself) {
            throw new Stopped("stopped because the process ends");
        }
    }

    private static Stopped interrupted() {
        return new Stopped("stopped by an interrupt; run it again to go on from what is kept");
    }

    /** Whether a thread is in work, so that its interrupt has an end. */
    public static boolean isBusy(Thread thread) {
        return BUSY.contains(thread);
    }

    /**
     * Whether the process has somebody who stops the work himself when it is told to end, in better words than
     * {@link #check}.
     */
    public static void endsByItself(boolean does) {
        endsByItself = does;
    }

    private static void end() {
        ending = true;
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try {
            while (BUSY.stream().anyMatch(Work::computes) && System.nanoTime() < until) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not dead, and not what ends the process and waits for that itself. */
    private static boolean computes(Thread thread) {
        if (!thread.isAlive()) {
            return false;
        }
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(Runtime.class.getName())) {
                return false;
            }
        }
        return true;
    }
}
