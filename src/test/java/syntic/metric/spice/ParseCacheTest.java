package syntic.metric.spice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.store.ProgressListener;
import syntic.store.StoreException;

class ParseCacheTest {
    private static final DependencyParser NOTHING = new DependencyParser() {
        @Override
        public String name() {
            return "Nothing 1.0";
        }

        @Override
        public List<Sentence> parse(String caption) {
            return List.of();
        }
    };

    @TempDir
    private Path folder;

    @Test
    void whatCannotBeKeptOrReadIsNamed() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        assertNamed(notAFolder.resolve("nothing-1.0.jsonl"), new ParseCache(NOTHING, notAFolder));

        ParseCache kept = new ParseCache(NOTHING, folder);
        assertEquals(1, kept.graphs(Set.of("a dog"), ProgressListener.SILENT).size());
        Path damaged = Files.write(folder.resolve("nothing-1.0.jsonl"), new byte[] {'{', (byte) 0xff, '}', '\n'});
        assertNamed(damaged, kept);
    }

    @Test
    void aDamagedParseIsMadeAgain() throws Exception {
        new ParseCache(NOTHING, folder).graphs(Set.of("a dog", "a cat"), ProgressListener.SILENT);
        Path file = folder.resolve("nothing-1.0.jsonl");
        Files.writeString(file, Files.readString(file).replace("a dog", "a hog"));
        List<Long> parsed = new ArrayList<>();
        new ParseCache(NOTHING, folder).graphs(Set.of("a cat", "a dog", "a hog"), (done, all, note) -> parsed.add(done));
        assertEquals(List.of(2L), parsed, "dog and hog, not cat");
    }

    private static void assertNamed(Path file, ParseCache cache) {
        String message = assertThrows(StoreException.class,
                () -> cache.graphs(Set.of("a cat"), ProgressListener.SILENT)).getMessage();
        assertTrue(message.startsWith(file + ": parses for SPICE cannot be kept ("), message);
    }
}
