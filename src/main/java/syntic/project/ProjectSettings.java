package syntic.project;

import java.nio.file.Path;
import java.util.Map;
import syntic.io.UserException;
import syntic.model.diffusion.TextToImage;
import syntic.stage.ObjectDetection;

/** How a project's pictures are drawn and its objects found: the standard settings, and what it says otherwise. */
record ProjectSettings(TextToImage.Settings synthesis, ObjectDetection.Config detection) {

    /** @param where named in messages */
    static ProjectSettings of(long seed, Map<String, String> settings, Path where) {
        ProjectSettings made = new ProjectSettings(TextToImage.Settings.PAPER.withSeed(seed),
                ObjectDetection.Config.STANDARD);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            try {
                made = made.with(setting.getKey(), setting.getValue());
            } catch (IllegalArgumentException e) {
                throw new UserException(where + ": " + setting.getKey() + " = " + setting.getValue() + ": "
                        + e.getMessage(), e);
            }
        }
        return made;
    }

    private ProjectSettings with(String name, String value) {
        ObjectDetection.Config d = detection;
        return switch (name) {
            case "synthesis.steps" -> new ProjectSettings(synthesis.withSteps(Integer.parseInt(value)), d);
            case "synthesis.guidance" -> new ProjectSettings(synthesis.withGuidance(Double.parseDouble(value)), d);
            case "detection.threshold" -> new ProjectSettings(synthesis, d.withThreshold(Double.parseDouble(value)));
            case "detection.mostTags" -> new ProjectSettings(synthesis,
                    new ObjectDetection.Config(d.threshold(), Integer.parseInt(value), d.batch()));
            default -> throw new UserException("a project has no setting '" + name + "'; it has synthesis.steps, "
                    + "synthesis.guidance, detection.threshold, detection.mostTags");
        };
    }
}
