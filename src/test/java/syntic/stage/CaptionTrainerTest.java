package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.method.syntic.Components;
import syntic.method.syntic.SynticConfig;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.model.clip.ClipTokenizer;
import syntic.model.gpt.BeamSearch;
import syntic.model.gpt.GptConfig;
import syntic.nn.Compute;
import syntic.nn.Stopped;
import syntic.nn.Torch;
import syntic.nn.WeightsException;
import syntic.nn.train.AdamW;
import syntic.store.FeatureSet;

/** Training and captioning as a user does it, on a toy corpus. */
@Tag("slow")
class CaptionTrainerTest {
    private static final CaptionTrainer.Config CONFIG = new CaptionTrainer.Config(100, 16, 3e-3, 20, 0.1, 0.1,
            AdamW.Config.ADAM, 3);
    private final ClipTokenizer tokenizer = ToyCaptions.tokenizer();

    @TempDir
    private Path folder;

    @Test
    void learnsToCaptionAndReadsItsModelBack() {
        CaptionInputs inputs = Components.SYNTIC.inputs(ToyCaptions.features(1, 0.3), projection(),
                ToyCaptions.tags());
        CaptionExamples examples = CaptionExamples.synthetic(ToyCaptions.corpus(), inputs, tokenizer, 20);
        Map<String, String> captions;
        try (NDManager manager = Torch.newManager()) {
            CaptionModel model = new CaptionTrainer(CONFIG).train(manager, shape(true), examples, folder);
            captions = new CaptionWriter(model, tokenizer).captions(inputs);
            assertEquals(CaptionModelConfig.parameters(shape(true)).size(),
                    model.weights().manager().getManagedArrays().size(),
                    "training and captioning leave nothing behind");
            long right = ToyCaptions.corpus().captions().stream()
                    .filter(caption -> caption.text().equals(captions.get(caption.id()))).count();
            assertTrue(right >= 40, right + " of 48 captions are right: " + captions);
        }
        try (CaptionModel model = CaptionModel.from(Compute.PLAIN, folder)) {
            assertEquals(captions, new CaptionWriter(model, tokenizer).captions(inputs));
            CaptionWriter beam = new CaptionWriter(model, tokenizer, new BeamSearch(3, BeamSearch.Score.MEAN), 20);
            List<CaptionWriter.Description> described = beam.describe(inputs);
            assertMessage("room for 30", () -> new CaptionWriter(model, tokenizer, beam.decoding(), 40));
            assertEquals(3, described.get(5).candidates().size());
            assertEquals(Map.of(), described.get(0).attention(), "nothing was detected in the first image");
            assertEquals(1, described.get(5).attention().values().stream().mapToDouble(x -> x).sum(), 1e-5);
        }
        List<TrainingCurve.Point> curve = TrainingCurve.from(folder).points();
        assertEquals(300, curve.size());
        assertTrue(curve.get(299).loss() < curve.get(0).loss() / 2);
        assertTrue(Files.notExists(folder.resolve("checkpoint.safetensors")));
    }

    @Test
    void goesOnAfterAKillWithTheSameBits() {
        CaptionInputs inputs = Components.SYNTIC.inputs(ToyCaptions.features(1, 0.3), projection(),
                ToyCaptions.tags());
        CaptionExamples examples = CaptionExamples.synthetic(ToyCaptions.corpus(), inputs, tokenizer, 20);
        CaptionTrainer trainer = new CaptionTrainer(CONFIG);
        Map<String, float[]> whole = train(trainer, examples, folder.resolve("whole"));
        Path killed = folder.resolve("killed");
        CaptionTrainer.Listener kill = (step, steps, loss, rate) -> {
            if (step == 270) {
                throw new IllegalStateException("killed");
            }
        };
        assertThrows(IllegalStateException.class, () -> train(trainer.with(kill), examples, killed));
        assertTrue(Files.exists(killed.resolve("checkpoint.safetensors")));
        CaptionTrainer other = new CaptionTrainer(CONFIG.withSeed(4));
        assertThrows(WeightsException.class, () -> train(other, examples, killed),
                "settings differ from the checkpoint's");
        Map<String, float[]> resumed = train(trainer, examples, killed);
        whole.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
        assertEquals(TrainingCurve.from(folder.resolve("whole")), TrainingCurve.from(killed));
    }

