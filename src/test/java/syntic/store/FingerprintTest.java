package syntic.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells one model folder from another. */
class FingerprintTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderHasTheSumOfItsNamesAndContents() throws IOException {
        Path model = model("model", "weights");
        Files.createDirectories(model.resolve("vae"));
        Files.writeString(model.resolve("vae/config.json"), "{1}");
        assertEquals(Fingerprint.of("config.json\n{}model.safetensors\nweightsvae/config.json\n{1}".getBytes()),
                Fingerprint.of(model), "shipped results carry this sum");
        assertEquals(Fingerprint.of("\n{}".getBytes()), Fingerprint.of(model.resolve("config.json")));
    }

    @Test
    void aLinkedFolderHasTheSumOfItsTarget() throws IOException {
        Path one = model("one", "a");
        Path other = model("other", "b");
        Path toOne = link("to-one", one);
        Path toOther = link("to-other", other);
        assertEquals(Fingerprint.of(one), Fingerprint.of(toOne));
        assertEquals(Fingerprint.of(other), Fingerprint.of(toOther));
        assertNotEquals(Fingerprint.of(toOne), Fingerprint.of(toOther));
    }

    @Test
    void aFolderOfLinksHasTheSumOfTheFilesUnderTheLinksNames() throws IOException {
        Path model = model("model", "a");
        Path blob = Files.writeString(folder.resolve("blob"), "a");
        Path part = Files.createDirectories(folder.resolve("part"));
        Files.writeString(part.resolve("config.json"), "{1}");
        Path snapshot = Files.createDirectories(folder.resolve("snapshot"));
        link("snapshot/config.json", model.resolve("config.json"));
        link("snapshot/model.safetensors", blob);
        assertEquals(Fingerprint.of(model), Fingerprint.of(snapshot));
        link("snapshot/vae", part);
        assertNotEquals(Fingerprint.of(model), Fingerprint.of(snapshot));
    }

    @Test
    void refusesAFolderWithoutFilesAndLinksThatLeadNowhere() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty/below")).getParent();
        String message = assertThrows(StoreException.class, () -> Fingerprint.of(empty)).getMessage();
        assertTrue(message.contains(empty.toString()) && message.contains("has no file"), message);
        Path nowhere = link("nowhere", folder.resolve("gone"));
        assertThrows(StoreException.class, () -> Fingerprint.of(nowhere));
        link("empty/below/round", empty);
        assertThrows(StoreException.class, () -> Fingerprint.of(empty));
    }

    private Path model(String name, String weights) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("model.safetensors"), weights);
        return model;
    }

    private Path link(String name, Path target) {
        try {
            return Files.createSymbolicLink(folder.resolve(name), target);
        } catch (IOException | UnsupportedOperationException e) {
            return Assumptions.abort("this file system has no symbolic links: " + e);
        }
    }
}
