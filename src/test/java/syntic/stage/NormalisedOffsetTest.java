package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.method.capdec.NoiseInjection;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * What it means that decoders of the miniature may whiten and those at full size take CLIP's features as they are: for a
 * decoder of sentences in little noise, photos come from a larger distance where that is whitened, and from none that
 * is projected.
 */
class NormalisedOffsetTest {
    private static final int PHOTOS = 100;
    /** Its deviation: half as long as a feature, so that what is whitened by it still tells the gap. */
    private static final double NOISE = 0.04;

    @TempDir
    private Path folder;

    @Test
    void whiteningBlowsTheGapUpForWhatReadsPhotosAsTheyAre() {
        assertEquals(Normalisation.NONE, DecoderShape.PAPER.normalisation());
        try (Miniature mini = Miniature.open(new ResultStore(folder)); NDManager manager = Torch.newManager();
                SupportSet memory = mini.data(Style.PLAIN).support().supportSet()) {
            FeatureSet sentences = mini.data(Style.PLAIN).sentences().inMemory();
            FeatureSet photos = mini.photoFeatures(mini.photoIds(Style.PLAIN, Split.VALIDATION).subList(0, PHOTOS));
            FeatureSet projected = new Projection(memory, new Projection.Config(1 / 200.0, true)).project(photos);
            NoiseInjection noise = new NoiseInjection(NoiseInjection.Distribution.GAUSSIAN, NOISE);
            Torch.seed(1);
            FeatureSet noisy = FeatureSet.of(sentences.ids(), Torch.withoutGradients(() ->
                    noise.apply(sentences.toNDArray(manager))), sentences.provenance());

            assertEquals(1, growth(Normalisation.NONE, noisy, photos), 0.01);
            assertEquals(1, growth(Normalisation.NONE, sentences, projected), 0.01);
            double asTheyAre = growth(Normalisation.WHITENED, noisy, photos);
            assertTrue(asTheyAre > 2.5, "photos that are read as they are have " + asTheyAre + " times the length");
            double onSentences = growth(Normalisation.WHITENED, sentences, projected);
            assertTrue(onSentences > 0.5 && onSentences < 1.5, "projected photos have " + onSentences + " times the "
                    + "length");
        }
    }

    /** What is scaled has mean square 1 where it was trained; twice as long features have 4, as nothing is taken away. */
    @Test
    void lengthsAreThoseOfTheStatistics() {
        Provenance none = new Provenance("none", new TreeMap<>(), new TreeMap<>());
        FeatureSet training = FeatureSet.of(List.of("a", "b"), new float[][] {{3, 0}, {0, 4}}, none);
        FeatureSet twice = FeatureSet.of(List.of("a", "b"), new float[][] {{6, 0}, {0, 8}}, none);
        assertEquals(new NormalisedLength(6.25, 25), NormalisedLength.of(Normalisation.NONE, training, twice));
        NormalisedLength scaled = NormalisedLength.of(Normalisation.SCALED, training, twice);
        assertEquals(1, scaled.training(), 1e-6);
        assertEquals(4, scaled.others(), 1e-6);
        // Centred, a and b are (1.5, -2) and its opposite; the others (4.5, -2) and (-1.5, 6).
        NormalisedLength centred = NormalisedLength.of(Normalisation.CENTRED, training, twice);
        assertEquals(1, centred.training(), 1e-6);
        assertEquals((4.5 * 4.5 + 2 * 2 + 1.5 * 1.5 + 6 * 6) / (2 * (1.5 * 1.5 + 2 * 2)), centred.others(), 1e-6);
    }

    /** Mean squared length of what a decoder of {@code training} makes of photos, relative to what it made of that. */
    private static double growth(Normalisation kind, FeatureSet training, FeatureSet photos) {
        NormalisedLength length = NormalisedLength.of(kind, training, photos);
        return length.others() / length.training();
    }
}
