package syntic.method.capdec;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import syntic.method.CaptionSystem;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.method.LanguageModelConfig;
import syntic.method.Learned;
import syntic.method.TrainingClock;
import syntic.model.ModelFolder;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GptTokenizer;
import syntic.model.token.TextTokenizer;
import syntic.nn.Ownership;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.CaptionWriter;
import syntic.stage.DecoderLoop;
import syntic.stage.FeatureNoise;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** Trains CapDec's and ClipCap's mapper before a pretrained GPT-2, and the GPT-2 if it is to be tuned. */
public record MappedGptTraining(MappedGptConfig config, FrozenModels models) {
    /**
     * Trains, or finds what was trained before.
     *
     * @param examples made with the language model's tokenizer
     * @param noise added to their features
     */
    public Learned learn(Function<TextTokenizer, CaptionExamples> examples, FeatureNoise noise,
            ProgressListener listener) {
        Path gpt2 = models.language().requireGpt2();
        Path folder = train(gpt2, new CaptionTrainer(config.training()).with(noise),
                examples.apply(GptTokenizer.from(gpt2)), listener);
        return new Learned(folder, gpt2, Map.of(), Map.of());
    }

    /**
     * Opens a decoder that reads the features of photos as they are.
     *
     * @param decoder a {@link MappedGptConfig}, or the {@link DecoderConfig} that stands in its place in the miniature
     */
    public static CaptionSystem.Trained open(LanguageModelConfig decoder, Learned learned, FrozenModels models) {
        Function<ImageFeatures, CaptionInputs> reading = photos -> CaptionInputs.of(photos.features());
        if (!(decoder instanceof MappedGptConfig mapped)) {
            return new DecoderTraining((DecoderConfig) decoder, models).system(learned.decoder(), reading);
        }
        TextTokenizer tokenizer = GptTokenizer.from(learned.tokenizer());
        return Ownership.handOver(MappedModel.from(models.compute(), learned.decoder()), model ->
                CaptionSystem.Trained.of(new CaptionWriter(model, tokenizer, mapped.decoding(), mapped.mostTokens()),
                        learned.decoder(), reading));
    }

    private Path train(Path gpt2, CaptionTrainer silent, CaptionExamples examples, ProgressListener listener) {
        GptConfig language = GptConfig.from(new ModelFolder(gpt2).config());
        if (language.vocabulary() != examples.vocabulary()) {
            throw new IllegalArgumentException("the GPT-2 of " + gpt2 + " has " + language.vocabulary() + " tokens, "
                    + "its tokenizer " + examples.vocabulary());
        }
        TransformerMapperConfig shape = config.mapper().shape(models.width(), language.width());
        Provenance made = provenance(gpt2, shape, silent.noise(), examples);
        return models.store().folder(made, folder -> TrainingClock.measure(folder, listener, steps -> {
            try (var manager = models.compute().newManager()) {
                silent.with(steps).train(MappedModel.create(models.compute(), manager, gpt2, shape,
                        config.tuned(), config.training().seed()), made, examples, folder, epoch -> {});
            }
        }));
    }

    private Provenance provenance(Path gpt2, TransformerMapperConfig mapper, FeatureNoise noise,
            CaptionExamples examples) {
        Provenance training = DecoderLoop.provenance("mapped-decoder", config.training(),
                Map.of("examples", examples.fingerprint(), "pretrained", new ModelFolder(gpt2).fingerprint()));
        Map<String, String> settings = new TreeMap<>(training.settings());
        settings.put("noise", noise.toString());
        settings.put("mapper", mapper.toString());
        settings.put("tuned", Boolean.toString(config.tuned()));
        return new Provenance(training.stage(), new TreeMap<>(settings), training.inputs());
    }
}
