package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.metric.FeatureGeometry;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.nn.Compute;
import syntic.nn.Stopped;
import syntic.pack.FeaturePack;
import syntic.pack.PackItem;
import syntic.pack.PackMaker;
import syntic.pack.PictureMaker;
import syntic.stage.ImageFeatures;
import syntic.store.ResultStore;

@Tag("slow")
class ShippedPacksTest {
    private static final int SAMPLE = 12;

    @TempDir
    private Path folder;

    @Test
    void everyTrainingSentenceHasItsImage() {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            for (Style style : ShippedPacks.SHIPPED) {
                List<String> ids = mini.corpus(style, Split.TRAIN).captions().stream().map(Caption::id).toList();
                assertEquals(ids, mini.data(style).synthetic().features().ids());
            }
        }
    }

    @Test
    void aStoppedRunGoesOn() {
        List<String> plain = List.of("plain");
        for (int made : new int[] {16, 32}) {
            String message = assertThrows(Stopped.class,
                    () -> ShippedPacks.run(folder, plain, Compute.PLAIN, () -> true)).getMessage();
            assertTrue(message.startsWith("stopped; " + made + " of 2000 are made, kept in " + folder), message);
        }
        List<String> ids = FeaturePack.open(folder.resolve("plain")).ids();
        assertEquals(32, ids.size());
        ImageFeatures shipped = ShippedPacks.open(Style.PLAIN);
        FeaturePack.open(folder.resolve("plain")).images(ids).tags().forEach((id, tags) ->
                assertEquals(shipped.tags().get(id), tags));
    }

    /** Another processor may round differently, hence the tolerance; on the machine of the pack nothing differs. */
    @Test
    void aRandomSampleMadeAgainIsTheSame() {
        long seed = System.nanoTime();
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            ImageFeatures pack = mini.data(Style.PLAIN).synthetic();
            List<Caption> captions = new ArrayList<>(mini.corpus(Style.PLAIN, Split.TRAIN).captions());
            Collections.shuffle(captions, new Random(seed));
            List<Caption> sample = captions.subList(0, SAMPLE);
            Map<String, PackMaker.Made> again = new PictureMaker(mini.synthesis(), mini.encoding(), mini.detection(),
                    null).make(sample.stream().map(one -> new PackItem<>(one.id(), one.text(), one)).toList(),
                    (item, reason) -> fail(reason));
            int sameTags = 0;
            for (Caption caption : sample) {
                double cosine = FeatureGeometry.cosine(pack.features().row(caption.id()),
                        again.get(caption.id()).feature());
                assertTrue(cosine > 0.99, () -> "seed " + seed + ", " + caption + ": cosine " + cosine);
                sameTags += pack.tags().get(caption.id()).equals(again.get(caption.id()).tags()) ? 1 : 0;
            }
            assertTrue(sameTags >= SAMPLE - 1, "seed " + seed + ": the tags of " + sameTags + " are the same");
        }
    }
}
