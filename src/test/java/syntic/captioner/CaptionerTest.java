package syntic.captioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Systems;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.method.TinyTask;
import syntic.method.syntic.SynticSystem;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.stage.Encoding;
import syntic.stage.FeatureSpace;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectDetection;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** What is saved and opened again is the same, or it is refused. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptionerTest {
    private static final int SENTENCES = 24;

    private Path folder;
    private Miniature mini;
    private CaptionTask task;
    private ImageFeatures photos;

    @BeforeAll
    void open(@TempDir Path folder) {
        this.folder = folder;
        mini = Miniature.open(new ResultStore(folder.resolve("results")));
        task = TinyTask.of(mini, SENTENCES, folder.resolve("store"));
        photos = TinyTask.photos(mini, mini.photoIds(Style.PLAIN, Split.VALIDATION).subList(0, 5));
    }

    @AfterAll
    void close() {
        mini.close();
    }

    private Path save(CaptionSystem system, String name, boolean withSupport) {
        Path saved = folder.resolve(name);
        Learned learned = system.learn(task, 1, ProgressListener.SILENT);
        new SavedCaptioner(system, system.name(), "miniature", 1, learned, task.targetSupport(), task.models(),
                ShippedModels.folder("clip"), new TreeMap<>(Map.of("data", "a few | sentences")))
                .save(saved, withSupport, CaptionerConfig::read);
        return saved;
    }

    private Path syntic(String name) {
        return save(Systems.MINIATURE.withEpochs(1).named("SynTIC"), name, true);
    }

    private Map<String, String> captions(Path saved, Captioner.Changes changes) {
        try (Captioner captioner = Captioner.open(saved, task.models(), changes)) {
            return captioner.caption(photos);
        }
    }

    private String refused(Path saved, FrozenModels models, Captioner.Changes changes) {
        return assertThrows(UserException.class, () -> Captioner.open(saved, models, changes).close()).getMessage();
    }

    @Test
    void everySystemSaysTheSameAfterItWasSavedAndOpened() {
        for (CaptionSystem system : Systems.MINIATURE.withEpochs(1).all()) {
            Map<String, String> before;
            try (CaptionSystem.Trained trained = system.train(task, 1, ProgressListener.SILENT)) {
                before = trained.caption(photos);
            }
            Path saved = save(system, "all-" + system.name(), true);
            assertEquals(before, captions(saved, Captioner.Changes.NONE), system.name());
            assertEquals(system, Captioner.open(saved, task.models()).system(), "with all its settings");
        }
    }

    @Test
    void photosAreCaptionedAsTheirFeaturesAre() {
        try (Captioner captioner = Captioner.open(syntic("photos"), task.models())) {
            List<String> ids = photos.features().ids();
            List<RgbImage> images = mini.photos(ids);
            assertEquals(captioner.caption(photos), captioner.caption(ids, images));
            assertEquals(captioner.caption(photos).get(ids.get(0)), captioner.explain(images.get(0), 3).caption());
        }
    }

    @Test
    void withoutClipItCaptionsFeatures() {
        Path saved = syntic("features");
        FrozenModels models = new FrozenModels(null, null, task.models().store()).with(new FeatureSpace(
                task.models().compute(), ClipTokenizer.from(ShippedModels.folder("clip")), 128, null));
        try (Captioner captioner = Captioner.open(saved, models)) {
            assertEquals(captions(saved, Captioner.Changes.NONE), captioner.caption(photos));
        }
    }

    @Test
    void otherModelsAreRefused() throws Exception {
        Path saved = syntic("models");
        Path other = folder.resolve("other-clip");
        Files.createDirectories(other);
        try (Stream<Path> files = Files.list(ShippedModels.folder("clip"))) {
            for (Path file : files.toList()) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        Files.writeString(other.resolve("README.md"), "a note beside the weights changes nothing");
        try (Encoding same = Encoding.from(mini.compute(), other)) {
            Captioner.open(saved, new FrozenModels(same, mini.detection(), task.models().store())).close();
        }
        String config = Files.readString(other.resolve("preprocessor_config.json"));
        Files.writeString(other.resolve("preprocessor_config.json"), config + "\n");
        try (Encoding changed = Encoding.from(mini.compute(), other)) {
            String message = refused(saved, new FrozenModels(changed, mini.detection(), task.models().store()),
                    Captioner.Changes.NONE);
            assertTrue(message.contains(saved.toString()) && message.contains("another CLIP"), message);
        }
    }

    @Test
    void objectsAreFoundAsInTheTrainingWhateverTheDetectorIsSetTo() {
        Path saved = syntic("detection");
        List<String> ids = photos.features().ids();
        FrozenModels blind = new FrozenModels(mini.encoding(), mini.detection().with(
                ObjectDetection.Config.STANDARD.withThreshold(1)), task.models().store());
        try (Captioner captioner = Captioner.open(saved, blind)) {
            assertEquals(captions(saved, Captioner.Changes.NONE), captioner.caption(ids, mini.photos(ids)));
        }
    }

    @Test
    void anotherTemperatureIsTakenWhenAskedForOnly() throws Exception {
        Path saved = syntic("temperature");
        Captioner.Changes hot = Captioner.Changes.NONE.with(Map.of("tau", "1/5"));
        try (Captioner captioner = Captioner.open(saved, task.models(), hot)) {
            assertEquals(0.2, ((SynticSystem) captioner.system()).config().projection()
                    .temperature());
            assertTrue(spread(captioner) > spread(saved));
        }
        Path config = saved.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"0.01\"", "\"0.2\""));
        String message = refused(saved, task.models(), Captioner.Changes.NONE);
        assertTrue(message.contains("config.json"), message);
    }

    private double spread(Captioner captioner) {
        return captioner.explain(mini.photos(photos.features().ids()).get(0), 1).support().effectiveNumber();
    }

    private double spread(Path saved) {
        try (Captioner captioner = Captioner.open(saved, task.models())) {
            return spread(captioner);
        }
    }

    @Test
    void settingsOfTheTrainingCannotBeChangedAfterIt() {
        Path saved = syntic("settings");
        String message = refused(saved, task.models(), Captioner.Changes.NONE.with(Map.of("refinement.epochs", "3")));
        assertTrue(message.contains("refinement.epochs"), message);
        message = refused(saved, task.models(), Captioner.Changes.NONE.with(Map.of("tua", "3")));
        assertTrue(message.contains("tau"), message);
    }

    @Test
    void withoutItsSentencesItTakesThoseOfItsTrainingAndOthersWhenAskedForOnly() {
        Path saved = save(Systems.MINIATURE.withEpochs(1).named("DeCap"), "without", false);
        assertFalse(Files.exists(saved.resolve("support.safetensors")));
        String message = refused(saved, task.models(), Captioner.Changes.NONE);
        assertTrue(message.contains("24 sentences"), message);
        Sentences own = task.targetSupport();
        Sentences fewer = own.first(3);
        message = refused(saved, task.models(), Captioner.Changes.NONE.withSupport(fewer));
        assertTrue(message.contains("not with these 3"), message);
        Map<String, String> captions = captions(saved, Captioner.Changes.NONE.withSupport(own));
        assertEquals(captions, captions(save(Systems.MINIATURE.withEpochs(1).named("DeCap"), "with", true),
                Captioner.Changes.NONE));
        assertNotEquals(captions, captions(saved, Captioner.Changes.NONE.withOtherSupport(own.first(1))));
    }

    @Test
    void aFolderThatIsIncompleteDamagedOrOfANewerVersionIsRefusedByName() throws Exception {
        for (String name : List.of("decoder/model.safetensors", "support.json.gz", "learned.json",
                "labels.safetensors")) {
            Path saved = syntic("incomplete-" + name.replace('/', '-'));
            Path file = saved.resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            assertTrue(refused(saved, task.models(), Captioner.Changes.NONE).contains(name + " is missing"), name);
            bytes[bytes.length - 5] ^= 1;
            Files.write(file, bytes);
            String message = assertThrows(RuntimeException.class, () -> captions(saved, Captioner.Changes.NONE))
                    .getMessage();
            assertTrue(message.contains(file.toString()), message);
        }
        Path newer = Files.createDirectories(folder.resolve("newer"));
        Files.writeString(newer.resolve("config.json"), "{\"format\": 2, \"unknown\": []}");
        assertTrue(refused(newer, task.models(), Captioner.Changes.NONE).contains("newer version"));
        assertTrue(refused(folder, task.models(), Captioner.Changes.NONE).contains("not a captioner"));
    }

    @Test
    void settingsOfFormerNamesAreThoseOfToday() {
        CaptionerConfig before = new CaptionerConfig(1, "DeCap", "miniature", 1, new TreeMap<>(Map.of(
                "training.epochs", "7", "decoder.shape.whitened", "false")), 128, new TreeMap<>(), new TreeMap<>(),
                new TreeMap<>(), null, null, null, new TreeMap<>());
        assertEquals(Systems.MINIATURE.named("DeCap").with(Map.of("decoder.training.epochs", "7",
                "decoder.shape.normalisation", "none")), before.configured());
    }

    @Test
    void aFolderWithSomethingInItIsNotWrittenOver() {
        Path saved = syntic("twice");
        String message = assertThrows(UserException.class, () -> syntic("twice")).getMessage();
        assertTrue(message.contains(saved.toString()), message);
    }

    @Test
    void theCardSaysWhatItWasTrainedOn() throws Exception {
        String card = Files.readString(syntic("card").resolve("README.md"));
        assertTrue(card.startsWith("---\nlibrary_name: syntic-workbook\npipeline_tag: image-to-text\n"), card);
        assertTrue(card.contains("| data | a few \\| sentences |"), card);
        assertTrue(card.contains("| projection.temperature | 0.01 |"), card);
    }
}
