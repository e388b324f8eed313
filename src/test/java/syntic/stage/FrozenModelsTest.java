package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.io.UserException;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.stage.ImageFeatures;
import syntic.store.ResultStore;

/** A model that is not there is asked for by what needs it, and by nothing else. */
class FrozenModelsTest {
    private final ResultStore store = new ResultStore(Path.of("nowhere"));

    @Test
    void whatNeedsAnEncoderSaysSo() {
        FrozenModels none = new FrozenModels(null, null, store);
        for (UserException refusal : List.of(assertThrows(UserException.class, none::encoding),
                assertThrows(UserException.class, none::compute))) {
            assertTrue(refusal.getMessage().contains("needs CLIP"), refusal.getMessage());
        }
    }

    @Test
    void textsThatWereReadBeforeHaveTheSameFeatures() {
        try (Miniature mini = Miniature.open(store)) {
            ImageTextEncoder remembering = new FrozenModels(mini.encoding(), null, store).searching();
            List<String> first = List.of("a red ball", "a dog on the beach");
            List<String> more = List.of("a dog", "a dog on the beach", "a red ball", "a dog");
            float[][] before = remembering.texts(first);
            float[][] after = remembering.texts(more);
            assertSame(before[1], after[1], "not read again");
            assertSame(before[0], after[2]);
            float[][] expected = mini.encoding().texts(more);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], after[i], more.get(i));
            }
        }
    }

    @Test
    void onlyObjectsNeedADetector() {
        try (Miniature mini = Miniature.open(store)) {
            UserException refusal = assertThrows(UserException.class,
                    new FrozenModels(mini.encoding(), null, store)::labels);
            assertTrue(refusal.getMessage().contains("needs a detector"), refusal.getMessage());
            List<String> ids = mini.photoIds(Style.PLAIN, Split.VALIDATION).subList(0, 1);
            assertEquals(List.of(), ImageFeatures.of(ids, mini.photos(ids), mini.encoding(), null).tags().get(ids.get(0)));
        }
    }
}
