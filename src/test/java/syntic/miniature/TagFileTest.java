package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.store.StoreException;

class TagFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsNoListOfTagsIsNamed() throws IOException {
        List<List<String>> tags = List.of(List.of("dog", "boat"), List.of());
        TagFile.write(folder, tags);
        assertEquals(tags, TagFile.in(folder));
        for (String wrong : List.of("", "{}", "[[\"dog\"], ")) {
            Files.writeString(folder.resolve("tags.json"), wrong);
            assertTrue(assertThrows(StoreException.class, () -> TagFile.in(folder), wrong).getMessage()
                    .startsWith(folder.resolve("tags.json") + ": "));
        }
        Files.delete(folder.resolve("tags.json"));
        assertTrue(assertThrows(StoreException.class, () -> TagFile.in(folder)).getMessage().contains("no such file"));
    }
}
