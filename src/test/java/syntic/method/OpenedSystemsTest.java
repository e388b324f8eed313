package syntic.method;

import syntic.stage.LanguageModels;
import syntic.data.Sentences;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Systems;
import syntic.method.capdec.CapDec;
import syntic.method.capdec.MappedGptConfig;
import syntic.method.capdec.NoiseInjection;
import syntic.method.recap.Recap;
import syntic.method.recap.T5PromptConfig;
import syntic.method.recap.TunedT5Config;
import syntic.miniature.Miniature;
import syntic.model.gpt.GreedyDecoding;
import syntic.model.gpt.TinyGpt;
import syntic.model.t5.TinyT5;
import syntic.nn.Torch;
import syntic.stage.CaptionTrainer;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;
import syntic.nn.Stopped;

/** A system that is closed, or that could not be trained, leaves nothing in native memory. */
@Tag("slow")
class OpenedSystemsTest {
    private static final int SENTENCES = 24;

    @TempDir
    private Path folder;

    @Test
    void openingAndClosingSystemsManyTimesLeavesNothingBehind() throws Exception {
        LanguageModels language = new LanguageModels(TinyGpt.write(folder.resolve("gpt2")),
                TinyT5.write(folder.resolve("t5")));
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.with(TinyTask.of(mini, SENTENCES, folder.resolve("store")), language);
            for (CaptionSystem system : systems()) {
                openAndClose(system, task);
                int before = held();
                for (int time = 0; time < 3; time++) {
                    openAndClose(system, task);
                }
                assertEquals(before, held(), system.name() + ": arrays and managers that are left");
            }
        }
    }

    @Test
    void aTrainingThatFailsLeavesNothingBehind() throws Exception {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.of(mini, SENTENCES, folder.resolve("store"));
            for (String name : List.of("SynTIC", "DeCap", "ReCap-OLS", "C3")) {
                CaptionSystem system = Systems.MINIATURE.withEpochs(1).named(name);
                stopInTheTraining(system, task, 1);
                int before = held();
                stopInTheTraining(system, task, 2);
                assertEquals(before, held(), system.name() + ": arrays and managers that are left");
            }
        }
    }

    @Test
    void aSupportSetThatIsRefusedLeavesNoTrainedDecoderBehind() throws Exception {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            CaptionTask task = TinyTask.of(mini, SENTENCES, folder.resolve("store"));
            FeatureSet texts = task.sentences().inMemory();
            float[][] rows = texts.rows();
            Arrays.fill(rows[0], Float.MAX_VALUE);
            CaptionTask broken = task.withTargetSupport(new Sentences(task.sentences().corpus(),
                    FeatureSet.of(texts.ids(), rows, texts.provenance())));
            for (String name : List.of("SynTIC", "DeCap", "ReCap-OLS")) {
                CaptionSystem system = Systems.MINIATURE.withEpochs(1).named(name);
                openAndClose(system, task);
                int before = held();
                assertThrows(IllegalArgumentException.class, () -> openAndClose(system, broken));
                assertEquals(before, held(), system.name() + ": arrays and managers that are left");
            }
        }
    }

    private static void stopInTheTraining(CaptionSystem system, CaptionTask task, long seed) {
        assertThrows(Stopped.class, () -> system.train(task, seed, (done, total, note) -> {
            throw new Stopped("enough");
        }));
    }

    /** One for every way to open what was trained. */
    private static List<CaptionSystem> systems() {
        List<CaptionSystem> systems = new ArrayList<>();
        for (String name : List.of("SynTIC", "DeCap", "ReCap-OLS", "C3", "CLIPRe", "MAGIC", "ZeroCap")) {
            systems.add(Systems.MINIATURE.withEpochs(1).named(name));
        }
        CaptionTrainer.Config once = CaptionTrainer.Config.MINIATURE.withEpochs(1);
        systems.add(new CapDec("CapDec with GPT-2", new CapDec.Config(NoiseInjection.ofVariance(1e-6),
                new MappedGptConfig(new MappedGptConfig.Mapper(3, 4, 2, 4), true, once, 40, new GreedyDecoding(),
                        40))));
        Recap.Config recap = Recap.Config.PAPER.with(Recap.Pairs.SYNTHETIC);
        systems.add(new Recap("ReCap with T5", recap));
        systems.add(Systems.PAPER.withEpochs(1).named("MAGIC"));
        systems.add(Systems.PAPER.named("ZeroCap").with(Map.of("steering.longest", "3")));
        systems.add(new Recap("ReCap with tuned T5", recap.with(new TunedT5Config(T5PromptConfig.PAPER,
                TunedT5Config.STANDARD.training().withEpochs(1)))));
        return systems;
    }

    private static void openAndClose(CaptionSystem system, CaptionTask task) {
        try (CaptionSystem.Trained trained = system.train(task, 1, ProgressListener.SILENT)) {
            trained.caption(new ImageFeatures(task.sentences().first(2).inMemory(), Map.of()));
        }
    }

    /** Arrays and managers of the process. */
    static int held() throws ReflectiveOperationException {
        try (NDManager manager = Torch.newManager()) {
            return held(manager.getParentManager());
        }
    }

    private static int held(AutoCloseable resource) throws ReflectiveOperationException {
        int count = 1;
        if (resource instanceof BaseNDManager) {
            Field resources = BaseNDManager.class.getDeclaredField("resources");
            resources.setAccessible(true);
            for (Object below : ((Map<?, ?>) resources.get(resource)).values()) {
                count += held((AutoCloseable) below);
            }
        }
        return count;
    }
}
