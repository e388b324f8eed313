package syntic.method.capdec;

import syntic.method.DecoderConfig;
import syntic.method.LanguageModelConfig;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.gpt.BeamSearch;
import syntic.model.gpt.Decoding;
import syntic.stage.CaptionTrainer;

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
        Decoding decoding, int mostTokens) implements LanguageModelConfig {
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
            DecoderConfig.WHOLE_SENTENCES, new BeamSearch(5, BeamSearch.Score.MEAN), 67);

    public MappedGptConfig withSeed(long seed) {
        return with(training.withSeed(seed));
    }

    /** The same with a GPT-2 that is left as it is. */
    public MappedGptConfig frozen() {
        return new MappedGptConfig(mapper, false, training, longest, decoding, mostTokens);
    }

    public MappedGptConfig with(CaptionTrainer.Config other) {
        return new MappedGptConfig(mapper, tuned, other, longest, decoding, mostTokens);
    }
}
