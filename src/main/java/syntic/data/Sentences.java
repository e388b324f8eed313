package syntic.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.nn.Compute;
import syntic.stage.ImageTextEncoder;
import syntic.stage.SupportSet;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * Sentences with their CLIP text features: what text-only systems are trained on, and what they look up.
 *
 * @param features one for each caption of the corpus, by caption id, in its order; in memory or on disk
 */
public record Sentences(Corpus corpus, FeatureRows features) {
    private record Joined(String first, String then) {}

    private record Read(String texts) {}

    public Sentences {
        if (!features.ids().equals(corpus.captions().stream().map(Caption::id).toList())) {
            throw new IllegalArgumentException("the features are not those of the " + corpus.captions().size()
                    + " sentences of " + corpus.name() + " in their order; select them by the captions' ids");
        }
    }

    /** Sentences that are encoded now. */
    public static Sentences of(Corpus corpus, ImageTextEncoder encoder) {
        List<String> ids = corpus.captions().stream().map(Caption::id).toList();
        List<String> texts = corpus.captions().stream().map(Caption::text).toList();
        return new Sentences(corpus, FeatureSet.of(ids, encoder.texts(texts),
                Provenance.of("sentences", new Read(Fingerprint.of(texts)), encoder.provenance())));
    }

    /** The sentences alone, in the order of the features. */
    public List<String> texts() {
        return corpus.captions().stream().map(Caption::text).toList();
    }

    public int size() {
        return features.size();
    }

    /** The features in memory, where they may have been on disk. */
    public FeatureSet inMemory() {
        return features.inMemory();
    }

    /** These sentences to look up and to project on; to be closed. */
    public SupportSet supportSet() {
        return supportSet(Compute.standard());
    }

    /** As {@link #supportSet()}. @param compute where it is looked up */
    public SupportSet supportSet(Compute compute) {
        return new SupportSet(compute, features, texts());
    }

    /** These sentences and others after them. */
    public Sentences and(Sentences others) {
        List<Caption> all = new ArrayList<>(corpus.captions());
        all.addAll(others.corpus.captions());
        return new Sentences(new Corpus(corpus.name() + " and " + others.corpus.name(), all),
                FeatureSet.join(List.of(inMemory(), others.inMemory()), Provenance.of("joined-sentences",
                        new Joined(features.fingerprint(), others.features.fingerprint()), Map.of())));
    }

    /** The first sentences, all of them if there are no more. */
    public Sentences first(int count) {
        List<Caption> some = corpus.captions().subList(0, Math.min(count, size()));
        return new Sentences(new Corpus(corpus.name(), some),
                inMemory().select(some.stream().map(Caption::id).toList()));
    }
}
