package syntic.method.capdec;

import java.nio.file.Path;
import java.util.Map;
import syntic.data.Photos;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.TrainingClock;
import syntic.model.ModelFolder;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.gpt.BeamSearch;
import syntic.model.gpt.Decoding;
import syntic.model.gpt.GptConfig;
import syntic.model.gpt.GptTokenizer;
import syntic.nn.Compute;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionTrainer;
import syntic.stage.CaptionWriter;
import syntic.stage.FeatureNoise;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * A pretrained GPT-2 behind a Transformer that maps a feature to its prefix, as CapDec has it. Sentences end with
 * GPT-2's end token; CapDec's code ends them at the first full stop, which sentences of other corpora do not have.
 *
 * @param mapper its size
 * @param tuned whether GPT-2 is trained too, not the mapper alone
 * @param longest tokens of a training sentence that are kept, the end token included
 * @param decoding how captions are read off
 * @param mostTokens of a caption, the end token included
 */
public record MappedGptConfig(Mapper mapper, boolean tuned, CaptionTrainer.Config training, int longest,
        Decoding decoding, int mostTokens) implements FeatureDecoder {
    /**
     * The size of the mapper; its widths follow from CLIP and GPT-2.
     *
     * @param clipLength vectors that the feature is spread over
     * @param prefixLength learned vectors, which become the prefix
     */
    public record Mapper(int clipLength, int prefixLength, int layers, int heads) {
        /** From CapDec's code. */
        public static final Mapper PAPER = new Mapper(40, 40, 8, 8);

        TransformerMapperConfig shape(int features, int width) {
            TransformerMapperConfig capdec = TransformerMapperConfig.capdec(features, width);
            return new TransformerMapperConfig(features, width, prefixLength, clipLength, layers, heads,
                    capdec.inner(), capdec.activation(), capdec.eps());
        }
    }

    /** From CapDec's code. */
    public static final MappedGptConfig PAPER = new MappedGptConfig(Mapper.PAPER, true,
            new CaptionTrainer.Config(10, 34, 2e-5, 5_000, 0, 0.1, CaptionTrainer.Config.PAPER.optimizer(), 1),
            CapDec.WHOLE_SENTENCES, new BeamSearch(5, BeamSearch.Score.MEAN), 67);

    @Override
    public MappedGptConfig withEpochs(int epochs) {
        return with(training.withEpochs(epochs));
    }

    public MappedGptConfig with(CaptionTrainer.Config other) {
        return new MappedGptConfig(mapper, tuned, other, longest, decoding, mostTokens);
    }

    @Override
    public CaptionSystem.Trained train(CaptionTask task, FeatureSet features, FeatureNoise noise, long seed,
            ProgressListener listener) {
        Path gpt2 = task.models().language().requireGpt2();
        GptTokenizer tokenizer = GptTokenizer.from(gpt2);
        CaptionExamples examples = CaptionExamples.synthetic(task.sentences().corpus(), CaptionInputs.of(features),
                tokenizer, longest);
        Path folder = train(task, gpt2, new CaptionTrainer(training.withSeed(seed)).with(noise), examples, listener);
        double seconds = TrainingClock.seconds(folder);
        MappedModel model = MappedModel.from(task.models().compute(), folder);
        CaptionWriter captioner = new CaptionWriter(model, tokenizer, decoding, mostTokens);
        return new CaptionSystem.Trained() {
            @Override
            public Map<String, String> caption(Photos photos) {
                return captioner.captions(CaptionInputs.of(photos.features()));
            }

            @Override
            public CaptionSystem.Cost cost() {
                return new CaptionSystem.Cost(seconds, model.trainedSize());
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    private Path train(CaptionTask task, Path gpt2, CaptionTrainer silent, CaptionExamples examples,
            ProgressListener listener) {
        TransformerMapperConfig shape = mapper.shape(task.models().encoding().width(),
                GptConfig.from(new ModelFolder(gpt2).config()).width());
        Provenance made = silent.provenance(gpt2, shape, tuned, examples);
        return task.models().store().folder(made, folder -> TrainingClock.measure(folder, listener, steps -> {
            Compute compute = task.models().compute();
            try (var manager = compute.newManager()) {
                silent.with(steps).train(MappedModel.create(compute, manager, gpt2, shape, tuned,
                        silent.config().seed()), made, examples, folder);
            }
        }));
    }
}
