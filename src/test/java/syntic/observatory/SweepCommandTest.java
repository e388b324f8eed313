package syntic.observatory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.Main;
import syntic.pack.FeaturePack;
import syntic.pack.PackKind;
import syntic.project.CaptionSource;
import syntic.project.Project;
import syntic.project.ProjectData;
import syntic.project.ProjectParts;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** The command on a project with captions and features, and without models. */
class SweepCommandTest {
    private static final int WIDTH = 16;

    @TempDir
    private Path folder;
    private Path home;
    private Project project;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private record Source(String of) {}

    @BeforeEach
    void write() throws IOException {
        home = folder.resolve("own");
        Path train = captions("train", 30);
        Path test = captions("test", 6);
        project = Project.write(home, ProjectParts.none("own").withCaptions(new TreeMap<>(Map.of(
                "train", List.of(new CaptionSource(train, null)), "test", List.of(new CaptionSource(test, null))))));
    }

    /** Two captions of every image. */
    private Path captions(String split, int images) throws IOException {
        String pictures = IntStream.range(0, images).mapToObj(i -> "{\"id\": \"%s%d\"}".formatted(split, i))
                .collect(Collectors.joining(","));
        String captions = IntStream.range(0, 2 * images).mapToObj(i -> ("{\"id\": \"%1$s-%2$d\", \"image_id\": "
                + "\"%1$s%3$d\", \"caption\": \"sentence %2$d of <%1$s>\"}").formatted(split, i, i / 2))
                .collect(Collectors.joining(","));
        return Files.writeString(folder.resolve(split + ".json"), "{\"images\": [" + pictures
                + "], \"annotations\": [" + captions + "]}");
    }

    private void pack(String name, PackKind kind, List<String> ids, Map<String, String> sentences) {
        Random random = new Random(name.hashCode());
        float[][] rows = new float[ids.size()][WIDTH];
        for (float[] row : rows) {
            for (int i = 0; i < WIDTH; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        FeatureSet features = FeatureSet.of(ids, rows, Provenance.of("test", new Source(name), Map.of()));
        FeaturePack.write(project.pack(name), kind, new ImageFeatures(features, Map.of()), sentences, "");
    }

    private void sentences() {
        Map<String, String> texts = new TreeMap<>();
        for (String split : List.of("train", "test")) {
            project.captions(split).captions().forEach(caption -> texts.put(caption.id(), caption.text()));
        }
        pack(ProjectData.SENTENCES, PackKind.SENTENCES, List.copyOf(texts.keySet()), texts);
    }

    private int run(String... more) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of("sweep", home.toString()));
        all.addAll(List.of(more));
        return Main.run(all.toArray(String[]::new), new PrintStream(out), new PrintStream(err));
    }

    @Test
    void photosAndPicturesAreLookedAtBesideTheirSentences() throws IOException {
        sentences();
        pack("photos-test", PackKind.PHOTOS, project.captions("test").byImage().keySet().stream().toList(), Map.of());
        pack(ProjectData.SYNTHETIC, PackKind.SYNTHETIC, project.captions("train").captions().stream()
                .map(caption -> caption.id()).toList(), Map.of());
        assertEquals(0, run("--temperatures", "1/10,0.5", "--limit", "25"), err.toString());
        String table = Files.readString(home.resolve("sweep/temperatures.csv"));
        assertEquals(5, table.lines().count(), table);
        assertTrue(table.contains("photos-test,1/10,") && table.contains("synthetic,0.5,")
                || table.contains("synthetic,1/2,"), table);
        assertEquals(3, Files.readAllLines(home.resolve("sweep/pairs.csv")).size());
        assertTrue(Files.readString(home.resolve("sweep/pairs.csv")).contains("synthetic,25,"));
        String page = Files.readString(home.resolve("sweep/index.html"));
        assertTrue(page.contains("of &lt;train&gt;") && page.contains("own"), "the nearest sentences are shown");
        assertFalse(page.matches("(?s).*(src|href)=\"(?!data:).*"), "nothing is loaded from elsewhere");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertEquals(1, run());
        assertTrue(err.toString().contains("features of photos or generated pictures to look at; make"),
                err.toString());
        assertTrue(err.toString().contains("encode"), err.toString());
        pack("photos-test", PackKind.PHOTOS, List.of("test0", "test1"), Map.of());
        assertEquals(1, run());
        assertTrue(err.toString().contains("'sentences'") && err.toString().contains("photos-test"), err.toString());
        sentences();
        assertEquals(1, run("--images", "pictures"));
        assertTrue(err.toString().contains("'pictures'") && err.toString().contains("photos-test"), err.toString());
        for (String wrong : List.of("0", "-1", "x", "1/0")) {
            assertEquals(1, run("--temperatures", wrong));
            assertTrue(err.toString().contains("--temperatures: '" + wrong + "'"), err.toString());
        }
        assertFalse(Files.exists(home.resolve("sweep")), "nothing is written");
    }
}
