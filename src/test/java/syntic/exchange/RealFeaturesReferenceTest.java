package syntic.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.Reference;
import syntic.metric.FeatureGeometry;
import syntic.pack.FeaturePack;

/** Features of a full-size CLIP, which nobody here made, come in by the command and have the geometry they are known by. */
class RealFeaturesReferenceTest {
    private static final int PAIRS = 500;

    @TempDir
    private Path folder;

    @Test
    void theGeometryOfFiveHundredPairsIsThePublishedOne() throws IOException {
        Path reference = Reference.folder("real-clip");
        String split = IntStream.range(0, PAIRS).mapToObj(i -> "{\"split\": \"SPLIT\", \"cocoid\": " + i
                + ", \"sentences\": [{\"raw\": \"sentence " + i + "\", \"sentid\": " + i + "}]}")
                .collect(Collectors.joining(", "));
        Path captions = Files.writeString(folder.resolve("captions.json"), "{\"images\": ["
                + split.replace("SPLIT", "train") + ", " + split.replace("SPLIT", "test") + "]}");
        Path project = folder.resolve("project");
        assertEquals(0, CommandRun.of("project", "create", project, "--captions", captions).status());
        Path file = reference.resolve("features_clip.npy");
        for (String[] pack : new String[][] {{"photos-test", "0"}, {"sentences", "1"}}) {
            CommandRun run = CommandRun.of("features", "import", project, pack[0], file, "--part", pack[1], "--in-order");
            assertEquals(0, run.status(), run.err());
            assertEquals(pack[0] + ": 500 features of width 512\n", run.out());
        }
        float[][] images = FeatureGeometry.scaledToOne(rows(project, "photos-test"));
        float[][] texts = FeatureGeometry.scaledToOne(rows(project, "sentences"));
        JsonObject expected = JsonParser.parseString(Files.readString(reference.resolve("expected.json")))
                .getAsJsonObject().getAsJsonObject("geometry");
        assertEquals(expected.get("paired_cosine").getAsDouble(),
                IntStream.range(0, PAIRS).mapToDouble(i -> FeatureGeometry.cosine(images[i], texts[i])).average()
                        .orElseThrow(), 1e-5);
        assertEquals(expected.get("gap_of_centres").getAsDouble(), FeatureGeometry.gap(images, texts), 1e-5);
        for (int k : new int[] {1, 5, 10}) {
            assertEquals(expected.getAsJsonObject("image_to_text").get("R@" + k).getAsDouble(),
                    FeatureGeometry.recallAt(k, images, texts), 0);
            assertEquals(expected.getAsJsonObject("text_to_image").get("R@" + k).getAsDouble(),
                    FeatureGeometry.recallAt(k, texts, images), 0);
        }
    }

    private static float[][] rows(Path project, String name) {
        FeaturePack pack = FeaturePack.open(project.resolve("features").resolve(name));
        return pack.features(IntStream.range(0, PAIRS).mapToObj(Integer::toString).toList()).inMemory().rows();
    }
}
