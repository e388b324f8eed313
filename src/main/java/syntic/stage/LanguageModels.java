package syntic.stage;

import java.nio.file.Path;
import syntic.io.UserException;

/**
 * Folders of pretrained language models, for the systems that begin with one. Which language model is a property of the
 * machine, not of a system: any size of the same family serves.
 *
 * @param gpt2 of a GPT-2, or null where there is none
 * @param t5 of a T5, or null where there is none
 */
public record LanguageModels(Path gpt2, Path t5) {
    public static final LanguageModels NONE = new LanguageModels(null, null);

    /** @throws UserException if there is none */
    public Path requireGpt2() {
        return require(gpt2, "GPT-2", "gpt2", "--gpt2");
    }

    /** @throws UserException if there is none */
    public Path requireT5() {
        return require(t5, "T5", "google/flan-t5-large", "--t5");
    }

    private static Path require(Path folder, String family, String example, String option) {
        if (folder == null) {
            throw new UserException("this system begins with a pretrained " + family + ", and the frozen "
                    + "models name no folder of one; download one (such as " + example
                    + ") and name it with " + option + " FOLDER, in Java as LanguageModels");
        }
        return folder;
    }
}
