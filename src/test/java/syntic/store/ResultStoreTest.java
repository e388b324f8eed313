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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.nn.ElementType;

class ResultStoreTest {
    private static final ProgressListener QUIET = (done, total, note) -> { };
    @TempDir
    private Path folder;
    private final List<String> made = new ArrayList<>();

    @Test
    void whatIsThereIsNotMadeAgainWhateverTheOrder() {
        FeatureSet first = features(recipe("1"), "a", "b", "c");
        assertEquals(List.of("a", "b", "c"), made);
        made.clear();
        FeatureSet second = features(recipe("1"), "d", "c", "a");
        assertEquals(List.of("d"), made);
        assertArrayEquals(first.rows()[2], second.rows()[1]);
        assertArrayEquals(first.rows()[0], second.rows()[2]);
    }

    @Test
    void otherSettingsOrInputsAreOtherResults() {
        features(recipe("1"), "a");
        made.clear();
        features(recipe("2"), "a");
        assertEquals(List.of("a"), made);
        assertNotEquals(recipe("1").key(), new Recipe("test", Map.of("seed", "1"), Map.of("model", "y")).key());
    }

    @Test
    void aKillLosesOneShardAtMost() {
        Recipe recipe = recipe("1");
        List<String> ids = List.of("a", "b", "c", "d", "e");
        assertThrows(IllegalStateException.class, () -> new ResultStore(folder).features(recipe, ids, 2, some -> {
            if (some.contains("e")) {
                throw new IllegalStateException("killed");
            }
            return make(some);
        }, QUIET));
        made.clear();
        features(recipe, "a", "b", "c", "d", "e");
        assertEquals(List.of("e"), made);
    }

    @Test
    void damagedAndForeignFilesAreNamed() throws IOException {
        Recipe recipe = recipe("1");
        features(recipe, "a");
        Path shard = folder.resolve(recipe.key()).resolve("00000.safetensors");
        byte[] good = Files.readAllBytes(shard);
        Files.write(shard, Arrays.copyOf(good, good.length - 3));
        StoreException damaged = assertThrows(StoreException.class, () -> features(recipe, "a"));
        assertTrue(damaged.getMessage().contains(shard.toString()) && damaged.getMessage().contains("delete"));
        new FeatureSet(List.of("a"), new float[][] {{1}}, Map.of("recipe", "foreign")).save(shard, ElementType.F32);
        assertTrue(assertThrows(StoreException.class, () -> features(recipe, "a")).getMessage()
                .contains("another recipe"));
        Files.write(shard, good);
        Files.writeString(folder.resolve(recipe.key()).resolve("recipe.txt"), "other");
        assertThrows(StoreException.class, () -> features(recipe, "a"));
    }

    @Test
    void featureSetsKeepIdsAndProvenance() {
        FeatureSet set = new FeatureSet(List.of("ä", "日本", ""), new float[][] {{1, 2}, {3, 4}, {5, 6}},
                Map.of("seed", "3"));
        Path file = folder.resolve("set.safetensors");
        set.save(file, ElementType.F16);
        FeatureSet back = FeatureSet.load(file);
        assertEquals(set.ids(), back.ids());
        assertEquals(set.provenance(), back.provenance());
        assertArrayEquals(set.rows()[1], back.rows()[1]);
        assertArrayEquals(new float[] {5, 6}, back.select(List.of("", "ä")).rows()[0]);
        assertThrows(IllegalArgumentException.class, () -> back.select(List.of("none")));
        assertThrows(IllegalArgumentException.class, () -> new FeatureSet(List.of("a", "a"), new float[2][1], Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new FeatureSet(List.of("a"), new float[2][1], Map.of()));
    }

    private static Recipe recipe(String seed) {
        return new Recipe("test", Map.of("seed", seed), Map.of("model", "x"));
    }

    private FeatureSet features(Recipe recipe, String... ids) {
        return new ResultStore(folder).features(recipe, List.of(ids), 2, this::make, QUIET);
    }

    private float[][] make(List<String> ids) {
        made.addAll(ids);
        return ids.stream().map(id -> new float[] {id.charAt(0), 0.1f}).toArray(float[][]::new);
    }
}
