package syntic.project;

import java.nio.file.Path;
import java.util.Map;
import syntic.corpus.SentenceFilter;
import syntic.io.UserException;
import syntic.model.diffusion.TextToImage;
import syntic.stage.ObjectDetection;
import syntic.store.ChangedSettings;

/**
 * How a project's pictures are drawn and its objects found, and how systems are trained on it.
 *
 * @param scale of the systems' settings: {@code full}, {@code full-flickr30k} or {@code miniature}
 * @param sentences which sentences are trained on and looked up
 */
record ProjectSettings(String scale, TextToImage.Settings synthesis, ObjectDetection.Config detection,
        SentenceFilter sentences) {

    /**
     * The standard settings, changed as the project says.
     *
     * @param where named in messages
     */
    static ProjectSettings of(long seed, Map<String, String> changes, Path where) {
        try {
            return ChangedSettings.of(new ProjectSettings("full", TextToImage.Settings.PAPER.withSeed(seed),
                    ObjectDetection.Config.STANDARD, SentenceFilter.ALL), changes);
        } catch (UserException e) {
            throw new UserException(where + ": " + e.getMessage(), e);
        }
    }
}
