package syntic.method.retrieval;

import java.util.LinkedHashMap;
import java.util.Map;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.stage.FrozenModels;
import syntic.stage.SupportSet;
import syntic.store.ProgressListener;

/**
 * CLIPRe, the baseline of Su et al. 2022 (arXiv 2205.02655): the caption of a photo is the sentence whose text feature
 * is nearest. Nothing is trained, so all seeds give the same.
 */
public record ClipRetrieval(String name) implements CaptionSystem {
    /** @param retrieved sentences that are looked up; the caption is the nearest */
    private record Config(int retrieved) {}

    private static final Config NEAREST = new Config(1);

    @Override
    public Record config() {
        return NEAREST;
    }

    @Override
    public boolean looksUp() {
        return true;
    }

    @Override
    public boolean readsSentences() {
        return false;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        listener.at(1, 1, "nothing to train");
        return Learned.NOTHING;
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        SupportSet memory = support.supportSet(models.compute());
        return new Trained(photos -> {
            Map<String, String> captions = new LinkedHashMap<>();
            memory.nearest(photos.features(), NEAREST.retrieved())
                    .forEach((photo, found) -> captions.put(photo, found.get(0).text()));
            return captions;
        }, Cost.NONE, memory::close);
    }
}
