package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.store.StoreException;

/** Models that travel in the jar are unpacked once, by however many want them, and a kill leaves nothing behind. */
class ShippedModelsTest {
    /** What the shipped weights may take of a checkout. */
    private static final long MOST_BYTES = 40_000_000;

    @TempDir
    private Path folder;

    @Test
    void allWeightsTogetherAreSmall() throws IOException {
        try (Stream<Path> files = Files.walk(ShippedModels.folder("clip").getParent())) {
            long bytes = files.filter(file -> file.toString().endsWith("model.safetensors"))
                    .mapToLong(file -> file.toFile().length()).sum();
            assertTrue(bytes > MOST_BYTES / 10 && bytes <= MOST_BYTES, bytes + " bytes of weights");
        }
    }

    @Test
    void theNextOneTidiesUpAfterAKilledOne() throws Exception {
        Path jar = jar();
        Path cache = folder.resolve("cache");
        Path left = Files.createDirectories(cache.resolve("models-unfinished/clip"));
        Files.writeString(left.resolve("config.json"), "{");
        Files.writeString(left.resolve("other.json"), "{}");
        Callable<Path> unpack = () -> ShippedModels.unpacked(jar, cache);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<Path> models : threads.invokeAll(List.of(unpack, unpack, unpack))) {
                assertEquals("{}", Files.readString(models.get().resolve("clip/config.json")));
                assertEquals(List.of("config.json"), names(models.get().resolve("clip")));
                assertEquals(List.of(".locks", ".used", models.get().getFileName().toString()), names(cache));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aDamagedFileIsNamedAndComesAgain() throws Exception {
        Path jar = jar();
        Path models = ShippedModels.unpacked(jar, folder.resolve("cache"));
        Path file = models.resolve("clip/config.json");
        for (String damaged : new String[] {"{|", "{", "{} "}) {
            Files.writeString(file, damaged);
            String message = assertThrows(StoreException.class, () ->
                    ShippedModels.unpacked(jar, folder.resolve("cache"))).getMessage();
            assertTrue(message.startsWith(file + ": damaged; move " + models + " away"), message);
        }
        Files.move(models, folder.resolve("away"));
        assertEquals("{}", Files.readString(ShippedModels.unpacked(jar, folder.resolve("cache"))
                .resolve("clip/config.json")));
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("library.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("syntic/miniature/models/clip/config.json"));
            out.write("{}".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
