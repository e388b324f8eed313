package syntic.captioner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import syntic.corpus.PictureFiles;
import syntic.io.UserException;

/**
 * A photo to caption.
 *
 * @param id the image's, as files of references have it
 */
record Photo(String id, Path file) {
    /** Of a file's name, where most systems allow 255 with its extension. */
    private static final int MOST_BYTES = 200;
    /** COCO's files carry the image's number at their end. */
    private static final Pattern COCO = Pattern.compile("COCO_\\w+_0*(\\d+)");

    /** A file under the name that it has without its extension; of COCO's files the number. */
    static Photo of(Path file) {
        String name = file.getFileName().toString();
        String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        Matcher coco = COCO.matcher(stem);
        return new Photo(coco.matches() ? coco.group(1) : stem, file);
    }

    /** A name for a file of this photo, without extension: ids may name folders, or be longer than systems allow. */
    String fileName() {
        String name = id.replaceAll("[/\\\\\\p{Cntrl}]", "_");
        while (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name;
    }

    /** Files as they are, and of folders the pictures that lie in them, by name; those that are not read as well. */
    static Stream<Photo> in(List<Path> paths) {
        return paths.stream().flatMap(path -> Files.isDirectory(path) ? folder(path) : Stream.of(of(path)));
    }

    private static Stream<Photo> folder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pictures = files.filter(file -> PictureFiles.isPicture(file.getFileName().toString()))
                    .sorted().toList();
            if (pictures.isEmpty()) {
                throw new UserException(folder + ": there are no pictures in this folder; name another");
            }
            return pictures.stream().map(Photo::of);
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }
}
