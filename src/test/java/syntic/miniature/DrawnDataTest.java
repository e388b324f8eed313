package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.data.CaptionData;
import syntic.miniature.world.Style;
import syntic.stage.ImageFeatures;
import syntic.store.ResultStore;

/** Data sets whose pictures are drawn in few and many steps are told apart, and drawn once. */
class DrawnDataTest {
    @Test
    void everyDrawingIsADataSetOfItsOwn(@TempDir Path folder) {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            List<CaptionData> all = mini.drawings(4);
            assertEquals(15, all.stream().map(CaptionData::name).distinct().count());
            assertEquals(15, all.stream().map(CaptionData::inputs).distinct().count());
            ImageFeatures one = named(all, "DPM++, 1 call").synthetic();
            ImageFeatures two = named(all, "DPM++, 2 calls").synthetic();
            assertEquals(mini.data(Style.PLAIN).sentences().corpus().captions().subList(0, 4).stream()
                    .map(caption -> caption.id()).toList(), one.features().ids());
            assertNotEquals(one.features().fingerprint(), two.features().fingerprint());
            assertArrayEquals(one.features().rows(), named(mini.drawings(4), "DPM++, 1 call").synthetic().features()
                    .rows());
        }
    }

    private static CaptionData named(List<CaptionData> all, String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }
}
