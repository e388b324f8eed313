package syntic.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole or the old one: when writers meet, are killed, or find the disk full. */
class AtomicFileTest {
    private static final int LINES = 20_000;

    @TempDir
    private Path folder;

    /** What the processes of these tests do: write a file of equal lines a number of times, or half of it and wait. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            if (arguments[2].equals("half")) {
                AtomicFile.write(file, out -> {
                    out.write((arguments[1] + "\n").repeat(LINES / 2).getBytes(StandardCharsets.UTF_8));
                    System.out.println("half");
                    System.in.read();
                });
            }
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                AtomicFile.write(file, (arguments[1] + "\n").repeat(LINES));
            }
        }
    }

    @Test
    void severalProcessesOnOneTargetNeverMix() throws Exception {
        Path file = folder.resolve("scores.csv");
        AtomicFile.write(file, "a\n".repeat(LINES));
        List<Process> writers = new ArrayList<>();
        for (String line : List.of("a", "b", "c")) {
            writers.add(start(file, line, "100"));
        }
        int read = 0;
        do {
            List<String> lines = Files.readAllLines(file);
            assertEquals(LINES, lines.size());
            assertEquals(1, lines.stream().distinct().count());
            read++;
        } while (writers.stream().anyMatch(Process::isAlive));
        for (Process writer : writers) {
            assertEquals(0, writer.waitFor(), () -> output(writer));
        }
        assertTrue(read > 1);
        assertEquals(List.of(file), files());
    }

    @Test
    void whatAKilledWriterLeftGoesWithTheNextOne() throws Exception {
        Path file = folder.resolve("scores.csv");
        AtomicFile.write(file, "old");
        Process killed = start(file, "x", "half");
        assertEquals('h', killed.getInputStream().read(), () -> output(killed));
        Process alive = start(file, "y", "half");
        assertEquals('h', alive.getInputStream().read(), () -> output(alive));
        killed.destroyForcibly().waitFor();
        assertEquals("old", Files.readString(file));
        assertEquals(3, files().size(), "two unfinished files");
        AtomicFile.write(file, "new");
        assertEquals(2, files().size(), "the one that is being written stays");
        Files.writeString(folder.resolve("other.csv.0123456789abcdef.incomplete"), "what a killed writer left");
        AtomicFile.deleteAbandoned(folder);
        assertEquals(2, files().size(), "of any name; the one that is being written stays");
        alive.getOutputStream().close();
        assertTrue(alive.waitFor(1, TimeUnit.MINUTES));
        assertEquals("y\n".repeat(LINES / 2), Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void writersOfOneProcessDoNotMeet() throws IOException {
        Path file = folder.resolve("a.json");
        AtomicFile.write(file, outer -> {
            outer.write("outer".getBytes(StandardCharsets.UTF_8));
            AtomicFile.write(file, "inner");
            assertEquals("inner", Files.readString(file));
        });
        assertEquals("outer", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("deep/a.json");
        AtomicFile.write(file, "old");
        UserException full = assertThrows(UserException.class, () -> AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("No space left on device");
        }));
        assertEquals(file + ": cannot be written (No space left on device); free some space or choose another place, "
                + "what was there before is untouched", full.getMessage());
        assertThrows(IllegalStateException.class, () -> AtomicFile.write(file, out -> {
            throw new IllegalStateException("a fault of the program");
        }));
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whereNothingCanBeWrittenIsSaidBefore() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused(folder, "it is a folder");
        assertRefused(file.resolve("below"), file + " is a file, not a folder");
        AtomicFile.require(file);
        assertEquals(List.of(file), files());
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        assertTrue(folder.toFile().setWritable(false));
        assertRefused(folder.resolve("new"), "permission denied");
    }

    private static void assertRefused(Path file, String reason) {
        String message = assertThrows(UserException.class, () -> AtomicFile.require(file)).getMessage();
        assertTrue(message.startsWith(file + ": cannot be written (" + reason + "); choose another place")
                || message.startsWith(file + ": cannot be written (" + reason + "); free some space or"), message);
    }

    @Test
    void aLinkStaysALinkAndADeviceADevice() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        AtomicFile.write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full to stand for a full disk");
        String message = assertThrows(UserException.class, () -> AtomicFile.write(full, "text")).getMessage();
        assertTrue(message.startsWith("/dev/full: cannot be written (No space left on device); free some space"),
                message);
        AtomicFile.write(Path.of("/dev/null"), "text");
        assertTrue(Files.exists(full) && !Files.isRegularFile(Path.of("/dev/null")));
    }

    private Process start(Path file, String line, String what) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
                file.toString(), line, what).redirectErrorStream(true).start();
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
