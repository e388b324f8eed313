package syntic.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.model.token.TextTokenizer;
import syntic.store.Fingerprint;

/**
 * Pairs to train a decoder on: an image's id among the inputs, and the tokens of a sentence, its end token included.
 */
public final class CaptionExamples {
    private final CaptionInputs inputs;
    private final List<String> images;
    private final List<int[]> tokens;
    private final int vocabulary;
    private final int padding;

    private CaptionExamples(CaptionInputs inputs, List<String> images, List<String> sentences, TextTokenizer tokenizer,
            int most) {
        if (sentences.isEmpty()) {
            throw new IllegalArgumentException("there is no sentence to train on; the corpus is empty");
        }
        if (most < 2) {
            throw new IllegalArgumentException("a caption needs room for 2 or more tokens, not " + most);
        }
        this.inputs = inputs;
        this.images = List.copyOf(images);
        vocabulary = tokenizer.size();
        padding = tokenizer.fillId();
        tokens = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            if (!inputs.images().has(images.get(i))) {
                throw new IllegalArgumentException("there is no feature for '" + images.get(i) + "', the image of the "
                        + "sentence \"" + sentences.get(i) + "\"");
            }
            int[] ended = tokenizer.ended(sentences.get(i), most);
            if (ended.length == 1) {
                throw new IllegalArgumentException("the sentence of '" + images.get(i)
                        + "' is empty; leave it out of the corpus");
            }
            tokens.add(ended);
        }
    }

    /**
     * Every sentence with its own (generated) image, whose id is the caption's.
     *
     * @param most tokens of a sentence, its end token included; the rest is cut
     */
    public static CaptionExamples synthetic(Corpus corpus, CaptionInputs inputs, TextTokenizer tokenizer, int most) {
        return new CaptionExamples(inputs, corpus.captions().stream().map(Caption::id).toList(), texts(corpus),
                tokenizer, most);
    }

    /** Every sentence with the photo that it describes: supervised training, the upper bound. */
    public static CaptionExamples paired(Corpus corpus, CaptionInputs inputs, TextTokenizer tokenizer, int most) {
        return new CaptionExamples(inputs, corpus.captions().stream().map(Caption::imageId).toList(), texts(corpus),
                tokenizer, most);
    }

    private static List<String> texts(Corpus corpus) {
        return corpus.captions().stream().map(Caption::text).toList();
    }

    public CaptionInputs inputs() {
        return inputs;
    }

    public int size() {
        return tokens.size();
    }

    /** Number of token ids. */
    public int vocabulary() {
        return vocabulary;
    }

    /** The token that fills short rows; no sentence has it. */
    public int padding() {
        return padding;
    }

    String image(int example) {
        return images.get(example);
    }

    int[] tokens(int example) {
        return tokens.get(example).clone();
    }

    /** Differs where an input or a sentence differs. */
    public String fingerprint() {
        List<String> texts = new ArrayList<>(List.of(inputs.fingerprint()));
        for (int i = 0; i < tokens.size(); i++) {
            texts.add(images.get(i) + Arrays.toString(tokens.get(i)));
        }
        return Fingerprint.of(texts);
    }
}
