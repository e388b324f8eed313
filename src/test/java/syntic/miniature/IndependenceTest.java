package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.store.ResultStore;

/** What is computed for one sentence or photo does not depend, not in one bit, on what is computed with it. */
@Tag("slow")
class IndependenceTest {
    @TempDir
    private Path folder;
    private Miniature mini;

    @BeforeEach
    void open() {
        mini = Miniature.open(new ResultStore(folder));
    }

    @AfterEach
    void close() {
        mini.close();
    }

    @Test
    void anImageDoesNotDependOnBatchOrOrder() {
        List<Caption> captions = new ArrayList<>(mini.corpus(Style.PLAIN, Split.TRAIN).captions().subList(0, 3));
        List<RgbImage> together = mini.synthesis().generate(captions);
        Collections.reverse(captions);
        List<RgbImage> reversed = mini.synthesis().generate(captions);
        RgbImage alone = mini.synthesis().generate(captions.subList(1, 2)).get(0);
        assertArrayEquals(together.get(0).data(), reversed.get(2).data());
        assertArrayEquals(together.get(1).data(), alone.data());
    }

    @Test
    void aFeatureDoesNotDependOnBatchOrOrder() {
        List<String> ids = new ArrayList<>(mini.photoIds(Style.PLAIN, Split.TEST).subList(0, 70));
        float[][] photos = mini.encoding().images(mini.photos(ids));
        assertArrayEquals(photos[69], mini.encoding().images(mini.photos(ids.subList(69, 70)))[0]);
        Collections.reverse(ids);
        assertArrayEquals(photos[5], mini.encoding().images(mini.photos(ids))[64]);
        List<String> texts = mini.corpus(Style.PLAIN, Split.TRAIN).captions().stream().map(Caption::text).limit(40)
                .toList();
        assertArrayEquals(mini.encoding().texts(texts)[33], mini.encoding().texts(texts.subList(33, 34))[0]);
    }

    @Test
    void emptySentencesAreNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> mini.encoding().texts(List.of("a", " ")))
                .getMessage().contains("sentence 1"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> mini.synthesis().generate(
                List.of(new Caption("c7", "i", "")))).getMessage().contains("'c7'"));
    }
}