    @Test
    void aTrainingThatIsStoppedSavesItsStateAtOnce() {
        CaptionExamples examples = CaptionExamples.synthetic(ToyCaptions.corpus(),
                CaptionInputs.of(ToyCaptions.features(1, 0)), tokenizer, 20);
        CaptionTrainer trainer = new CaptionTrainer(CONFIG.withEpochs(2));
        Map<String, float[]> whole = train(trainer, examples, folder.resolve("whole"));
        Path stopped = folder.resolve("stopped");
        assertThrows(Stopped.class, () -> train(trainer.with((step, steps, loss, rate) -> {
            if (step == 4) {
                throw new Stopped("stopped");
            }
        }), examples, stopped));
        List<Long> heard = new ArrayList<>();
        Map<String, float[]> resumed = train(trainer.with((step, steps, loss, rate) -> heard.add(step)), examples,
                stopped);
        assertEquals(List.of(5L, 6L), heard);
        whole.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
        assertEquals(TrainingCurve.from(folder.resolve("whole")), TrainingCurve.from(stopped));
    }

    @Test
    void anInterruptStopsATrainingThatNobodyListensTo() {
        record Interrupting(int[] left) implements FeatureNoise {
            @Override
            public NDArray apply(NDArray features) {
                if (--left[0] == 0) {
                    Thread.currentThread().interrupt();
                }
                return features.duplicate();
            }

            @Override
            public String toString() {
                return "interrupting";
            }
        }

        CaptionExamples examples = CaptionExamples.synthetic(ToyCaptions.corpus(),
                CaptionInputs.of(ToyCaptions.features(1, 0)), tokenizer, 20);
        CaptionTrainer trainer = new CaptionTrainer(CONFIG.withEpochs(2));
        Map<String, float[]> whole = train(trainer.with(new Interrupting(new int[1])), examples,
                folder.resolve("whole"));
        Path stopped = folder.resolve("stopped");
        assertThrows(Stopped.class,
                () -> train(trainer.with(new Interrupting(new int[] {4})), examples, stopped));
        assertTrue(!Thread.currentThread().isInterrupted() && TrainingCurve.from(stopped).points().size() < 6);
        Map<String, float[]> resumed = train(trainer.with(new Interrupting(new int[1])), examples, stopped);
        whole.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
    }

