package syntic.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import syntic.io.UserException;
import syntic.model.RgbImage;

/**
 * A photo to try the models on.
 *
 * @param file of the first photo that can be read; nothing where none can
 * @param unreadable why those before it cannot, each with the name of its file
 */
record ReadablePhoto(Optional<Path> file, List<String> unreadable) {
    /** The first of these photos that can be read. */
    static ReadablePhoto of(List<Path> photos) {
        List<String> unreadable = new ArrayList<>();
        for (Path photo : photos) {
            try {
                RgbImage.read(photo);
                return new ReadablePhoto(Optional.of(photo), unreadable);
            } catch (UserException e) {
                unreadable.add(e.getMessage());
            }
        }
        return new ReadablePhoto(Optional.empty(), unreadable);
    }
}
