package syntic.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.io.UserException;
import syntic.model.RgbImage;
import syntic.pack.FeaturePack;
import syntic.pack.KeptPictures;
import syntic.pack.PackKind;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** Whole packs and folders of others' layouts go out and come in again bit for bit; what was damaged is named. */
class FolderExchangeTest {
    private static final List<String> IDS = List.of("1", "2.5/é", "30");
    private static final Map<String, String> SENTENCES = new LinkedHashMap<>();
    /** Of every kind of bits that a float has, but for those that no feature may have. */
    private static final float[][] ROWS = {{0.5f, -0.25f, Float.MIN_VALUE}, {1 / 3f, -0f, 1e-30f}, {3e38f, 1, 0.1f}};
    private static final List<List<String>> TAGS = List.of(List.of("dog", "a \"cat\", no"), List.of(), List.of("cow"));
    private static final String LICENCE = "CC BY 4.0; the pictures' model is under CreativeML Open RAIL-M";

    static {
        SENTENCES.put("1", "A dog, \"brown\".");
        SENTENCES.put("2.5/é", "A cat.");
        SENTENCES.put("30", "A cow.");
    }

    @TempDir
    private Path folder;
    private Path project;

    @BeforeEach
    void aProjectWithFeatures() throws IOException {
        StringBuilder captions = new StringBuilder();
        SENTENCES.forEach((id, text) -> captions.append(captions.isEmpty() ? "" : ",").append("""
                {"split": "train", "cocoid": "%s", "sentences": [{"raw": "%s", "sentid": "%s"}]}""".formatted(id,
                text.replace("\"", "\\\""), id)));
        Files.writeString(folder.resolve("captions.json"), "{\"images\": [" + captions + "]}");
        project = created("project");
        write(project.resolve("features/synthetic"), ROWS, TAGS);
        write(project.resolve("features/sentences"), new float[][] {ROWS[2], ROWS[0], ROWS[1]}, TAGS);
    }

    private Path created(String name) {
        Path made = folder.resolve(name);
        assertEquals(0, CommandRun.of("project", "create", made, "--captions", folder.resolve("captions.json")).status());
        return made;
    }

    private static void write(Path pack, float[][] rows, List<List<String>> tags) {
        FeatureSet features = FeatureSet.of(IDS, rows, new Provenance("drawn", new TreeMap<>(Map.of("steps", "20")),
                new TreeMap<>(Map.of("clip", "abc"))));
        FeaturePack.write(pack, PackKind.SYNTHETIC, ImageFeatures.of(features, tags), SENTENCES, LICENCE);
    }

    private static CommandRun ran(int status, Object... command) {
        CommandRun run = CommandRun.of(command);
        assertEquals(status, run.status(), run.out() + run.err());
        return run;
    }

    private static void assertSame(Path pack, List<String> ids, float[][] rows) {
        FeaturePack opened = FeaturePack.open(pack);
        assertEquals(ids, opened.ids());
        for (int i = 0; i < rows.length; i++) {
            float[] feature = opened.feature(ids.get(i));
            for (int j = 0; j < feature.length; j++) {
                assertEquals(Float.floatToRawIntBits(rows[i][j]), Float.floatToRawIntBits(feature[j]));
            }
        }
    }

    @Test
    void clipRetrievalsFolderIsImportedAgainBitForBit() throws IOException {
        Path index = folder.resolve("index");
        ran(0, "features", "export", project, "synthetic", index, "--format", "clip-retrieval");
        assertEquals("id,caption,tags\n\"1\",\"A dog, \"\"brown\"\".\",\"[\"\"dog\"\",\"\"a \\\"\"cat\\\"\", no\"\"]\"\n"
                + "\"2.5/é\",\"A cat.\",\"[]\"\n\"30\",\"A cow.\",\"[\"\"cow\"\"]\"\n",
                Files.readString(index.resolve("metadata/metadata_0.csv")));
        JsonObject made = JsonParser.parseString(Files.readString(index.resolve("made.json"))).getAsJsonObject();
        assertEquals(LICENCE, made.get("licence").getAsString());
        assertTrue(made.get("made").toString().contains("\"steps\":\"20\""), made.toString());
        Path other = created("other");
        ran(0, "features", "import", other, "synthetic", index);
        assertSame(other.resolve("features/synthetic"), IDS, ROWS);
        assertEquals(TAGS, List.copyOf(FeaturePack.open(other.resolve("features/synthetic")).tags().values()));
        ran(0, "features", "import", other, "sentences", index, "--array", "text_emb");
        assertSame(other.resolve("features/sentences"), IDS, new float[][] {ROWS[2], ROWS[0], ROWS[1]});
        CommandRun again = ran(1, "features", "export", project, "synthetic", index, "--format", "clip-retrieval");
        assertTrue(again.err().contains(index + ": there is something in this folder"), again.err());
        CommandRun tar = ran(1, "features", "export", project, "synthetic", index, "--format", "webdataset", "--parquet");
        assertTrue(tar.err().contains("--parquet is for --format clip-retrieval"), tar.err());
    }

