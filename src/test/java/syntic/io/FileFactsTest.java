package syntic.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFactsTest {
    private static final String CACHE = "syntic.cache";
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00.123456Z"));

    @TempDir
    private Path folder;
    private final String before = System.getProperty(CACHE);
    private int found;

    @BeforeEach
    void useOwnCache() {
        System.setProperty(CACHE, folder.resolve("cache").toString());
    }

    @AfterEach
    void useFormerCache() {
        if (before == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, before);
        }
    }

    @Test
    void isFoundOnceForAFileThatStaysTheSame() throws IOException {
        Path file = file("file", 9 << 20, LONG_AGO);
        assertEquals("1", fact(file, "sum"));
        assertEquals("1", fact(file, "sum"));
        assertEquals("1", fact(Files.createSymbolicLink(folder.resolve("link"), file), "sum"));
        assertEquals("2", fact(file, "other"));
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.toInstant().plusNanos(1000)));
        assertEquals("3", fact(file, "sum"));
        assertEquals("4", fact(file("file", 10 << 20, LONG_AGO), "sum"));
        assertEquals("5", fact(file("copy", 9 << 20, LONG_AGO), "sum"));
    }

    @Test
    void isFoundAgainWhereTheFileMayHaveChangedWithoutASignOrTheCacheIsDamaged() throws IOException {
        Path fresh = file("fresh", 9 << 20, FileTime.from(Instant.now()));
        assertEquals("1", fact(fresh, "sum"));
        assertEquals("2", fact(fresh, "sum"));
        Path file = file("file", 9 << 20, LONG_AGO);
        assertEquals("3", fact(file, "sum"));
        try (var kept = Files.list(folder.resolve("cache/facts"))) {
            Path one = kept.findFirst().orElseThrow();
            Files.writeString(one, Files.readString(one).substring(0, 20));
        }
        assertEquals("4", fact(file, "sum"));
        assertEquals("4", fact(file, "sum"));
    }

    @Test
    void aCacheThatCannotBeWrittenCostsOnlyTime() throws IOException {
        System.setProperty(CACHE, Files.writeString(folder.resolve("no folder"), "").toString());
        Path file = file("file", 9 << 20, LONG_AGO);
        assertEquals("1", fact(file, "sum"));
        assertEquals("2", fact(file, "sum"));
    }

    private String fact(Path file, String kind) throws IOException {
        return FileFacts.of(file, kind, () -> Integer.toString(++found));
    }

    private Path file(String name, int bytes, FileTime changed) throws IOException {
        return Files.setLastModifiedTime(Files.write(folder.resolve(name), new byte[bytes]), changed);
    }
}
