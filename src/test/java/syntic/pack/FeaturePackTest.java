package syntic.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.io.Seal;
import syntic.io.UserException;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** What was written is read again, whoever asks for it in which order; what is no pack, newer or damaged is refused. */
class FeaturePackTest {
    private record Settings(long seed) {}

    private static final Provenance MADE = Provenance.of("synthetic-features", new Settings(7), Map.of("clip", "abc"));
    private static final List<String> IDS = List.of("b", "a", "é\n\"");
    private static final float[][] ROWS = {{1, 2}, {3, 4}, {5, -6.5f}};
    private static final ImageFeatures IMAGES = ImageFeatures.of(FeatureSet.of(IDS, ROWS, MADE),
            List.of(List.of("dog", "red ball"), List.of(), List.of("dog")));

    @TempDir
    private Path folder;

    private FeaturePack written() {
        FeaturePack.write(folder, PackKind.SYNTHETIC, IMAGES, Map.of("b", "a dog", "a", "nothing", "é\n\"", "a dog"),
                "free to use");
        return FeaturePack.open(folder);
    }

    @Test
    void whatWasWrittenIsRead() {
        assertFalse(FeaturePack.exists(folder));
        FeaturePack pack = written();
        assertTrue(FeaturePack.exists(folder));
        assertEquals(IDS, pack.ids());
        assertEquals(PackKind.SYNTHETIC, pack.kind());
        assertEquals(MADE, pack.made());
        assertEquals("free to use", pack.licence());
        assertEquals(2, pack.width());
        assertEquals(IMAGES.tags(), pack.tags());
        ImageFeatures some = pack.images(List.of("é\n\"", "b"));
        assertArrayEquals(ROWS[2], some.features().row(0));
        assertArrayEquals(ROWS[0], some.features().row(1));
        assertEquals(List.of("dog", "red ball"), some.tags().get("b"));
        assertEquals(IMAGES.features().fingerprint(), pack.features(IDS).fingerprint());
    }

    @Test
    void anotherSentenceOfAnIdIsNotTheSame() {
        FeaturePack pack = written();
        List<Caption> captions = List.of(new Caption("b", "b", "a dog"), new Caption("a", "a", "something"),
                new Caption("c", "c", "a dog"));
        assertEquals(captions.subList(1, 3), pack.missing(captions));
        assertTrue(assertThrows(UserException.class, () -> pack.requireAll(captions, "run it")).getMessage()
                .contains("2 of 3 captions have no features there, or those of another sentence: 'a', 'c'; run it"));
        assertTrue(assertThrows(UserException.class, () -> pack.features(List.of("c"))).getMessage().contains("'c'"));
    }

    /** As one that is killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private void importOf(List<String> ids, String what, int killedAt) {
        Provenance made = new Provenance(FeaturePack.IMPORTED, new TreeMap<>(),
                new TreeMap<>(Map.of("features", what)));
        new PackBeginning(folder, new PackInfo(PackKind.IMPORTED, 1, made, "")).write(ids, Map.of(), Map.of(),
                (from, count, each) -> {
                    for (int row = from; row < from + count; row++) {
                        if (row == killedAt) {
                            throw new Killed();
                        }
                        each.accept(new float[] {row});
                    }
                }, 2);
    }

    @Test
    void whatAKilledImportLeftDoesNotComeIntoAnotherPack() {
        assertThrows(Killed.class, () -> importOf(List.of("a", "b", "c"), "one", 2));
        assertEquals(1, FeaturePack.parts(folder).size());
        assertFalse(FeaturePack.exists(folder));
        importOf(List.of("c", "d", "e"), "two", -1);
        assertEquals(List.of("c", "d", "e"), FeaturePack.open(folder).ids());
        assertArrayEquals(new float[] {2}, FeaturePack.open(folder).feature("e"));
    }

    @Test
    void aJobBeginsWhereAnImportWasKilled() {
        assertThrows(Killed.class, () -> importOf(List.of("a", "b", "c"), "one", 2));
        List<PackItem<String>> items = SlowMaker.items(3);
        new PackJob<>(folder, SlowMaker.INFO, items, new SlowMaker(2)).run(ProgressListener.SILENT, () -> false);
        assertEquals(items.stream().map(PackItem::id).toList(), FeaturePack.open(folder).ids());
    }

    @Test
    void recordsOfAPackThatLostItsDescriptionStay() throws IOException {
        List<PackItem<String>> items = SlowMaker.items(3);
        new PackJob<>(folder, SlowMaker.INFO, items, new SlowMaker(2)).run(ProgressListener.SILENT, () -> false);
        Files.delete(folder.resolve("pack.json"));
        assertTrue(assertThrows(UserException.class, () -> importOf(List.of("a"), "one", -1)).getMessage()
                .contains("is of a pack whose pack.json is lost; name another folder"));
        assertEquals(0, new PackJob<>(folder, SlowMaker.INFO, items, new SlowMaker(2))
                .run(ProgressListener.SILENT, () -> false).made());
    }

    @Test
    void aBadFolderIsRefusedByName() throws IOException {
        refused("not a feature pack");
        written();
        Path json = folder.resolve("pack.json");
        // Without its digest, which would find all of these.
        String whole = Seal.open(Files.readString(json));
        for (Map.Entry<String, String> bad : Map.of(whole.replace("\"format\": 1", "\"format\": 2"), "newer version",
                whole.replace("synthetic\"", "drawn\""), "pack.json", whole.substring(0, whole.length() / 2),
                "pack.json", "{}", "pack.json", whole.replace("abc", "abd"), "clip abc instead of abd",
                whole.replace("\"width\": 2", "\"width\": 3"), "width 3").entrySet()) {
            Files.writeString(json, bad.getKey());
            refused(bad.getValue());
        }
        Files.writeString(json, whole);
        Path part = FeaturePack.parts(folder).get(0);
        try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
            file.seek(file.length() - 30);
            int old = file.read();
            file.seek(file.length() - 30);
            file.write(old ^ 1);
        }
        refused(".safetensors: damaged (it does not hold what was written); copy it anew");
        Files.writeString(part, "nothing");
        refused(part.getFileName().toString());
    }

    private void refused(String why) {
        String said = assertThrows(UserException.class, () -> FeaturePack.open(folder)).getMessage();
        assertTrue(said.contains(why) && said.contains(folder.toString()), said);
    }
}
