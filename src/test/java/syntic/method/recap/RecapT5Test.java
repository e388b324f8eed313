package syntic.method.recap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Systems;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.TinyTask;
import syntic.miniature.Miniature;
import syntic.model.gpt.BeamSearch;
import syntic.model.t5.TinyT5;
import syntic.stage.CaptionTrainer;
import syntic.stage.ImageFeatures;
import syntic.stage.LanguageModels;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** ReCap with a T5 from a folder, as at full scale. */
class RecapT5Test {
    @TempDir
    private Path folder;

    @Test
    void writesCaptionsWithAT5AsItIsAndTrainedFurther() throws IOException {
        Path t5 = TinyT5.write(folder.resolve("t5"));
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.with(TinyTask.of(mini, 6, folder.resolve("store")),
                    new LanguageModels(null, t5));
            ImageFeatures photos = new ImageFeatures(task.sentences().inMemory(), Map.of());
            Recap.Config config = Recap.Config.PAPER.with(Recap.Pairs.SYNTHETIC);
            TunedT5Config tuned = new TunedT5Config(T5PromptConfig.PAPER.with(new BeamSearch(2, BeamSearch.Score.MEAN)),
                    new CaptionTrainer.Config(35, 3, 3e-3, 10, 0, 0, TunedT5Config.STANDARD.training().optimizer(), 1));

            Map<String, String> asItIs = captions(new Recap("ReCap", config), task, photos, 0);
            Map<String, String> further = captions(new Recap("ReCap", config.with(tuned)), task, photos, 10_000);
            assertEquals(further, captions(new Recap("ReCap", config.with(tuned)), task, photos, 10_000));
            assertNotEquals(asItIs, further);
            double fall = TinyTask.fall(TinyTask.trained(folder.resolve("store")).get(0));
            assertTrue(fall < 0.6, "the loss fell to its " + fall);
        }
    }

    @Test
    void saysThatAT5IsNeeded() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.of(mini, 12, folder.resolve("store"));
            String message = assertThrows(UserException.class, () -> Systems.PAPER.named("ReCap-OLS")
                    .train(task, 1, ProgressListener.SILENT)).getMessage();
            assertTrue(message.contains("T5") && message.contains("LanguageModels"), message);
        }
    }

    @Test
    void thePromptHasTheNearestSentenceLast() {
        assertEquals("Similar images have the following captions: a cat runs. a dog sits. A caption that describes "
                + "this image is:", T5PromptConfig.PAPER.prompt(List.of("a dog sits", "a cat runs.")));
    }

    private static Map<String, String> captions(CaptionSystem system, CaptionTask task, ImageFeatures photos, long trained) {
        try (CaptionSystem.Trained recap = system.train(task, 1, ProgressListener.SILENT)) {
            assertTrue(recap.cost().parameters() > trained);
            Map<String, String> captions = recap.caption(photos);
            assertEquals(photos.features().ids(), List.copyOf(captions.keySet()));
            return captions;
        }
    }
}
