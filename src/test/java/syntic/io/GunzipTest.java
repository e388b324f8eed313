package syntic.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GunzipTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatUnfoldsToAHundredTimesItsSizeIsRefusedBeforeItFillsTheMemory() throws IOException {
        Path bomb = folder.resolve("bomb.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 50; i++) {
                out.write(nothing);
            }
        }
        try (InputStream in = Gunzip.open(bomb)) {
            IOException refused = assertThrows(IOException.class, () -> in.transferTo(OutputStream.nullOutputStream()));
            assertTrue(refused.getMessage().contains("made to fill the memory"), refused.getMessage());
        }
    }

    @Test
    void othersAreReadToTheirEnd() throws IOException {
        byte[] small = new byte[1 << 19];
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        for (byte[] content : new byte[][] {small, large}) {
            Path file = folder.resolve("file.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(content);
            }
            try (InputStream in = Gunzip.open(file)) {
                assertArrayEquals(content, in.readAllBytes());
            }
        }
    }
}
