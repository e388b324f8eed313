package syntic.method.capdec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import syntic.method.clipcap.ClipCap;
import syntic.miniature.Miniature;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GreedyDecoding;
import syntic.model.gpt.TinyGpt;
import syntic.nn.Compute;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionTrainer;
import syntic.stage.ImageFeatures;
import syntic.stage.LanguageModels;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** CapDec as at full scale: a GPT-2 from a folder behind a Transformer mapper. */
class MappedCapDecTest {
    private static final int SENTENCES = 6;

    @TempDir
    private Path folder;

    @Test
    void trainsTheMapperAndTheLanguageModelOnlyIfItIsTuned() throws IOException {
        Path gpt2 = TinyGpt.write(folder.resolve("gpt2"));
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.with(TinyTask.of(mini, SENTENCES, folder.resolve("store")),
                    new LanguageModels(gpt2, null));
            Map<String, String> captions = captions(system(true, 30), task);
            assertEquals(captions, captions(system(true, 30), task), "what was trained before is opened");
            captions(system(false, 10), task);
            List<Path> trained = TinyTask.trained(folder.resolve("store"));
            assertEquals(2, trained.size());
            for (Path one : trained) {
                double fall = TinyTask.fall(one);
                try (Weights before = Gpt.from(Compute.PLAIN, gpt2).weights();
                        MappedModel after = MappedModel.from(Compute.PLAIN, one)) {
                    assertTrue(fall < (after.config().tuned() ? 0.6 : 1), one + ": the loss fell to its " + fall);
                    assertEquals(after.config().tuned(), differs(before, after.decoder().weights()));
                }
            }
        }
    }

    @Test
    void clipCapTrainsTheSameMapperOnPhotos() throws IOException {
        Path gpt2 = TinyGpt.write(folder.resolve("gpt2"));
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.with(TinyTask.of(mini, SENTENCES, folder.resolve("store")),
                    new LanguageModels(gpt2, null));
            ClipCap full = new ClipCap("ClipCap", new ClipCap.Config(system(false, 30).config().decoder()));
            assertFalse(full.textOnly());
            ImageFeatures photos = task.photos().get();
            try (CaptionSystem.Trained clipCap = full.train(task, 1, ProgressListener.SILENT)) {
                assertEquals(photos.features().ids(), List.copyOf(clipCap.caption(photos).keySet()));
            }
            double fall = TinyTask.fall(TinyTask.trained(folder.resolve("store")).get(0));
            assertTrue(fall < 1, "the loss fell to its " + fall);
            try (CaptionSystem.Trained small = Systems.MINIATURE.named("ClipCap").withEpochs(2).train(task, 1,
                    ProgressListener.SILENT)) {
                assertEquals(photos.features().ids(), List.copyOf(small.caption(photos).keySet()));
            }
        }
    }

    @Test
    void saysThatAGpt2IsNeeded() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.of(mini, SENTENCES, folder.resolve("store"));
            String message = assertThrows(UserException.class, () -> Systems.PAPER.named("CapDec")
                    .train(task, 1, ProgressListener.SILENT)).getMessage();
            assertTrue(message.contains("GPT-2") && message.contains("LanguageModels"), message);
        }
    }

    private static boolean differs(Weights before, Weights after) {
        return before.names().stream().anyMatch(name -> !before.get(name).contentEquals(after.get(name)));
    }

    private static CapDec system(boolean tuned, int epochs) {
        CaptionTrainer.Config training = new CaptionTrainer.Config(epochs, SENTENCES, 1e-2, 5, 0, 0.1,
                AdamW.Config.ADAM.withClipNorm(1), 1);
        return new CapDec("CapDec", new CapDec.Config(NoiseInjection.ofVariance(1e-6), new MappedGptConfig(
                new MappedGptConfig.Mapper(3, 4, 2, 4), tuned, training, 40, new GreedyDecoding(), 40)));
    }

    private static Map<String, String> captions(CapDec system, CaptionTask task) {
        try (CaptionSystem.Trained capDec = system.train(task, 1, ProgressListener.SILENT)) {
            Map<String, String> captions = capDec.caption(new ImageFeatures(task.sentences().inMemory(), Map.of()));
            assertEquals(task.sentences().features().ids(), List.copyOf(captions.keySet()));
            return captions;
        }
    }
}
