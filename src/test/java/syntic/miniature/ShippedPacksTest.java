package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
import syntic.stage.ImageFeatures;
import syntic.stage.SyntheticFeatures;
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
    void aStoppedRunKeepsItsParts() throws Exception {
        List<String> plain = List.of("plain");
        String message = assertThrows(Stopped.class,
                () -> ShippedPacks.run(folder, plain, Compute.PLAIN, () -> true)).getMessage();
        assertTrue(message.matches("stopped; 16 of \\d+ images of the plain corpus are made, kept in .*"), message);
        Path part = folder.resolve("parts/plain-0000000.safetensors");
        FileTime made = Files.getLastModifiedTime(part);
        assertThrows(Stopped.class, () -> ShippedPacks.run(folder, plain, Compute.PLAIN, () -> true));
        assertEquals(made, Files.getLastModifiedTime(part), "is not made again");
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
            ImageFeatures again = SyntheticFeatures.of(mini.synthesis(), mini.encoding(), mini.detection(), sample,
                    pack.features().provenance());
            int sameTags = 0;
            for (Caption caption : sample) {
                double cosine = FeatureGeometry.cosine(pack.features().row(caption.id()),
                        again.features().row(caption.id()));
                assertTrue(cosine > 0.99, () -> "seed " + seed + ", " + caption + ": cosine " + cosine);
                sameTags += pack.tags().get(caption.id()).equals(again.tags().get(caption.id())) ? 1 : 0;
            }
            assertTrue(sameTags >= SAMPLE - 1, "seed " + seed + ": the tags of " + sameTags + " are the same");
        }
    }
}
