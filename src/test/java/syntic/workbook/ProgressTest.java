package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private long now;

    private void after(double seconds) {
        now += (long) (seconds * 1e9);
    }

    @Test
    void updatesOneOutputInPlaceAtMostFourTimesASecond() {
        RecordingKernel kernel = new RecordingKernel();
        Progress progress = new Progress("Training", 1000, () -> now, kernel.asDisplay());
        for (int step = 1; step < 1000; step++) {
            after(0.01);
            progress.step(step, "loss " + step);
        }
        assertEquals(1, kernel.shown.size());
        assertEquals(39, kernel.updates.size());
        RecordingKernel.DisplayData half = kernel.updates.get(19);
        assertEquals(kernel.shown.get(0).id, half.id);
        assertEquals("Training ███████████████░░░░░░░░░░░░░░░  50 % · 500 of 1,000 · 5.0 s, 5.0 s left · loss 500",
                half.data.get("text/plain"));
        after(0.01);
        progress.step(1000, "loss 0.5");
        assertEquals("✔ Training: 1,000 in 10 s · loss 0.5",
                kernel.updates.get(kernel.updates.size() - 1).data.get("text/plain"));
        int updates = kernel.updates.size();
        progress.close();
        assertEquals(updates, kernel.updates.size(), "one last line");
    }

    @Test
    void withoutAKernelPrintsALineEveryTenSeconds() {
        String printed = NotebookTest.printed(() -> {
            try (Progress progress = new Progress("Images", 100, () -> now, Optional.empty())) {
                for (int step = 1; step <= 40; step++) {
                    after(1);
                    progress.step(step, "");
                }
            }
        });
        String[] lines = printed.split("\n");
        assertEquals(5, lines.length, printed);
        assertTrue(lines[0].contains("10 of 100 · 10 s, 2 min left") || lines[0].contains("1 min 30 s left"), printed);
        assertEquals("✘ Images: stopped at 40 of 100 in 40 s", lines[4]);
        assertFalse(printed.contains("\r"));
    }

    @Test
    void durationsReadWell() {
        assertEquals("0.4 s", Progress.duration(0.42));
        assertEquals("38 s", Progress.duration(38.2));
        assertEquals("2 min 5 s", Progress.duration(125));
        assertEquals("12 min", Progress.duration(731));
        assertEquals("1 h 20 min", Progress.duration(4800));
    }

    @Test
    void nothingToDoIsRefused() {
        FigureTest.assertMessage(() -> Progress.of("Images", 0), "'Images'", "0");
    }
}
