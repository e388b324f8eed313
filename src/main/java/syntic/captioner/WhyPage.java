package syntic.captioner;

import java.nio.file.Path;
import syntic.method.syntic.Syntic;

/** Draws why a caption came out as it did. */
@FunctionalInterface
public interface WhyPage {
    /**
     * Writes a page that needs no other file.
     *
     * @param title such as the photo's name
     * @param note what else is to be said; may be empty
     */
    void write(Path file, String title, Syntic.Why why, String note);
}
