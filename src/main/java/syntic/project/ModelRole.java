package syntic.project;

import java.util.Arrays;
import java.util.stream.Collectors;
import syntic.io.UserException;

/** What a project needs a frozen model for. */
public enum ModelRole {
    CLIP("clip", "CLIP", "openai/clip-vit-base-patch32"),
    TEXT_TO_IMAGE("text-to-image", "a text-to-image model", "stable-diffusion-v1-5/stable-diffusion-v1-5"),
    DETECTOR("detector", "a detector", "facebook/detr-resnet-50");

    private final String key;
    private final String description;
    private final String example;

    ModelRole(String key, String description, String example) {
        this.key = key;
        this.description = description;
        this.example = example;
    }

    /** Its name in {@code project.json}; the option of {@code project create} is the same with two dashes. */
    public String key() {
        return key;
    }

    /** What it is, for messages. */
    public String description() {
        return description;
    }

    /** A model on the Hugging Face hub that serves. */
    public String example() {
        return example;
    }

    static ModelRole of(String key) {
        return Arrays.stream(values()).filter(role -> role.key.equals(key)).findFirst()
                .orElseThrow(() -> new UserException("there is no model '" + key + "'; there are "
                        + Arrays.stream(values()).map(ModelRole::key).collect(Collectors.joining(", "))));
    }
}
