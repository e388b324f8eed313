package syntic.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.CocoResults;
import syntic.metric.MetricScores;
import syntic.metric.ReferenceData;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.MiniatureWorld;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.stage.ClipEvaluation;
import syntic.stage.Encoding;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** The metrics that look at images, through the command: on photos of the miniature world, written as files. */
class EvaluateClipCommandTest extends EvaluateCommandRun {
    private static final MiniatureWorld WORLD = new MiniatureWorld(1, new MiniatureWorld.Sizes(1, 1, 140, 20, 1, 3));
    private static final List<String> IDS = WORLD.imageIds(Style.PLAIN, Split.TEST);
    private static final Map<String, List<String>> REFERENCES = new LinkedHashMap<>();
    private static final String CACHE = "syntic.cache";

    @TempDir
    private static Path folder;
    private static String cacheBefore;
    private static Path references;
    private static Path photos;
    private static Path right;
    private static Path shuffled;

    @BeforeAll
    static void writeFiles() throws IOException {
        cacheBefore = System.getProperty(CACHE);
        System.setProperty(CACHE, folder.resolve("cache").toString());
        photos = Files.createDirectory(folder.resolve("photos"));
        for (String id : IDS) {
            write(photos.resolve("photo-" + id + ".png"), id);
        }
        JsonArray images = new JsonArray();
        JsonArray annotations = new JsonArray();
        Map<String, String> captions = new LinkedHashMap<>();
        WORLD.corpus(Style.PLAIN, Split.TEST).textsByImage().forEach((id, of) -> {
            images.add(object("id", id, "file_name", "photo-" + id + ".png"));
            captions.put(id, of.get(0));
            REFERENCES.put(id, of.subList(1, of.size()));
            REFERENCES.get(id).forEach(text -> annotations.add(
                    object("image_id", id, "id", "c" + annotations.size(), "caption", text)));
        });
        JsonObject coco = new JsonObject();
        coco.add("images", images);
        coco.add("annotations", annotations);
        references = Files.writeString(folder.resolve("refs.json"), coco.toString());
        right = folder.resolve("right.json");
        CocoResults.write(right, captions);
        Map<String, String> moved = new LinkedHashMap<>();
        for (int i = 0; i < IDS.size(); i++) {
            moved.put(IDS.get(i), captions.get(IDS.get((i + 1) % IDS.size())));
        }
        shuffled = folder.resolve("shuffled.json");
        CocoResults.write(shuffled, moved);
    }

