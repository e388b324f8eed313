package syntic.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.io.AtomicFile;
import syntic.io.UserException;

/** Results are reused when all is the same, made anew when not, and refused when they are damaged or foreign. */
class ResultStoreTest {
    private record Inner(double rate) {}

    private record Settings(int size, Inner inner, List<String> names) {}

    private interface Light {}

    private record Sun(int size) implements Light {}

    private record Moon(int size) implements Light {}

    private record Drawing(Light light) {}

    private static final Settings SETTINGS = new Settings(3, new Inner(0.5), List.of("a", "b"));
    private static final Provenance KEY = Provenance.of("encoding", SETTINGS, Map.of("corpus", "abc"));
    private static final List<String> IDS = IntStream.range(0, 10).mapToObj(i -> "id \"ü\n" + i).toList();

    @TempDir
    private Path folder;

    @Test
    void provenanceNamesSettingsAndTellsThemApart() {
        assertEquals("0.5", KEY.settings().get("inner.rate"));
        assertEquals(KEY, Provenance.parse("here", KEY.toJson()));
        Provenance other = Provenance.of("encoding", new Settings(3, new Inner(0.6), List.of("a", "b")),
                Map.of("corpus", "abc"));
        assertNotEquals(KEY.hash(), other.hash());
        assertEquals("inner.rate 0.6 instead of 0.5", other.differenceFrom(KEY));
        assertMessage("here", () -> Provenance.parse("here", "[1]"));
        assertMessage("here", () -> Provenance.parse("here", "{\"stage\":\"x\"}"));
    }

    @Test
    void provenanceTellsKindsApartThatHaveTheSameSettings() {
        Provenance sun = Provenance.of("drawing", new Drawing(new Sun(2)), Map.of());
        Provenance moon = Provenance.of("drawing", new Drawing(new Moon(2)), Map.of());
        assertEquals("light Sun instead of Moon", sun.differenceFrom(moon));
        assertEquals("2", sun.settings().get("light.size"));
    }

    @Test
    void featuresComeBackAsTheyWere() {
        Path file = folder.resolve("deep/features.safetensors");
        FeatureSet features = features(IDS);
        features.save(file);
        FeatureSet read = FeatureSet.open(file);
        assertEquals(IDS, read.ids());
        assertArrayEquals(features.row(7), read.row(IDS.get(7)));
        assertEquals(KEY, read.provenance());
        assertEquals(features.fingerprint(), read.fingerprint());
        assertEquals(List.of(IDS.get(4), IDS.get(2)), read.select(List.of(IDS.get(4), IDS.get(2))).ids());
    }

    @Test
    void featureSetsRefuseNonsense() {
        assertIllegal("corpus empty", () -> FeatureSet.of(List.of(), new float[0][], KEY));
        assertIllegal("two rows", () -> FeatureSet.of(List.of("a", "a"), new float[2][3], KEY));
        assertIllegal("'b'", () -> FeatureSet.of(List.of("a", "b"), new float[][] {{1}, {Float.NaN}}, KEY));
        assertIllegal("'b'", () -> FeatureSet.of(List.of("a", "b"), new float[][] {{1}, {1, 2}}, KEY));
        assertIllegal("'z'", () -> features(IDS).row("z"));
    }

    @Test
    void reusesWhatIsTheSameAndMakesAnewWhatIsNot() {
        ResultStore store = new ResultStore(folder);
        List<String> made = new ArrayList<>();
        FeatureSet first = store.features(KEY, () -> {
            made.add("first");
            return features(IDS);
        });
        FeatureSet again = store.features(KEY, () -> {
            throw new AssertionError("it is there already");
        });
        assertEquals(first.fingerprint(), again.fingerprint());
        Provenance other = Provenance.of("encoding", SETTINGS, Map.of("corpus", "abd"));
        store.features(other, () -> {
            made.add("other");
            return features(IDS);
        });
        assertEquals(List.of("first", "other"), made);
        store.forget(KEY);
        store.features(KEY, () -> {
            made.add("anew");
            return features(IDS);
        });
        assertEquals(3, made.size());
    }

    @Test
    void refusesDamagedAndForeignFilesByName() throws IOException {
        ResultStore store = new ResultStore(folder);
        store.features(KEY, () -> features(IDS));
        Path file = onlyFile();
        byte[] good = Files.readAllBytes(file);
        byte[] flipped = good.clone();
        flipped[good.length - 20] ^= 1;
        Files.write(file, flipped);
        assertMessage(file.toString(), () -> store.features(KEY, () -> features(IDS)));
        Files.write(file, Arrays.copyOf(good, good.length - 5));
        assertMessage("move it away", () -> store.features(KEY, () -> features(IDS)));
        Provenance other = Provenance.of("encoding", SETTINGS, Map.of("corpus", "foreign"));
        FeatureSet.join(List.of(features(IDS)), other).save(file);
        assertMessage("corpus foreign instead of abc", () -> store.features(KEY, () -> features(IDS)));
    }

