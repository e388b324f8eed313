package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.data.CaptionData;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.method.CaptionTask;
import syntic.miniature.Miniature;
import syntic.miniature.world.Style;
import syntic.stage.ImageFeatures;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** The way from DeCap to SynTIC without objects is gone one step at a time. */
class BridgeTest {
    private static final int SENTENCES = 24;

    @TempDir
    private Path folder;

    @Test
    void everyConditionChangesOneThing() {
        try (Miniature mini = Miniature.open()) {
            List<Protocol.Trial> trials = Protocols.named(Bridge.NAME, Systems.MINIATURE, mini.pictured()).trials();
            Protocol.Trial usual = trials.get(0);
            Map<String, String> systems = usual.system().settings();
            for (Protocol.Trial trial : trials) {
                String name = trial.condition().name();
                assertFalse(trial.system().readsObjects(), name);
                if (trial.system() instanceof ProjectedApart apart) {
                    assertEquals(systems, apart.system().settings(), name);
                    assertEquals(apart.trainedLeftOut(), apart.pictures().equals(apart.system().config().projection()));
                } else if (!trial.system().name().equals("DeCap")) {
                    Map<String, String> other = new TreeMap<>(trial.system().settings());
                    other.entrySet().removeIf(one -> one.getValue().equals(systems.get(one.getKey())));
                    Map<String, String> where = new TreeMap<>(trial.condition().settings());
                    where.entrySet().removeIf(one -> one.getKey().endsWith(".name")
                            || one.getValue().equals(usual.condition().settings().get(one.getKey())));
                    int most = name.startsWith("pictures: ") && name.endsWith(", not refined") ? 2 : 1;
                    assertTrue(other.size() + where.size() <= most, name + " changes " + other + " and " + where);
                }
                assertTrue(trial == usual || !trial.system().equals(usual.system())
                        || !trial.condition().named(usual.condition().name()).equals(usual.condition()), name);
                assertEquals("plain", trial.condition().target(), "the same photos everywhere, to be paired");
            }
        }
    }

    @Test
    void noPictureIsProjectedOnASentenceThatIsTrainedOn() {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            CaptionData plain = mini.data(Style.PLAIN);
            Sentences some = plain.sentences().first(SENTENCES);
            ImageFeatures pictures = plain.synthetic();
            Sentences further = plain.further(SENTENCES);
            CaptionTask task = new CaptionTask(some, () -> pictures, null, some.and(further), some.and(further),
                    mini.models());
            ProjectedApart apart = (ProjectedApart) Protocols.named(Bridge.NAME, Systems.MINIATURE, mini.pictured())
                    .trials().stream().map(Protocol.Trial::system).filter(ProjectedApart.class::isInstance)
                    .filter(one -> ((ProjectedApart) one).trainedLeftOut()).findFirst().orElseThrow().withEpochs(1);
            Path left = apart.learn(task, 1, ProgressListener.SILENT).decoder();
            assertEquals(left, apart.system().learn(new CaptionTask(some, () -> pictures, null, further, further,
                    mini.models()), 1, ProgressListener.SILENT).decoder(), "as if there were further sentences alone");
            assertNotEquals(left, apart.system().learn(task, 1, ProgressListener.SILENT).decoder());
        }
    }

    @Test
    void otherSentencesAreNotTakenForOtherPictures() {
        try (Miniature mini = Miniature.open()) {
            BenchmarkSettings settings = BenchmarkSettings.of(Bridge.NAME);
            Protocols.named(Bridge.NAME, Systems.MINIATURE, mini.pictured()).requireServed(settings);
            Protocol other = Protocols.named(Bridge.NAME, Systems.MINIATURE,
                    List.of(mini.data(Style.PLAIN), mini.data(Style.VERBOSE)));
            assertEquals("the protocol bridge takes verbose for other pictures of the sentences of plain, and it has "
                    + "other sentences; name data sets that differ in their pictures alone, or the first one alone",
                    assertThrows(UserException.class, () -> other.requireServed(settings)).getMessage());
        }
    }

    @Test
    void sentencesStandForTheirOwnPictures() {
        try (Miniature mini = Miniature.open()) {
            List<CaptionData> all = mini.pictured();
            assertEquals(List.of("plain", "pictures: illustrations", "pictures: photos", "pictures: sentences"),
                    all.stream().map(CaptionData::name).toList());
            assertEquals(4, all.stream().map(CaptionData::inputs).distinct().count());
            ImageFeatures sentences = all.get(3).synthetic();
            assertEquals(all.get(0).synthetic().features().ids(), sentences.features().ids());
            assertArrayEquals(all.get(0).sentences().inMemory().rows(), sentences.features().rows());
        }
    }
}
