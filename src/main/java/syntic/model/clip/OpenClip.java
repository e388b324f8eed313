package syntic.model.clip;

import java.nio.file.Files;
import java.nio.file.Path;
import syntic.model.ModelException;
import syntic.nn.Weights;

/** Refuses CLIPs in the layout of the OpenCLIP library: other files, and other names for the same tensors. */
final class OpenClip {
    private static final String CONFIG = "open_clip_config.json";
    private static final String NEEDED = " is in the layout of OpenCLIP; what is read is that of transformers "
            + "(config.json with model_type 'clip', model.safetensors with text_model.… and vision_model.…). Many "
            + "repositories of OpenCLIP models hold both, such as laion/CLIP-ViT-B-32-laion2B-s34B-b79K: take these "
            + "files of the same repository, or convert it with transformers";

    private OpenClip() {}

    /** @throws ModelException if there is OpenCLIP's configuration and no other */
    static void refuse(Path folder) {
        if (Files.exists(folder.resolve(CONFIG)) && !Files.exists(folder.resolve("config.json"))) {
            throw new ModelException(folder + " (" + CONFIG + ")" + NEEDED);
        }
    }

    /** @throws ModelException if the tensors have OpenCLIP's names */
    static void refuse(Weights weights) {
        if (weights.names().stream().anyMatch(name -> name.startsWith("visual."))) {
            throw new ModelException(weights.source() + NEEDED);
        }
    }
}
