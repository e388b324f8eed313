package syntic.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.benchmark.BenchmarkRun;
import syntic.benchmark.BenchmarkSettings;
import syntic.benchmark.BenchmarkUnit;
import syntic.benchmark.Protocol;
import syntic.benchmark.Protocols;
import syntic.benchmark.Systems;
import syntic.corpus.CocoResults;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.metric.CaptionScores;
import syntic.miniature.Miniature;
import syntic.miniature.world.Style;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.store.ResultStore;

/** Files of one's own lose nothing: a project of the miniature's files is the miniature. */
@Tag("slow")
class MiniatureExportTest {
    private static final int SENTENCES = 320;
    private static final int PHOTOS = 16;
    private static final int EPOCHS = 12;
    private static final String CACHE = "syntic.cache";
    private static final Corruption NOISE = new Corruption(Corruption.Kind.NOISE, 20);

    @TempDir
    private Path folder;

    @Test
    void systemsLearnTheSameFromFilesBitForBit() throws IOException {
        CommandRun export = CommandRun.of("project", "export-miniature", folder, "--corpus", "plain", "--sentences",
                SENTENCES, "--photos", PHOTOS);
        assertEquals(0, export.status(), export.err());
        assertTrue(export.out().contains("train: 320 sentences of 320 images, photos of all\n"), export.out());
        Project project = Project.open(folder.resolve("plain"));
        CommandRun encode = CommandRun.of("encode", project.folder());
        assertEquals(0, encode.status(), encode.err());
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")));
                ProjectData files = project.data(new ResultStore(folder.resolve("other")), mini.compute())) {
            CaptionData plain = mini.data(Style.PLAIN);
            assertSame(plain.synthetic().select(files.sentences().features().ids()), files.synthetic());
            List<String> photos = List.copyOf(files.references("test").byImage().keySet());
            assertSame(plain.photos(photos, Corruption.NONE), files.photos(photos, Corruption.NONE));
            assertSame(plain.photos(photos, NOISE), files.photos(photos, NOISE));
            for (BenchmarkUnit expected : run(plain, mini.models())) {
                Map<String, String> captions = trainedAndAsked(project, expected.system());
                assertEquals(expected.captions(), captions, expected.system());
                assertEquals(expected.scores(), CaptionScores.evaluate(files.references("test"), captions).corpus(),
                        expected.system());
                assertTrue(Set.copyOf(captions.values()).size() > 1, "photos are told apart");
            }
        } finally {
            System.clearProperty(CACHE);
        }
    }

    /** What the commands train and caption say of the project's test photos, by image id. */
    private Map<String, String> trainedAndAsked(Project project, String system) throws IOException {
        System.setProperty(CACHE, folder.resolve("cache").toString());
        Path captioner = folder.resolve(system);
        CommandRun train = CommandRun.of("train", project.folder(), system, "--epochs", EPOCHS, "--output", captioner);
        assertEquals(0, train.status(), train.err());
        Path captions = folder.resolve(system + ".json");
        CommandRun caption = CommandRun.of("caption", "--captioner", captioner, "--project", project.folder(),
                "--split", "test", "--json", captions);
        assertEquals(0, caption.status(), caption.err());
        return CocoResults.read(captions);
    }

    private static void assertSame(ImageFeatures expected, ImageFeatures made) {
        assertEquals(expected.features().fingerprint(), made.features().fingerprint());
        assertEquals(expected.tags(), made.tags());
    }

    private List<BenchmarkUnit> run(CaptionData data, FrozenModels models) {
        Protocol protocol = Protocols.named("in-domain", Systems.MINIATURE, List.of(data))
                .only(List.of("SynTIC", "DeCap"));
        BenchmarkSettings settings = new BenchmarkSettings("in-domain", CaptionData.TEST, SENTENCES, PHOTOS, EPOCHS);
        return new BenchmarkRun(folder.resolve("built-in"), settings, protocol, List.of(1L))
                .run(models, BenchmarkRun.Listener.SILENT).units();
    }
}
