package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.method.CaptionTask;
import syntic.miniature.Miniature;
import syntic.store.ResultStore;

/** What systems are given to learn from and to look up. */
@Tag("slow")
class BenchmarkDataTest {
    private static final int SENTENCES = 20;
    private static final Condition PLAIN = Condition.within("plain");

    @TempDir
    private Path folder;

    @Test
    void theSupportSetIsTheTrainingSentencesAndFourMoreForEach() {
        with(data -> {
            CaptionTask task = data.task(PLAIN);
            assertEquals(SENTENCES, task.sentences().size());
            assertEquals(5 * SENTENCES, task.support().size());
            assertEquals(task.sentences().texts(), task.support().texts().subList(0, SENTENCES));
            assertEquals(5 * SENTENCES, new HashSet<>(task.support().features().ids()).size());
            assertEquals(task.support(), task.targetSupport());
        });
    }

    @Test
    void fewerTrainingSentencesHaveASmallerSupportSet() {
        with(data -> {
            CaptionTask task = data.task(PLAIN.withShare(0.1));
            assertEquals(2, task.sentences().size());
            assertEquals(10, task.support().size());
        });
    }

    @Test
    void aSupportSetOfAnySizeLeavesTheTrainingSentencesAsTheyAre() {
        with(data -> {
            for (int size : List.of(7, 33)) {
                CaptionTask task = data.task(PLAIN.withSupport(size));
                assertEquals(SENTENCES, task.sentences().size());
                assertEquals(data.task(PLAIN).support().texts().subList(0, size), task.support().texts());
            }
        });
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withSupport(-1));
    }

    @Test
    void onlyPhotosAreLookedUpInTheSentencesOfTheTarget() {
        with(data -> {
            CaptionTask task = data.task(Condition.across("plain", "verbose", true));
            assertEquals(data.task(PLAIN).support().texts(), task.support().texts());
            assertEquals(data.task(Condition.within("verbose")).support().texts(), task.targetSupport().texts());
            assertNotEquals(task.support().texts(), task.targetSupport().texts());
            assertEquals(task.sentences().corpus().captions().stream().map(Caption::id).toList(),
                    task.synthetic().get().features().ids());
        });
    }

    private interface Trying {
        void with(BenchmarkData data);
    }

    private void with(Trying trying) {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            trying.with(new BenchmarkData(new Protocol("own", "", mini.data(), List.of()), mini.models(),
                    new BenchmarkSettings("own", "validation", SENTENCES, 4, 1)));
        }
    }
}
