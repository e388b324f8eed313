package syntic.captioner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.benchmark.Systems;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.metric.CaptionScores;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.store.ProgressListener;

/**
 * Trains one of the compared systems on a data set and saves it as a captioner, with its scores on photos where there
 * are any.
 *
 * @param system name of it
 * @param scale whose settings it begins with, a name of {@link Systems}
 * @param settings that it has otherwise, by name
 * @param tokenizer folder with the files of CLIP's tokenizer, or null
 */
record CaptionerTraining(String system, String scale, long seed, Map<String, String> settings,
        Path tokenizer) {
    /** Name of the data set, among what a captioner was trained on. */
    static final String DATA = "data";

    /** The system with its settings. @throws UserException naming one that does not exist */
    public CaptionSystem configured() {
        CaptionSystem standard = Systems.atScale(scale).named(system);
        if (settings.containsKey(CaptionSystem.EPOCHS) && !standard.trainsDecoder()) {
            throw new UserException(standard.name() + " trains no decoder and so has no epochs; leave them out");
        }
        return standard.with(settings);
    }

    /**
     * Trains, or goes on where a training with the same settings was stopped.
     *
     * @param folder for the captioner
     * @throws UserException if there is something in the folder
     */
    public void run(CaptionData data, FrozenModels models, Path folder, boolean withSupport,
            ProgressListener listener) {
        SavedCaptioner.requireFree(folder);
        CaptionSystem configured = configured();
        if (!configured.textOnly() && !data.hasTrainingPhotos()) {
            throw new UserException(configured.name() + " learns from photos of the training sentences, and "
                    + data.name() + " has none; choose a system that learns from sentences alone");
        }
        configured.language(models.language());
        if (configured.readsTexts()) {
            models.encoding();
        }
        CaptionTask task = CaptionTask.of(data, models);
        Learned learned = configured.learn(task, seed, listener);
        SortedMap<String, String> made = new TreeMap<>(data.inputs());
        made.put(DATA, data.name());
        made.put("sentences", Integer.toString(data.trainingSize()));
        Captioner.Changes changes = withSupport ? Captioner.Changes.NONE
                : Captioner.Changes.NONE.withSupport(task.targetSupport());
        new SavedCaptioner(configured, Systems.atScale(scale).named(system).name(), scale, seed, learned,
                task.targetSupport(), models, tokenizer, made).save(folder, withSupport, written -> {
                    try (Captioner captioner = Captioner.open(written, models, changes)) {
                        return captioner.measured(known(data, captioner), scores(data, captioner));
                    }
                });
    }

    /** Photos that settings are chosen on say what is known; where there are none, those it is tested on. */
    private static CaptionerConfig.Known known(CaptionData data, Captioner captioner) {
        String split = split(data, CaptionData.VALIDATION, CaptionData.TEST);
        if (split == null) {
            return captioner.known(data.synthetic(), "pictures of the sentences that it was trained on");
        }
        return captioner.known(photos(data, split), "photos of " + data.name() + " " + split);
    }

    private static CaptionerConfig.Scores scores(CaptionData data, Captioner captioner) {
        String split = split(data, CaptionData.TEST, CaptionData.VALIDATION);
        if (split == null) {
            return null;
        }
        ImageFeatures photos = photos(data, split);
        CaptionScores scores = CaptionScores.evaluate(data.references(split), captioner.caption(photos));
        return new CaptionerConfig.Scores(data.name() + " " + split, photos.features().size(),
                new TreeMap<>(scores.corpus()));
    }

    private static String split(CaptionData data, String... wanted) {
        return List.of(wanted).stream().filter(data.splits()::contains).findFirst().orElse(null);
    }

    private static ImageFeatures photos(CaptionData data, String split) {
        return data.photos(List.copyOf(data.references(split).byImage().keySet()), Corruption.NONE);
    }
}
