package syntic.evaluate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import syntic.corpus.ImageNames;

/**
 * Finds the pictures of images in folders: by the file name that the captions' file gives, else by the image id, which
 * is the name of the file without its extension or, as in COCO, the number at its end
 * ({@code COCO_val2014_000000391895.jpg} is image 391895).
 */
final class PictureFiles {

    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "gif", "bmp");
    private static final Pattern NAME = Pattern.compile("(.+)\\.([^.]+)");
    private static final Pattern NUMBER_AT_END = Pattern.compile(".*?(\\d+)");

    private final List<Path> folders;
    /** Pictures by name without extension, and by the number at its end. */
    private final Map<String, List<Path>> byId = new HashMap<>();

    /** @throws IOException if a folder cannot be read */
    PictureFiles(List<Path> folders) throws IOException {
        this.folders = folders;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder + ": no such folder of images");
            }
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(this::add);
            }
        }
    }

    private void add(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && EXTENSIONS.contains(name.group(2).toLowerCase(Locale.ROOT))) {
            String stem = name.group(1);
            byId.computeIfAbsent(stem, id -> new ArrayList<>()).add(file);
            Matcher number = NUMBER_AT_END.matcher(stem);
            String digits = number.matches() ? withoutZeros(number.group(1)) : stem;
            if (!digits.equals(stem)) {
                byId.computeIfAbsent(digits, id -> new ArrayList<>()).add(file);
            }
        }
    }

    private static String withoutZeros(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }

    /**
     * The picture of each image, in the order of the ids.
     *
     * @param captions the file that the ids are from
     * @throws IOException naming the first image that has no picture, or several
     */
    Map<String, Path> find(Path captions, Collection<String> ids) throws IOException {
        Map<String, String> names = ImageNames.read(captions);
        Map<String, Path> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String id : ids) {
            List<Path> pictures = named(names.get(id));
            if (pictures.isEmpty()) {
                pictures = byId.getOrDefault(id, List.of());
            }
            if (pictures.size() > 1) {
                throw new IOException(captions + ": image " + id + " may be " + pictures.get(0) + " or "
                        + pictures.get(1) + "; give --images the right folder only");
            }
            if (pictures.isEmpty()) {
                missing.add(id);
            } else {
                found.put(id, pictures.get(0));
            }
        }
        if (!missing.isEmpty()) {
            String id = missing.get(0);
            throw new FileNotFoundException(String.format(Locale.ROOT, "%s: image %s%s is not in %s (missing: %,d of "
                    + "%,d images); give --images the folder of the images, or leave their captions out", captions, id,
                    names.containsKey(id) ? " (" + names.get(id) + ")" : "", folders, missing.size(), ids.size()));
        }
        return found;
    }

    /** A name may begin with a folder that is below the given one, or that is the given one. */
    private List<Path> named(String name) {
        if (name == null) {
            return List.of();
        }
        try {
            Path path = Path.of(name);
            return folders.stream().map(folder -> Files.isRegularFile(folder.resolve(path)) ? folder.resolve(path)
                    : folder.resolve(path.getFileName())).filter(Files::isRegularFile).toList();
        } catch (InvalidPathException e) {
            return List.of();
        }
    }
}