    @AfterAll
    static void restore() {
        if (cacheBefore == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, cacheBefore);
        }
    }

    private static void write(Path file, String id) throws IOException {
        ImageIO.write(photo(id).toBufferedImage(), "png", file.toFile());
    }

    private static RgbImage photo(String id) {
        return new RgbImage(Scene.SIZE, Scene.SIZE, WORLD.photo(id));
    }

    private static JsonObject object(String... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.addProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    @Override
    int run(Object... args) {
        return super.run(Stream.concat(Stream.of("--references", references), Stream.of(args)).toArray());
    }

    @Test
    void clipStandsBesideTheOtherMetrics() throws IOException {
        Path json = folder.resolve("clip.json");
        Path csv = folder.resolve("clip.csv");
        assertEquals(0, run("--results", right, "--metrics", "rouge,clip", "--images", photos, "--clip", "miniature",
                "--json", json, "--csv", csv), () -> err);
        JsonObject written = ReferenceData.json(json);
        assertEquals(List.of("ROUGE_L", "CLIPScore", "RefCLIPScore"),
                List.copyOf(written.getAsJsonObject("corpus").keySet()));
        assertTrue(written.getAsJsonObject("variants").get("CLIPScore").getAsString().contains("miniature"));
        try (Encoding clip = Encoding.from(Compute.PLAIN, ShippedModels.folder("clip"))) {
            FeatureSet features = FeatureSet.of(IDS, clip.images(IDS.stream()
                    .map(EvaluateClipCommandTest::photo).toList()),
                    new Provenance("test", new TreeMap<>(), new TreeMap<>()));
            for (MetricScores metric : new ClipEvaluation(clip).score(IDS, features, CocoResults.read(right),
                    REFERENCES, ProgressListener.SILENT)) {
                assertArrayEquals(metric.perImage(),
                        ReferenceData.doubles(written.getAsJsonObject("per_image").get(metric.name())), 1e-6);
                assertEquals(metric.corpus(), written.getAsJsonObject("corpus").get(metric.name()).getAsDouble(), 1e-6);
            }
        }
        assertTrue(out.matches("(?s).*\\n  CLIPScore +\\d+\\.\\d\\d  \\[\\d+\\.\\d\\d, \\d+\\.\\d\\d]\\n.*"), out);
        assertTrue(out.contains("CLIPScore, RefCLIPScore: judged by the shipped miniature CLIP"), out);
        assertTrue(Files.readString(csv).startsWith("results,image_id,ROUGE_L,CLIPScore,RefCLIPScore,caption"));
    }

    @Test
    void systemsAreComparedAndTheAlignmentIsFittedOnOtherImages() throws IOException {
        Path others = Files.createDirectory(folder.resolve("others"));
        JsonArray images = new JsonArray();
        WORLD.corpus(Style.PLAIN, Split.VALIDATION).byImage().forEach((id, of) -> {
            JsonObject image = object("filename", id + ".png", "filepath", "others", "split", "train");
            JsonArray sentences = new JsonArray();
            of.forEach(caption -> sentences.add(object("sentid", caption.id(), "raw", caption.text())));
            image.add("sentences", sentences);
            images.add(image);
        });
        for (String id : WORLD.imageIds(Style.PLAIN, Split.VALIDATION)) {
            write(others.resolve(id + ".png"), id);
        }
        JsonObject karpathy = new JsonObject();
        karpathy.add("images", images);
        Path pairs = Files.writeString(folder.resolve("dataset.json"), karpathy.toString());
        Path json = folder.resolve("aclip.json");
        assertEquals(0, run("--results", shuffled, "--results", right, "--metrics", "aclip,clip", "--images", photos,
                "--images", folder, "--clip", "miniature", "--alignment", pairs, "--json", json), () -> err);
        JsonObject differences = ReferenceData.json(json).getAsJsonArray("comparisons").get(0).getAsJsonObject()
                .getAsJsonObject("differences");
        assertEquals(List.of("CLIPScore", "RefCLIPScore", "aCLIP-S", "RefaCLIP-S"), List.copyOf(differences.keySet()));
        differences.asMap().forEach((name, difference) ->
                assertTrue(difference.getAsJsonObject().get("low").getAsDouble() > 0, name + " " + difference));
        assertTrue(out.contains("fitted on 420 captions of 140 images of " + pairs), out);

        assertEquals(1, run("--results", right, "--metrics", "aclip", "--images", photos, "--clip", "miniature",
                "--alignment", references));
        assertTrue(err.contains(references + ": image " + IDS.get(0)) && err.contains("is one of the images to be "
                + "scored"), err);
    }

    @Test
    void whatIsMissingIsNamedBeforeAnythingIsComputed() throws IOException {
        Path some = Files.createDirectory(folder.resolve("some"));
        for (String id : IDS.subList(1, IDS.size())) {
            write(some.resolve("photo-" + id + ".png"), id);
        }
        Object[] args = {"--results", right, "--metrics", "bleu,clip", "--images", some, "--clip", "miniature"};
        assertEquals(1, run(args));
        assertEquals("", out);
        assertTrue(err.contains(references + ": image " + IDS.get(0) + " (photo-" + IDS.get(0) + ".png) is not in ["
                + some + "] (missing: 1 of 20 images)"), err);

        assertEquals(1, run("--results", right, "--metrics", "clip", "--images", folder.resolve("nowhere"), "--clip",
                "miniature"));
        assertTrue(err.contains("nowhere: no such folder of images"), err);
        assertEquals(1, run("--results", right, "--metrics", "clip", "--images", photos, "--clip", some));
        assertTrue(err.contains(some.toString()), err);
        assertFalse(err.contains("\tat "), err);
    }

    /** The others are scored, by all metrics alike. */
    @Test
    void aPictureThatCannotBeReadIsNamedAndLeftOut() throws IOException {
        Path some = Files.createDirectory(folder.resolve("broken"));
        for (String id : IDS.subList(1, IDS.size())) {
            write(some.resolve("photo-" + id + ".png"), id);
        }
        Path broken = Files.writeString(some.resolve("photo-" + IDS.get(0) + ".png"), "RIFF0000WEBP");
        Path csv = folder.resolve("broken.csv");
        Object[] args = {"--results", right, "--metrics", "rouge,clip", "--images", some, "--clip", "miniature",
            "--csv", csv};
        for (int kept = 0; kept < 2; kept++) {
            assertEquals(0, run(args), () -> err);
            assertTrue(err.contains("image " + IDS.get(0) + " is left out: " + broken + ": not an image that is read ("
                    + "PNG, JPEG, GIF, BMP, TIFF) but a WebP file"), err);
            assertEquals(IDS.size(), Files.readAllLines(csv).size());
        }
        assertEquals(1, run(Stream.concat(Stream.of(args), Stream.of("--strict")).toArray()));
        assertTrue(err.contains("evaluate: " + broken + ": not an image") && !err.contains("\tat "), err);
    }

    @Test
    void optionsThatAreMissingOrUselessAreRefused() {
        Map<String, List<Object>> wrong = Map.of(
                "--images is missing", List.of("--metrics", "clip"),
                "--clip is missing", List.of("--metrics", "clip", "--images", photos),
                "needs --alignment", List.of("--metrics", "aclip", "--images", photos, "--clip", "miniature"),
                "--alignment is for the metric aclip", List.of("--metrics", "clip", "--images", photos, "--clip",
                        "miniature", "--alignment", references),
                "--images is for the metrics clip and aclip", List.of("--images", photos),
                "there is no metric 'clipscore'; there are bleu, rouge, cider, meteor, spice, clip, aclip",
                List.of("--metrics", "clipscore"));
        wrong.forEach((message, args) -> {
            assertEquals(2, run(Stream.concat(Stream.of("--results", right), args.stream()).toArray()), message);
            assertTrue(err.contains(message), err);
        });
    }
}
