package examples;

import java.util.LinkedHashMap;
import java.util.Map;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.stage.SupportSet;
import syntic.store.ProgressListener;

/** The caption of a photo is the sentence whose generated picture is most like it. */
public record NearestPicture(String name, Config config) implements CaptionSystem {
    /** @param candidates pictures that are looked up; the caption is the nearest one's */
    public record Config(int candidates) {}

    @Override
    public CaptionSystem withEpochs(int epochs) {
        return this;
    }

    @Override
    public Trained train(CaptionTask task, long seed, ProgressListener listener) {
        SupportSet pictures = new SupportSet(task.synthetic().get().features(), task.sentences().texts());
        return new Trained(photos -> {
            Map<String, String> captions = new LinkedHashMap<>();
            pictures.nearest(photos.features(), config.candidates())
                    .forEach((photo, found) -> captions.put(photo, found.get(0).text()));
            return captions;
        }, Cost.NONE, pictures::close);
    }
}
