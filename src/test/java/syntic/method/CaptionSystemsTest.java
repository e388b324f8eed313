package syntic.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Systems;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.method.decap.DeCap;
import syntic.method.syntic.Syntic;
import syntic.method.syntic.SynticConfig;
import syntic.method.syntic.SynticTraining;
import syntic.metric.CopiedWords;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.stage.CaptionExamples;
import syntic.stage.ImageFeatures;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;
import syntic.store.StoredFeatures;

/** Every compared system trains on a few sentences and captions photos. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptionSystemsTest {
    private static final int SENTENCES = 24;

    private Path folder;
    private Miniature mini;
    private ImageFeatures photos;

    @BeforeAll
    void open(@TempDir Path folder) {
        this.folder = folder;
        mini = Miniature.open(new ResultStore(folder.resolve("results")));
        photos = TinyTask.photos(mini, mini.photoIds(Style.PLAIN, Split.VALIDATION).subList(0, 5));
    }

    @AfterAll
    void close() {
        mini.close();
    }

    @Test
    void everySystemIsDeterministicAndCaptionsEveryPhoto() {
        for (CaptionSystem system : Systems.MINIATURE.withEpochs(1).all()) {
            Map<String, String> once = captions(system, task("1"), 1);
            assertEquals(photos.features().ids(), List.copyOf(once.keySet()), system.name());
            assertEquals(once, captions(system, task("2"), 1), system.name() + " gives other captions in a second run");
            assertEquals(once, captions(system, task("1"), 1), system.name() + " differs when it was trained before");
        }
    }

    @Test
    void aDecoderWritesWhatItLearnt() {
        CaptionTask task = task("decap");
        ImageFeatures own = new ImageFeatures(task.sentences().inMemory(), Map.of());
        CaptionSystem system = new DeCap("DeCap", new DeCap.Config(DeCap.Config.MINIATURE.projection(),
                TinyTask.decoder(120)));
        try (CaptionSystem.Trained trained = system.train(task, 1, ProgressListener.SILENT)) {
            Map<String, String> captions = trained.caption(own);
            Set<String> texts = new HashSet<>(task.sentences().texts());
            long known = captions.values().stream().filter(texts::contains).count();
            assertTrue(known >= SENTENCES * 2 / 3, known + " captions are training sentences: " + captions);
            assertTrue(trained.cost().trainingSeconds() > 0);
            assertTrue(trained.cost().parameters() > 100_000);
        }
    }

    @Test
    void retrievalFindsTheSentenceItselfAndLooksItUpInTheGivenSupport() {
        CaptionTask task = task("clipre");
        CaptionSystem system = Systems.MINIATURE.named("clipre");
        ImageFeatures own = new ImageFeatures(task.sentences().inMemory(), Map.of());
        try (CaptionSystem.Trained trained = system.train(task, 1, ProgressListener.SILENT)) {
            assertEquals(task.sentences().texts(), List.copyOf(trained.caption(own).values()));
        }
        Sentences other = task.sentences().first(1);
        try (CaptionSystem.Trained trained = system.train(task.withTargetSupport(other), 1, ProgressListener.SILENT)) {
            assertEquals(Set.copyOf(other.texts()), Set.copyOf(trained.caption(own).values()));
        }
    }

    @Test
    void textOnlySystemsNeverAskForPhotos() {
        CaptionTask task = task("text-only");
        CaptionTask blind = new CaptionTask(task.sentences(), task.synthetic(), () -> {
            throw new AssertionError("a photo was asked for in training");
        }, task.support(), task.targetSupport(), task.models());
        for (CaptionSystem system : Systems.MINIATURE.withEpochs(1).all()) {
            if (system.textOnly()) {
                captions(system, blind, 2);
            } else {
                assertThrows(AssertionError.class, () -> captions(system, blind, 2), system.name());
            }
        }
    }

    @Test
    void picturesAreProjectedOnTheWholeSupportSetInTraining() {
        CaptionTask task = task("support");
        SynticTraining training = new SynticTraining(SynticConfig.MINIATURE, task.models());
        Sentences support = task.sentences().and(mini.data(Style.PLAIN).further(4 * SENTENCES));
        CaptionExamples alone = training.prepare(task.sentences(), task.synthetic().get(), task.sentences());
        CaptionExamples wide = training.prepare(task.sentences(), task.synthetic().get(), support);
        assertEquals(alone.size(), wide.size());
        String id = task.sentences().features().ids().get(0);
        assertTrue(difference(alone.inputs().images().row(id), wide.inputs().images().row(id)) > 1e-3,
                "other sentences, other projected features");
    }

    @Test
    void aSupportSetThatStaysOnDiskGivesTheSameCaptions() {
        Sentences held = task("memory").sentences().and(mini.data(Style.PLAIN).further(4 * SENTENCES));
        Path file = folder.resolve("support.safetensors");
        held.inMemory().save(file);
        Sentences mapped = new Sentences(held.corpus(), StoredFeatures.open(file));
        for (String name : List.of("SynTIC", "DeCap", "CLIPRe", "ReCap-OLS")) {
            CaptionSystem system = Systems.MINIATURE.withEpochs(1).named(name);
            assertEquals(captions(system, with(task("memory"), held), 1),
                    captions(system, with(task("disk"), mapped), 1), name);
        }
    }

    private static CaptionTask with(CaptionTask task, Sentences support) {
        return new CaptionTask(task.sentences(), task.synthetic(), task.photos(), support, support, task.models());
    }

    private static double difference(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs(one[i] - other[i]);
        }
        return sum;
    }

    @Test
    void explainsACaptionByWhatWasLearnt() {
        CaptionTask task = task("why");
        SynticConfig config = SynticConfig.MINIATURE.withEpochs(120);
        SynticTraining training = new SynticTraining(config, task.models());
        try (Syntic syntic = training.train(task.sentences(), task.synthetic().get(), task.support(),
                ProgressListener.SILENT)) {
            Syntic.Why why = syntic.explain(mini.photos(photos.features().ids()).get(0), 3);
            assertEquals(why.caption(), why.copies().caption());
            assertTrue(why.copies().spans().size() > 0, "a decoder that knows 24 sentences copies: " + why.caption());
            for (CopiedWords.Span span : why.copies().spans()) {
                assertTrue(task.sentences().texts().contains(span.example()));
            }
            assertTrue(task.sentences().texts().contains(why.nearest().text()));
            assertTrue(why.nearest().cosine() > why.support().nearest().get(0).cosine(),
                    "a sentence is nearer to a caption than to a photo");
        }
    }

    @Test
    void namesAreFoundInAnyCaseAndStrangersRefused() {
        assertEquals("CapDec-ball", Systems.MINIATURE.named("capdec-BALL").name());
        assertEquals("+projection+objects", Systems.MINIATURE.named("+projection+objects").name(), "a part of SynTIC");
        String message = assertThrows(UserException.class, () -> Systems.PAPER.named("GPT")).getMessage();
        assertTrue(message.contains("'GPT'") && message.contains("DeCap"), message);
        assertEquals(Systems.PAPER.names(), Systems.MINIATURE.names());
        assertEquals(Systems.PAPER.names().size(), Set.copyOf(Systems.PAPER.names()).size());
        assertEquals(8, Systems.MINIATURE.ablation().size());
        assertFalse(Systems.MINIATURE.named("supervised").textOnly());
        assertNotEquals(Systems.PAPER.named("CapDec").config(), Systems.MINIATURE.named("CapDec").config());
    }

    private CaptionTask task(String store) {
        return TinyTask.of(mini, SENTENCES, folder.resolve(store));
    }

    private Map<String, String> captions(CaptionSystem system, CaptionTask task, long seed) {
        try (CaptionSystem.Trained trained = system.train(task, seed, ProgressListener.SILENT)) {
            return trained.caption(photos);
        }
    }

}
