package syntic.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Systems;
import syntic.io.UserException;
import syntic.miniature.Miniature;
import syntic.model.gpt.TinyGpt;
import syntic.stage.FeatureSpace;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.LanguageModels;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

/** MAGIC and ZeroCap with a GPT-2 from a folder, as at full scale. */
class GuidedGptTest {
    private static final Map<String, Map<String, String>> SETTINGS = Map.of(
            "MAGIC", Map.of("decoder.training.epochs", "30", "decoder.training.batch", "6",
                    "decoder.training.learningRate", "0.003", "decoder.training.warmup", "5"),
            "ZeroCap", Map.of("steering.candidates", "8", "steering.longest", "6", "steering.iterations", "2"));

    @TempDir
    private Path folder;

    @Test
    void writeCaptionsOfPhotosAndTuneTheLanguageModelOnlyWhereItIs() throws IOException {
        LanguageModels language = new LanguageModels(TinyGpt.write(folder.resolve("gpt2")), null);
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.with(TinyTask.of(mini, 6, folder.resolve("store")), language);
            ImageFeatures photos = new ImageFeatures(task.sentences().inMemory(), Map.of());
            for (String name : SETTINGS.keySet()) {
                CaptionSystem system = Systems.PAPER.named(name).with(SETTINGS.get(name));
                assertEquals(language.gpt2(), system.language(language));
                Map<String, String> captions = captions(system, task, photos);
                assertEquals(photos.features().ids(), List.copyOf(captions.keySet()));
                assertEquals(captions, captions(system, task, photos), name);
                assertTrue(captions.values().stream().distinct().count() > 1, name + " says of all " + captions);
            }
            assertNotEquals(captions(system("ZeroCap", "steering.iterations", "0"), task, photos),
                    captions(system("ZeroCap", "steering.iterations", "2"), task, photos));
            List<Path> trained = TinyTask.trained(folder.resolve("store"));
            assertEquals(1, trained.size(), "ZeroCap trains nothing");
            double fall = TinyTask.fall(trained.get(0));
            assertTrue(fall < 0.7, "the loss fell to its " + fall);
        }
    }

    private static CaptionSystem system(String name, String setting, String value) {
        Map<String, String> settings = new HashMap<>(SETTINGS.get(name));
        settings.put(setting, value);
        return Systems.PAPER.named(name).with(settings);
    }

    private static Map<String, String> captions(CaptionSystem system, CaptionTask task, ImageFeatures photos) {
        try (CaptionSystem.Trained trained = system.train(task, 1, ProgressListener.SILENT)) {
            return trained.caption(photos);
        }
    }

    @Test
    void sayWhatTheyNeed() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.of(mini, 6, folder.resolve("store"));
            FrozenModels blind = new FrozenModels(null, null, task.models().store()).with(new FeatureSpace(
                    task.models().compute(), task.models().tokenizer(), 128, null));
            for (String name : SETTINGS.keySet()) {
                String message = assertThrows(UserException.class, () -> Systems.PAPER.named(name)
                        .train(task, 1, ProgressListener.SILENT)).getMessage();
                assertTrue(message.contains("GPT-2") && message.contains("--gpt2"), message);
                Learned learned = Systems.MINIATURE.withEpochs(1).named(name).learn(task, 1, ProgressListener.SILENT);
                String without = assertThrows(UserException.class, () -> Systems.MINIATURE.named(name)
                        .open(learned, null, blind)).getMessage();
                assertTrue(without.contains("needs CLIP"), without);
            }
        }
    }
}
