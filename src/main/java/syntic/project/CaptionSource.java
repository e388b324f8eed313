package syntic.project;

import java.nio.file.Path;

/**
 * A file of captions, or one split of it.
 *
 * @param split the file's own name of the split; null for a file that holds one only
 */
public record CaptionSource(Path file, String split) {
    @Override
    public String toString() {
        return split == null ? file.toString() : file + " (" + split + ")";
    }
}
