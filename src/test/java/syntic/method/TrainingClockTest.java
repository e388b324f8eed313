package syntic.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.ProcessorTime;
import syntic.store.ProgressListener;
import syntic.store.StoreException;

class TrainingClockTest {
    @TempDir
    private Path folder;

    @Test
    void countsTheWorkOfAllRunsButNoWaiting() {
        TrainingClock.measure(folder, ProgressListener.SILENT, steps -> work(0.3));
        double first = TrainingClock.seconds(folder);
        assertTrue(first >= 0.29, first + " s");
        ProgressListener silent = ProgressListener.SILENT;
        assertThrows(IllegalStateException.class, () -> TrainingClock.measure(folder, silent, steps -> {
            work(0.3);
            throw new IllegalStateException("killed");
        }));
        double second = TrainingClock.seconds(folder);
        assertTrue(second >= first + 0.29, first + " s, then " + second + " s");
        TrainingClock.measure(folder, ProgressListener.SILENT, steps -> sleep());
        assertEquals(second, TrainingClock.seconds(folder), 0.5);
    }

    private static void work(double seconds) {
        double end = ProcessorTime.seconds() + seconds;
        while (ProcessorTime.seconds() < end) {
            Thread.onSpinWait();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTrainingThatBeganWithoutTheClockHasNoTime() throws Exception {
        Files.writeString(folder.resolve("seconds.txt"), "12");
        TrainingClock.measure(folder, ProgressListener.SILENT, steps -> work(0.1));
        assertEquals(Double.NaN, TrainingClock.seconds(folder));
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("processor-seconds.txt"), "much");
        assertTrue(assertThrows(StoreException.class, () -> TrainingClock.seconds(folder)).getMessage()
                .startsWith(file.toString()));
    }
}