    @Test
    void tagsThatNobodyLookedForAreNotNoTags() {
        Map<String, List<String>> tags = Map.of("1", List.of("dog"), "30", List.of());
        Path pack = project.resolve("features/photos");
        FeaturePack.writeImported(pack, 3, new Provenance(FeaturePack.IMPORTED, new TreeMap<>(), new TreeMap<>()), "",
                IDS, tags, SENTENCES, (from, count, each) -> IntStream.range(from, from + count)
                        .forEach(row -> each.accept(ROWS[row])));
        List<String> order = List.of("1", "30", "2.5/é");
        assertSame(pack, order, new float[][] {ROWS[0], ROWS[2], ROWS[1]});
        assertEquals(tags, FeaturePack.open(pack).tags());
        Path index = folder.resolve("index");
        ran(0, "features", "export", project, "photos", index, "--format", "clip-retrieval");
        ran(0, "features", "import", created("other"), "synthetic", index);
        Path again = folder.resolve("other/features/synthetic");
        assertSame(again, order, new float[][] {ROWS[0], ROWS[2], ROWS[1]});
        assertEquals(tags, FeaturePack.open(again).tags());
    }

    @Test
    void manyFilesAreOneTable() {
        FeaturePack pack = FeaturePack.open(project.resolve("features/synthetic"));
        Path index = folder.resolve("index");
        new ClipRetrievalExport(pack, null, Map.of(), null).write(index, 2);
        assertTrue(Files.exists(index.resolve("img_emb/img_emb_1.npy")));
        Path other = created("other");
        ran(0, "features", "import", other, "synthetic", index);
        assertSame(other.resolve("features/synthetic"), IDS, ROWS);
    }

    @Test
    void aDamagedOrMissingFileOfAFolderIsNamed() throws IOException {
        Path index = folder.resolve("index");
        ran(0, "features", "export", project, "synthetic", index, "--format", "clip-retrieval");
        for (String name : List.of("img_emb/img_emb_0.npy", "metadata/metadata_0.csv", "text_emb/text_emb_0.npy",
                "made.json")) {
            Path file = index.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = whole.clone();
            damaged[whole.length - 3] ^= 1;
            Files.write(file, damaged);
            refused(index, file + ": is damaged");
            Files.delete(file);
            refused(index, file + ": is missing");
            Files.write(file, whole);
        }
        Path sums = index.resolve("SHA256SUMS");
        String whole = Files.readString(sums);
        Files.writeString(sums, whole + "0".repeat(64) + "  ../captions.json\n");
        refused(index, "names '../captions.json', which is not in this folder");
        Files.writeString(sums, whole + "nonsense\n");
        refused(index, "'nonsense' is no sum");
    }

    /** Of a list that lost its end nothing else tells. */
    @Test
    void aFileThatTheSumsDoNotNameIsNotRead() throws IOException {
        Path index = folder.resolve("index");
        ran(0, "features", "export", project, "synthetic", index, "--format", "clip-retrieval");
        Path sums = index.resolve("SHA256SUMS");
        List<String> lines = Files.readAllLines(sums);
        for (String name : List.of("img_emb/img_emb_0.npy", "metadata/metadata_0.csv")) {
            Files.write(sums, lines.stream().filter(line -> !line.endsWith(name)).toList());
            refused(index, index.resolve(name) + ": is not among the files that SHA256SUMS names");
        }
        Files.write(sums, lines);
        Files.writeString(index.resolve("notes.txt"), "of those who got the folder");
        ran(0, "features", "import", created("other"), "synthetic", index);
    }

    private void refused(Path file, String why) {
        CommandRun run = ran(1, "features", "import", created("other"), "synthetic", file);
        assertTrue(run.err().contains(why), run.err());
        assertTrue(Files.notExists(folder.resolve("other/features/synthetic/pack.json")), "nothing is written");
    }