    @Test
    void noSeedSharesAnOrderOfItsExamplesWithAnother() {
        Set<List<Integer>> orders = new HashSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            for (int epoch = 0; epoch < 100; epoch++) {
                assertTrue(orders.add(DecoderLoop.order(50, seed, epoch)), "seed " + seed + ", epoch " + epoch);
            }
        }
        CaptionExamples examples = CaptionExamples.synthetic(ToyCaptions.corpus(),
                CaptionInputs.of(ToyCaptions.features(1, 0)), tokenizer, 20);
        Map<String, String> few = new CaptionTrainer(CONFIG.withEpochs(31)).provenance(shape(false), examples)
                .inputs();
        assertNotEquals(few, new CaptionTrainer(CONFIG.withEpochs(32)).provenance(shape(false), examples).inputs(),
                "what was trained with the orders of another seed is not found again");
    }

    @Test
    void noiseIsDrawnAnewInEveryStepAndPartOfTheKey() {
        record Noise(double deviation) implements FeatureNoise {
            @Override
            public NDArray apply(NDArray features) {
                return features.add(features.getManager().randomNormal(features.getShape()).mul(deviation));
            }
        }

        CaptionExamples examples = CaptionExamples.synthetic(ToyCaptions.corpus(),
                CaptionInputs.of(ToyCaptions.features(1, 0)), tokenizer, 20);
        CaptionTrainer plain = new CaptionTrainer(CONFIG.withEpochs(2));
        CaptionTrainer noisy = plain.with(new Noise(0.1));
        assertTrue(!plain.provenance(shape(false), examples).equals(noisy.provenance(shape(false), examples)));
        Map<String, float[]> once = train(noisy, examples, folder.resolve("1"));
        Map<String, float[]> again = train(noisy, examples, folder.resolve("2"));
        once.forEach((name, values) -> assertArrayEquals(values, again.get(name), name));
    }

    @Test
    void longSentencesAreCutButStillEnd() {
        CaptionExamples examples = CaptionExamples.synthetic(ToyCaptions.corpus(),
                CaptionInputs.of(ToyCaptions.features(1, 0)), tokenizer, 4);
        int[] tokens = examples.tokens(0);
        assertEquals(4, tokens.length);
        assertEquals(tokenizer.endId(), tokens[3]);
    }

    @Test
    void refusesWhatDoesNotFit() {
        CaptionInputs inputs = CaptionInputs.of(ToyCaptions.features(1, 0));
        Corpus stranger = new Corpus("x", List.of(new Caption("unknown", "unknown", "a dog")));
        assertMessage("unknown", () -> CaptionExamples.synthetic(stranger, inputs, tokenizer, 20));
        assertMessage("tokens", () -> train(new CaptionTrainer(CONFIG),
                CaptionExamples.synthetic(ToyCaptions.corpus(), inputs, tokenizer, 20), folder,
                new CaptionModelConfig(GptConfig.of(7, 30, 32, 1, 4), ToyCaptions.WIDTH, false, 4,
                        Normalisation.NONE)));
        assertMessage("object tags", () -> train(new CaptionTrainer(CONFIG),
                CaptionExamples.synthetic(ToyCaptions.corpus(), inputs, tokenizer, 20), folder, shape(true)));
        assertMessage("projection", () -> Components.SYNTIC.inputs(ToyCaptions.features(1, 0), null,
                ToyCaptions.tags()));
        assertMessage("learning rate", () -> new CaptionTrainer.Config(1, 1, Double.NaN, 0, 0, 0, AdamW.Config.ADAM,
                1));
        assertMessage("dropout", () -> train(new CaptionTrainer(new CaptionTrainer.Config(1, 4, 1e-3, 0, 0, 1,
                AdamW.Config.ADAM, 1)), CaptionExamples.synthetic(ToyCaptions.corpus(), inputs, tokenizer, 20),
                folder));
    }

    @Test
    void decodersOfFormerVersionsSayWhetherTheyWhiten() {
        JsonObject json = shape(true).toJson();
        assertEquals(shape(true), CaptionModelConfig.from(ConfigFile.parse("config.json", json.toString())));
        json.remove("normalisation");
        json.addProperty("whitened", true);
        assertEquals(shape(true), CaptionModelConfig.from(ConfigFile.parse("config.json", json.toString())));
        json.addProperty("normalisation", "round");
        ModelException wrong = assertThrows(ModelException.class,
                () -> CaptionModelConfig.from(ConfigFile.parse("config.json", json.toString())));
        assertTrue(wrong.getMessage().contains("is \"round\"; there are none, scaled, centred, whitened"),
                wrong.getMessage());
    }

    @Test
    void objectsAreAskedWithTheProjectionWhereThatIsWanted() {
        FeatureSet features = ToyCaptions.features(1, 0.3);
        CaptionInputs usual = SynticConfig.PAPER.inputs(features, projection(), ToyCaptions.tags());
        CaptionInputs other = SynticConfig.PAPER.with(SynticConfig.Query.PROJECTED).inputs(features, projection(),
                ToyCaptions.tags());
        assertEquals(features.fingerprint(), usual.queries().fingerprint());
        assertEquals(usual.images().fingerprint(), other.images().fingerprint());
        assertEquals(other.images().fingerprint(), other.queries().fingerprint());
        assertNotEquals(features.fingerprint(), other.queries().fingerprint());
    }

    @Test
    void namesTheEightRowsOfTheAblation() {
        List<String> labels = Components.ablation().stream().map(Components::label).toList();
        assertEquals(8, Set.copyOf(labels).size());
        assertEquals("baseline", labels.get(0));
        assertEquals("SynTIC", labels.get(7));
    }

    private static void assertMessage(String part, Runnable work) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, work::run);
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }

    private Projection projection() {
        return new Projection(new SupportSet(ToyCaptions.features(2, 0), ToyCaptions.texts()), Projection.Config.PAPER);
    }

    private CaptionModelConfig shape(boolean objects) {
        return new CaptionModelConfig(GptConfig.of(tokenizer.size(), 32, 32, 2, 4), ToyCaptions.WIDTH, objects, 4,
                Normalisation.WHITENED);
    }

    private Map<String, float[]> train(CaptionTrainer trainer, CaptionExamples examples, Path into) {
        return train(trainer, examples, into, shape(examples.inputs().tags() != null));
    }

    private static Map<String, float[]> train(CaptionTrainer trainer, CaptionExamples examples, Path into,
            CaptionModelConfig shape) {
        try (NDManager manager = Torch.newManager()) {
            CaptionModel model = trainer.train(manager, shape, examples, into);
            Map<String, float[]> values = new LinkedHashMap<>();
            model.weights().toMap().forEach((name, array) -> values.put(name, array.toFloatArray()));
            return values;
        }
    }
}
