package syntic.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.train.AdamW;
import syntic.nn.train.TrainingStep;

/** Interrupts and the end of the process find work between two steps. */
class WorkTest {
    @Test
    void anInterruptIsHeardBeforeTheNextStepAndForgottenWithIt() {
        try (NDManager manager = Torch.newManager(); AdamW adam = adam(manager, 4)) {
            Thread.currentThread().interrupt();
            assertThrows(Stopped.class, () -> step(adam, manager, () -> {}));
            step(adam, manager, () -> {});
            assertEquals(1, adam.steps());
            Thread.currentThread().interrupt();
            assertThrows(Stopped.class, () -> Torch.withoutGradients(() -> 1));
            assertEquals(1, Torch.withoutGradients(() -> 1));
        }
    }

    @Test
    void noInterruptReachesWhatMustNotBreakOff() {
        Thread caller = Thread.currentThread();
        caller.interrupt();
        assertTrue(Work.whole(() -> {
            assertTrue(Work.isBusy(caller));
            return !Thread.currentThread().isInterrupted();
        }));
        assertFalse(Work.isBusy(caller));
        assertThrows(Stopped.class, Work::check, "the interrupt is heard afterwards");
        assertThrows(IllegalStateException.class, () -> Work.whole(() -> {
            throw new IllegalStateException("failed");
        }));
    }

    @Test
    void theNextTrainingWaitsForTheLastStepOfOneThatWasInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread first = new Thread(() -> {
            try (NDManager manager = Torch.newManager(); AdamW adam = adam(manager, 4)) {
                while (true) {
                    step(adam, manager, () -> {
                        begun.countDown();
                        waitDeaf(goOn);
                    });
                }
            } catch (Stopped e) {
                end.set(e);
            }
        });
        first.start();
        begun.await();
        assertTrue(Work.isBusy(first));
        first.interrupt();
        CompletableFuture<Long> second = CompletableFuture.supplyAsync(() -> {
            try (NDManager manager = Torch.newManager(); AdamW adam = adam(manager, 4)) {
                step(adam, manager, () -> {});
                return adam.steps();
            }
        });
        Thread.sleep(200);
        assertFalse(second.isDone(), "gradients are recorded for one training at a time");
        goOn.countDown();
        assertEquals(1, second.get(60, TimeUnit.SECONDS));
        first.join();
        assertTrue(end.get() instanceof Stopped && !Work.isBusy(first));
    }

    @Test
    void aSignalLetsTheStepEndAndTheTrainingSaveItsState(@TempDir Path folder) throws Exception {
        endsInOrder(folder, "signal", 143);
    }

    @Test
    void anExitFromAnotherThreadOrFromTheTrainingItselfDoesToo(@TempDir Path folder) throws Exception {
        endsInOrder(folder, "exit elsewhere", 3);
        endsInOrder(folder, "exit within", 4);
    }

    private static void endsInOrder(Path folder, String how, int status) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:ErrorFile=" + folder.resolve("crash.log"), "-cp",
                System.getProperty("java.class.path"), Training.class.getName(), how)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = process.inputReader()) {
            assertEquals("training", said.readLine());
            if (how.equals("signal")) {
                process.toHandle().destroy(); // Process.destroy() would close its output as well
            }
            if (!how.equals("exit within")) {
                assertEquals("saved after whole steps", said.readLine(), how);
            }
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), how + ": the process hangs");
            assertEquals(status, process.exitValue(), how);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count(), "native code computed while its library was unloaded");
        }
    }

    /** A user's own program: trains until it is stopped, saves, and goes on with something else. */
    static final class Training {
        private Training() {}

        public static void main(String[] how) {
            Work.alone(() -> {
                try (NDManager manager = Torch.newManager(); AdamW adam = adam(manager, 1200)) {
                    for (long step = 0;; step++) {
                        step(adam, manager, () -> {});
                        if (step == 0) {
                            System.out.println("training");
                            end(how[0]);
                        }
                    }
                } catch (Stopped e) {
                    System.out.println("saved after whole steps");
                    return null;
                }
            });
        }

        private static void end(String how) {
            switch (how) {
                case "exit elsewhere" -> new Thread(() -> System.exit(3)).start();
                case "exit within" -> System.exit(4);
                default -> { }
            }
        }
    }

    private static AdamW adam(NDManager manager, int size) {
        NDArray weight = manager.ones(new Shape(size, size));
        return new AdamW(Weights.of(manager, Map.of("weight", weight), "test"), AdamW.Config.ADAM);
    }

    private static void step(AdamW adam, NDManager manager, Runnable within) {
        NDArray weight = manager.getManagedArrays().stream().filter(NDArray::hasGradient).findFirst().orElseThrow();
        TrainingStep.run(manager, adam, 1e-3, step -> {
            within.run();
            NDArray own = weight.reshape(weight.getShape());
            own.attach(step);
            return own.matMul(own).sum();
        });
    }

    private static void waitDeaf(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