    @Test
    void aKillLosesOneShardAtMost() {
        ResultStore store = new ResultStore(folder);
        List<String> asked = new ArrayList<>();
        Function<List<String>, float[][]> killed = ids -> {
            if (asked.size() >= 8) {
                throw new IllegalStateException("killed");
            }
            asked.addAll(ids);
            return features(ids).rows();
        };
        assertThrows(IllegalStateException.class, () -> store.features(KEY, IDS, 4, killed, ProgressListener.SILENT));
        List<Long> progress = new ArrayList<>();
        FeatureSet all = store.features(KEY, IDS, 4, ids -> {
            asked.addAll(ids);
            return features(ids).rows();
        }, (done, total, note) -> progress.add(done));
        assertEquals(IDS, asked, "no row is made twice");
        assertEquals(features(IDS).fingerprint(), all.fingerprint());
        assertEquals(List.of(0L, 4L, 8L, 10L), progress);
        List<String> others = IDS.stream().map(id -> id + "x").toList();
        assertMessage("other ids", () -> store.features(KEY, others, 4, killed, ProgressListener.SILENT));
    }

    @Test
    void aFolderAppearsWhenItIsDoneAndKeepsPartialWork() throws IOException {
        ResultStore store = new ResultStore(folder);
        assertThrows(IllegalStateException.class, () -> store.folder(KEY, path -> {
            write(path.resolve("checkpoint"));
            throw new IllegalStateException("killed");
        }));
        Path result = store.folder(KEY, path -> {
            assertTrue(Files.exists(path.resolve("checkpoint")), "the killed run's checkpoint is there");
            write(path.resolve("model"));
        });
        assertTrue(Files.exists(result.resolve("model")));
        assertEquals(result, store.folder(KEY, path -> {
            throw new AssertionError("it is there already");
        }));
        Files.writeString(result.resolve("provenance.json"), "{}");
        assertMessage("provenance.json", () -> store.folder(KEY, path -> {}));
    }

    @ParameterizedTest
    @CsvSource({"model.safetensors, 200", "model.safetensors, 600", "config.json, 3", "digests.json, 4",
        "digests.json, 30", "provenance.json, 12"})
    void aFlippedBitInAKeptFolderIsFound(String name, int at) throws IOException {
        ResultStore store = new ResultStore(folder);
        Consumer<Path> make = path -> {
            AtomicFile.write(path.resolve("config.json"), "{\"width\": 2}");
            features(IDS).save(path.resolve("model.safetensors"));
        };
        Path file = store.folder(KEY, make).resolve(name);
        store.folder(KEY, make);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
        String message = assertThrows(UserException.class, () -> store.folder(KEY, make)).getMessage();
        assertTrue(message.contains(folder.toString()) && message.endsWith("to have it made again"), message);
        Files.move(file.getParent(), folder.resolve("away"));
        assertEquals(file.getParent(), store.folder(KEY, make));
    }

    @Test
    void oneMakesWhatTwoWantAtTheSameTime() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Callable<Path> want = () -> new ResultStore(folder).folder(KEY, path -> {
            made.incrementAndGet();
            write(path.resolve("model"));
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertTrue(Files.exists(path.resolve("model")), "nobody else touched the folder");
        });
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<Path> result : threads.invokeAll(List.of(want, want, want))) {
                assertTrue(Files.exists(result.get().resolve("model")));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, made.get());
    }

    @Test
    void aFullDiskLeavesNothingHalfWritten() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full to stand for a full disk");
        Path file = Files.createSymbolicLink(folder.resolve("features.safetensors"), full);
        FeatureSet features = features(IDS);
        UserException thrown = assertThrows(UserException.class, () -> features.save(file));
        assertTrue(thrown.getMessage().startsWith(file + ": cannot be written (No space left on device)"),
                thrown.getMessage());
        assertEquals(file, onlyFile());
    }

    @Test
    void theSameFeaturesAreTheSameBytes() throws IOException {
        FeatureSet features = features(IDS);
        features.save(folder.resolve("saved"));
        try (FeatureWriter writer = new FeatureWriter(folder.resolve("written"), IDS, features.width(), KEY)) {
            IDS.forEach(id -> writer.add(features.row(id)));
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("saved")), Files.readAllBytes(folder.resolve("written")));
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
            assertEquals(1, all.size(), all.toString());
            return all.get(0);
        }
    }

    private static FeatureSet features(List<String> ids) {
        float[][] rows = new float[ids.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {ids.get(i).hashCode() % 1000, 2, 3};
        }
        return FeatureSet.of(ids, rows, KEY);
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "x");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertMessage(String part, Runnable work) {
        StoreException thrown = assertThrows(StoreException.class, work::run);
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }

    private static void assertIllegal(String part, Runnable work) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, work::run);
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }
}
