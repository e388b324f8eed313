package syntic.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeMemoryTest {
    @TempDir
    private Path root;

    @Test
    void thisMachineHasMemory() {
        assertTrue(FreeMemory.of(Device.cpu()) > 1 << 20);
        // Without Linux's files Java is asked.
        assertTrue(FreeMemory.ofHost(root) > 1 << 20);
    }

    @Test
    void theLimitOfAContainerCounts() throws IOException {
        write("proc/meminfo", "MemTotal:  9000 kB\nMemAvailable:   8000 kB\n");
        assertEquals(8000 << 10, FreeMemory.ofHost(root));
        write("sys/fs/cgroup/memory.max", "max\n");
        write("sys/fs/cgroup/memory.current", "1000\n");
        assertEquals(8000 << 10, FreeMemory.ofHost(root));
        write("sys/fs/cgroup/memory.max", "5000000\n");
        assertEquals(4_999_000, FreeMemory.ofHost(root));
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "3000000\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "4000000\n");
        assertEquals(0, FreeMemory.ofHost(root));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1, 32, 32", "1000, 10, 50, 50", "1000, 10, 51, 32", "1000, 100, 32, 4", "1000, 600, 32, 1",
            "0, 5, 8, 1", "9000000000000, 1, 12, 12"})
    void aBatchTakesHalfOfWhatIsFree(long free, long bytes, int most, int batch) {
        assertEquals(batch, FreeMemory.batch(free, bytes, most));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
