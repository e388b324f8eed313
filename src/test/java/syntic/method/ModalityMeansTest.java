package syntic.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Protocol;
import syntic.benchmark.Protocols;
import syntic.benchmark.Systems;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** Images with the mean of sentences, against the same in plain Java. */
class ModalityMeansTest {
    @TempDir
    private Path folder;

    @Test
    void photosAreMovedByTheMeansOfSentencesAndPicturesAlone() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask all = TinyTask.of(mini, 200, folder.resolve("store"));
            CaptionTask task = new CaptionTask(all.sentences(), all.synthetic(), () -> {
                throw new AssertionError("a photo was asked for");
            }, all.support(), all.targetSupport(), all.models());
            ImageFeatures photos = TinyTask.photos(mini, mini.photoIds(Style.PLAIN, Split.VALIDATION).subList(0, 20));
            CaptionSystem nearest = Systems.MINIATURE.named("CLIPRe");
            Map<String, String> moved = captions(new ModalityMeans(nearest), task, photos);
            assertEquals(expected(task, photos.features()), moved);
            assertNotEquals(captions(nearest, task, photos), moved, "the move changes nothing");
        }
    }

    private static Map<String, String> captions(CaptionSystem system, CaptionTask task, ImageFeatures photos) {
        assertTrue(system.textOnly());
        try (CaptionSystem.Trained trained = system.train(task, 1, ProgressListener.SILENT)) {
            return trained.caption(photos);
        }
    }

    /** The sentence that is nearest to each photo once that is moved. */
    private static Map<String, String> expected(CaptionTask task, FeatureSet photos) {
        FeatureSet texts = task.sentences().inMemory();
        double[] sentences = mean(texts);
        double[] pictures = mean(task.synthetic().get().features());
        Map<String, String> expected = new LinkedHashMap<>();
        for (String id : photos.ids()) {
            float[] photo = photos.row(id);
            int best = IntStream.range(0, texts.size()).boxed().max(Comparator.comparingDouble(i ->
                    IntStream.range(0, photo.length).mapToDouble(k ->
                            (photo[k] + sentences[k] - pictures[k]) * texts.row(i)[k]).sum())).orElseThrow();
            expected.put(id, task.sentences().texts().get(best));
        }
        return expected;
    }

    private static double[] mean(FeatureSet features) {
        double[] mean = new double[features.width()];
        features.ids().forEach(id -> IntStream.range(0, mean.length)
                .forEach(k -> mean[k] += features.row(id)[k] / features.size()));
        return mean;
    }

    @Test
    void theProtocolTriesItWhereTheMeansMayBeKnown() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            Protocol protocol = Protocols.named("normalisation", Systems.MINIATURE, mini.data());
            List<CaptionSystem> moved = protocol.in("means of each modality").trials().stream()
                    .map(Protocol.Trial::system).toList();
            assertEquals(List.of("SynTIC", "DeCap", "CapDec", "CapDec-ball"),
                    moved.stream().map(CaptionSystem::name).toList());
            assertEquals(3, moved.get(0).withEpochs(3).epochs());
            assertTrue(moved.get(0).readsObjects() && moved.get(1).looksUp());
        }
    }
}
