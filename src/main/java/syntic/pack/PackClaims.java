package syntic.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import syntic.io.UserException;
import syntic.store.ProcessLock;

/**
 * Who makes what: a process that makes items of a block, or writes into a part, holds the block's lock. Blocks share a
 * fixed number of locks, so that whoever holds all of them is alone.
 */
record PackClaims(Path folder) {
    private static final int LOCKS = 32;
    private static final int PAUSE_MILLIS = 200;

    /** The claim of a block, unless somebody else has it. */
    Optional<ProcessLock> claim(int block) {
        return lock(String.format(Locale.ROOT, "%02d", block % LOCKS));
    }

    /** The claim of a block as soon as nobody else has it; nothing if told to stop before. */
    Optional<ProcessLock> await(int block, BooleanSupplier stop) {
        Optional<ProcessLock> claim = claim(block);
        while (claim.isEmpty() && !stop.getAsBoolean() && pause()) {
            claim = claim(block);
        }
        return claim;
    }

    /** As {@link #alone}, as soon as no other process does; not at all, and so false, if told to stop before. */
    boolean awaitAlone(Runnable work, BooleanSupplier stop) {
        boolean done = alone(work);
        while (!done && !stop.getAsBoolean() && pause()) {
            done = alone(work);
        }
        return done;
    }

    /** False if interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Does something while no other process makes or writes anything; not at all, and so false, if one does. */
    boolean alone(Runnable work) {
        List<ProcessLock> held = new ArrayList<>();
        try {
            Optional<ProcessLock> first = lock("all");
            first.ifPresent(held::add);
            for (int block = 0; block < LOCKS && held.size() == block + 1; block++) {
                claim(block).ifPresent(held::add);
            }
            if (held.size() == LOCKS + 1) {
                work.run();
                return true;
            }
            return false;
        } finally {
            held.forEach(this::free);
        }
    }

    private Optional<ProcessLock> lock(String name) {
        try {
            return ProcessLock.tryAcquire(folder.resolve(name));
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        }
    }

    void free(ProcessLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        }
    }
}
