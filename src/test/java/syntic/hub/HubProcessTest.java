package syntic.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in processes of its own: killed, and started twice at once. */
@Tag("slow")
class HubProcessTest {
    private static final int SIZE = 2_000_000;

    @TempDir
    Path temporary;

    private final FakeHub fake = FakeHub.serving(SIZE, 15);

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aKilledDownloadIsContinued() throws Exception {
        Path partial = cache().resolve("blobs").resolve(
                FakeHub.sha256(fake.files.get("unet/model.safetensors")).hex() + ".incomplete");
        Process first = start("first");
        while (!Files.exists(partial) || Files.size(partial) < 200_000) {
            assertTrue(first.isAlive(), () -> log("first"));
            Thread.sleep(10);
        }
        first.destroyForcibly().waitFor();
        long kept = Files.size(partial);
        assertTrue(kept < SIZE);
        fake.millisPerChunk = 0;
        fake.requests.clear();
        assertEquals(0, exit(start("second")), () -> log("second"));
        assertEquals("bytes=" + kept + "-", fake.gets("store").get(0).range());
        assertWhole();
    }

    @Test
    void twoProcessesFetchEachFileOnce() throws Exception {
        Process first = start("first");
        Process second = start("second");
        assertEquals(0, exit(first), () -> log("first"));
        assertEquals(0, exit(second), () -> log("second"));
        assertEquals(1, fake.gets("store").size());
        assertWhole();
        assertTrue((log("first") + log("second")).contains("waiting for it"), () -> log("first") + log("second"));
    }

    private void assertWhole() throws IOException {
        Path folder = cache().resolve("snapshots").resolve(FakeHub.COMMIT);
        assertArrayEquals(fake.files.get("unet/model.safetensors"),
                Files.readAllBytes(folder.resolve("unet/model.safetensors")));
        assertEquals(FakeHub.COMMIT, Files.readString(cache().resolve("refs/main")));
    }

    private Path cache() {
        return temporary.resolve("hub/models--owner--model");
    }

    private Process start(String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "syntic.Main", "models",
                FakeHub.REPOSITORY);
        builder.environment().putAll(Map.of("HF_ENDPOINT", fake.endpoint().toString(), "HF_HUB_CACHE",
                temporary.resolve("hub").toString()));
        builder.environment().remove("HF_TOKEN");
        return builder.redirectErrorStream(true).redirectOutput(temporary.resolve(name + ".log").toFile()).start();
    }

    private static int exit(Process process) throws InterruptedException {
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the process hangs");
        return process.exitValue();
    }

    private String log(String name) {
        try {
            return Files.readString(temporary.resolve(name + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