    @Test
    void aPackOfSomebodyElseComesInAsItIs() throws IOException {
        Path pack = project.resolve("features/synthetic");
        CommandRun run = ran(0, "features", "import", created("other"), "synthetic", pack);
        assertTrue(run.out().contains("licence: " + LICENCE), run.out());
        FeaturePack imported = FeaturePack.open(folder.resolve("other/features/synthetic"));
        FeaturePack own = FeaturePack.open(pack);
        assertSame(folder.resolve("other/features/synthetic"), IDS, ROWS);
        assertEquals(List.of(own.tags(), own.made(), own.kind(), own.licence()),
                List.of(imported.tags(), imported.made(), imported.kind(), imported.licence()));
        run = ran(1, "features", "import", folder.resolve("other"), "synthetic", pack);
        assertTrue(run.err().contains("there is a feature pack already; join them with: features merge"), run.err());
        run = ran(1, "features", "import", folder.resolve("other"), "own", pack, "--unit");
        assertTrue(run.err().contains("comes in as it is; leave the options out"), run.err());
    }

    @Test
    void aDamagedPartOfAPackIsNamed() throws IOException {
        Path pack = project.resolve("features/synthetic");
        try (Stream<Path> files = Files.walk(pack)) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(json|safetensors)")).toList()) {
                byte[] whole = Files.readAllBytes(file);
                byte[] damaged = whole.clone();
                damaged[whole.length / 2] ^= 1;
                Files.write(file, damaged);
                refused(pack, file.toString());
                Files.write(file, whole);
            }
        }
    }

    @Test
    void keptPicturesGoIntoTarArchives() throws IOException {
        FeaturePack pack = FeaturePack.open(project.resolve("features/synthetic"));
        KeptPictures pictures = KeptPictures.of(folder.resolve("pictures"), pack.made());
        Map<String, byte[]> expected = new LinkedHashMap<>();
        for (String id : List.of("1", "2.5/é")) {
            pictures.keep(id, SENTENCES.get(id), picture(id));
            expected.put(id, Files.readAllBytes(pictures.file(id)));
        }
        pictures.keep("30", "A former sentence.", picture("30"));
        WebDataset dataset = new WebDataset(pack, SENTENCES, pictures);
        Path shards = folder.resolve("shards");
        assertEquals(List.of("30"), dataset.write(shards, 1));
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (String shard : List.of("00000.tar", "00001.tar")) {
            Map<String, byte[]> entries = entries(shards.resolve(shard));
            String key = entries.keySet().iterator().next().replaceFirst("\\..*", "");
            assertEquals(List.of(key + ".png", key + ".txt", key + ".json"), List.copyOf(entries.keySet()));
            JsonObject about = JsonParser.parseString(text(entries.get(key + ".json"))).getAsJsonObject();
            String id = about.get("id").getAsString();
            assertEquals(SENTENCES.get(id), about.get("caption").getAsString());
            assertEquals(SENTENCES.get(id), text(entries.get(key + ".txt")));
            assertEquals(TAGS.get(IDS.indexOf(id)), about.getAsJsonArray("tags").asList().stream()
                    .map(tag -> tag.getAsString()).toList());
            found.put(id, entries.get(key + ".png"));
        }
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((id, bytes) -> assertArrayEquals(bytes, found.get(id)));
        Path again = folder.resolve("again");
        dataset.write(again, 1);
        assertArrayEquals(Files.readAllBytes(shards.resolve("00001.tar")), Files.readAllBytes(again.resolve("00001.tar")));
        ExportFolder.requireWhole(shards);
        WebDataset none = new WebDataset(pack, SENTENCES, KeptPictures.of(folder.resolve("none"), pack.made()));
        assertTrue(assertThrows(UserException.class, () -> none.write(folder.resolve("empty"))).getMessage()
                .contains("--keep-pictures"));
    }

    @Test
    void picturesThatWereNotKeptAreNamed() {
        KeptPictures.of(project.resolve("pictures"), FeaturePack.open(project.resolve("features/synthetic")).made())
                .keep("30", SENTENCES.get("30"), picture("30"));
        CommandRun run = ran(1, "features", "export", project, "synthetic", folder.resolve("shards"), "--format",
                "webdataset");
        assertTrue(run.out().contains("1 pictures are in") && run.out().contains("2 have no picture of their sentence, "
                + "such as 1, 2.5/é"), run.out());
    }

    private static byte[] picture(String id) {
        return KeptPictures.png(new RgbImage(1, 1, new byte[] {(byte) id.hashCode(), 2, 3}));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> entries(Path archive) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(archive); TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), tar.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
