package syntic.stage;

import java.util.List;
import syntic.io.UserException;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * The models that no system trains, those that some begin with, and where results are kept.
 *
 * @param encoding CLIP or an encoder in its place, or null where nothing encodes
 * @param detection DETR or a detector in its place, or null where no system takes objects
 * @param space what is known of the encoder's features without it, or null where {@code encoding} says it all
 */
public record FrozenModels(ImageTextEncoder encoding, ObjectDetector detection, LanguageModels language,
        ResultStore store, FeatureSpace space) {
    private record Names(String names) {}

    public FrozenModels {
        encoding = encoding == null || encoding instanceof TextMemory ? encoding : new TextMemory(encoding);
    }

    /** Without a pretrained language model: the miniature. */
    public FrozenModels(ImageTextEncoder encoding, ObjectDetector detection, ResultStore store) {
        this(encoding, detection, LanguageModels.NONE, store);
    }

    public FrozenModels(ImageTextEncoder encoding, ObjectDetector detection, LanguageModels language,
            ResultStore store) {
        this(encoding, detection, language, store, null);
    }

    /** The same models where {@code other} is known of their features. */
    public FrozenModels with(FeatureSpace other) {
        return new FrozenModels(encoding, detection, language, store, other);
    }

    /** The same models and these to begin with. */
    public FrozenModels with(LanguageModels other) {
        return new FrozenModels(encoding, detection, other, store, space);
    }

    /** Whether there is a CLIP. */
    public boolean encodes() {
        return encoding != null;
    }

    /** @throws UserException if there is none */
    @Override
    public ImageTextEncoder encoding() {
        return ((TextMemory) searching()).encoder();
    }

    /**
     * The same encoder for searches, which ask for the same texts again and again: they are remembered, for all systems.
     *
     * @throws UserException if there is none
     */
    public ImageTextEncoder searching() {
        if (encoding == null) {
            throw new UserException("this needs CLIP, and the frozen models have none: give them an Encoding, opened "
                    + "from a folder such as that of openai/clip-vit-base-patch32");
        }
        return encoding;
    }

    /** Forgets what searches have read so far, so that the next begins as the first did. */
    public void forgetSearches() {
        if (encoding instanceof TextMemory memory) {
            memory.forget();
        }
    }

    /** CLIP's, which most decoders read and write. */
    public ClipTokenizer tokenizer() {
        return space == null || space.tokenizer() == null ? encoding().tokenizer() : space.tokenizer();
    }

    /** Of the features. */
    public int width() {
        return space == null ? encoding().width() : space.width();
    }

    /** The device of the encoder, in fp32: where systems train and open what they trained. */
    public Compute compute() {
        return space == null ? encoding().compute() : space.compute();
    }

    /**
     * The text feature of every name that the detector can give (SynTIC, equation 4).
     *
     * @throws UserException if they are not known and there is no detector
     */
    public FeatureSet labels() {
        if (space != null && space.labels() != null) {
            return space.labels();
        }
        if (detection == null) {
            throw new UserException("a system with objects needs a detector, and the frozen models have none: give "
                    + "them an ObjectDetection, opened from a folder such as that of facebook/detr-resnet-50, or "
                    + "leave the objects out");
        }
        List<String> names = detection.labels().stream().distinct().filter(name -> !name.isBlank()).toList();
        return FeatureSet.of(names, encoding().texts(names),
                Provenance.of("labels", new Names(names.toString()), encoding.provenance()));
    }
}
