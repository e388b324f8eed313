package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Systems;
import syntic.method.capdec.CapDec;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.ResultStore;

/**
 * What it means that decoders of the miniature whiten and those at full size take CLIP's features as they are: for a
 * decoder of sentences, photos come from a larger distance where that is whitened, and from none that is projected.
 */
class NormalisedOffsetTest {
    private static final int PHOTOS = 100;

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
            FeatureNoise noise = ((CapDec) Systems.MINIATURE.named("CapDec")).config().noise();

            assertEquals(1, growth(manager, Normalisation.NONE, sentences, noise, photos), 0.01);
            assertEquals(1, growth(manager, Normalisation.NONE, sentences, new FeatureNoise.None(), projected), 0.01);
            double asTheyAre = growth(manager, Normalisation.WHITENED, sentences, noise, photos);
            assertTrue(asTheyAre > 2.5, "photos that are read as they are have " + asTheyAre + " times the length");
            double onSentences = growth(manager, Normalisation.WHITENED, sentences, new FeatureNoise.None(), projected);
            assertTrue(onSentences > 0.5 && onSentences < 1.5, "projected photos have " + onSentences + " times the "
                    + "length");
        }
    }

    /** Mean squared length of what a decoder of {@code training} makes of photos, relative to what it made of that. */
    private static double growth(NDManager manager, Normalisation kind, FeatureSet training, FeatureNoise noise,
            FeatureSet photos) {
        DecoderShape shape = new DecoderShape(16, 16, 1, 1, 1, kind);
        Torch.seed(1);
        try (CaptionModel model = CaptionModel.create(manager, shape.model(50, training.width(), false), 1)) {
            model.fitTo(CaptionInputs.of(training), noise);
            NDArray read = Torch.withoutGradients(() -> noise.apply(training.toNDArray(manager)));
            return squares(model, kind, photos.toNDArray(manager)) / squares(model, kind, read);
        }
    }

    private static double squares(CaptionModel model, Normalisation kind, NDArray features) {
        NDArray read = kind == Normalisation.NONE ? features
                : Whitening.apply(model.weights().at(CaptionModelConfig.WHITENING + "images"), features);
        return read.square().sum(new int[] {1}).mean().getFloat();
    }
}
