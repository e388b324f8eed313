package syntic.corpus;

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

/**
 * Finds the pictures of images in folders: by the file name that the captions' file gives, else by the image id, which
 * is the name of the file without its extension or, as in COCO, the number at its end
 * ({@code COCO_val2014_000000391895.jpg} is image 391895).
 */
public final class PictureFiles {

    private static final Set<String> READ = Set.of("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff");
    /** Pictures too, though not for this library: reading them says so. */
    private static final Set<String> NOT_READ = Set.of("webp", "avif", "heic", "ico", "ppm", "pgm", "pbm");
    private static final Pattern NAME = Pattern.compile("(.+)\\.([^.]+)");
    private static final Pattern NUMBER_AT_END = Pattern.compile(".*?(\\d+)");

    /**
     * The pictures of images.
     *
     * @param files by image id, in the order of the ids
     * @param refused image id to why its picture may not be read
     * @param missing ids of images that have no picture
     * @param names file names by image id, as the captions' file gives them
     * @param like pictures whose names differ from a missing id only by zeros at the beginning or by the extension
     */
    public record Found(Map<String, Path> files, Map<String, String> refused, List<String> missing,
            Map<String, String> names, Map<String, Path> like) {

        public static Found none() {
            return new Found(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashMap<>(),
                    new LinkedHashMap<>());
        }

        /** The first image that is missing, for messages: its id, its name, and what may be meant. */
        public String firstMissing() {
            String id = missing.get(0);
            return id + (names.containsKey(id) ? " (" + names.get(id) + ")" : "") + (like.containsKey(id)
                    ? " (" + like.get(id) + " differs by zeros or by the extension; let both be the same)" : "");
        }
    }

    private final List<Path> folders;
    private final boolean followLinks;
    /** Pictures by name without extension, and by the number at its end. */
    private final Map<String, List<Path>> byId = new HashMap<>();

    /**
     * @param followLinks whether links may lead out of the folders; names never may
     * @throws IOException if a folder cannot be read
     */
    public PictureFiles(List<Path> folders, boolean followLinks) throws IOException {
        this.folders = folders;
        this.followLinks = followLinks;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder + ": no such folder of images");
            }
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> all = files.toList();
                all.forEach(file -> add(file, READ));
                all.forEach(file -> add(file, NOT_READ));
            }
        }
    }

    /** Whether a name is that of a picture, of a format that is read or not. */
    public static boolean isPicture(String name) {
        Matcher parts = NAME.matcher(name);
        String extension = parts.matches() ? parts.group(2).toLowerCase(Locale.ROOT) : "";
        return READ.contains(extension) || NOT_READ.contains(extension);
    }

    /** The id of an image that is given by the name of its file, or by itself. */
    static String idOf(String name) {
        return isPicture(name) ? FileNames.stem(name) : name;
    }

    private void add(Path file, Set<String> extensions) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && extensions.contains(name.group(2).toLowerCase(Locale.ROOT))) {
            String stem = name.group(1);
            Matcher number = NUMBER_AT_END.matcher(stem);
            for (String id : Set.copyOf(List.of(stem, number.matches() ? withoutZeros(number.group(1)) : stem))) {
                List<Path> pictures = byId.computeIfAbsent(id, none -> new ArrayList<>());
                if (extensions.equals(READ) || pictures.isEmpty()) {
                    pictures.add(file);
                }
            }
        }
    }

    private static String withoutZeros(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }

    /**
     * The picture of each image.
     *
     * @param captions the file that the ids are from
     * @param names of files by image id, as that file gives them; where it does not, the id is looked for
     * @throws IOException naming the first image that has no picture, or several
     */
    public Found find(Path captions, Map<String, String> names, Collection<String> ids) throws IOException {
        Found found = look(captions, names, ids);
        if (!found.missing.isEmpty()) {
            throw new FileNotFoundException(String.format(Locale.ROOT, "%s: image %s is not in %s (missing: %,d of %,d "
                    + "images); name the folder of the images too, or leave their captions out", captions,
                    found.firstMissing(), folders, found.missing.size(), ids.size()));
        }
        return found;
    }

    /**
     * As {@link #find}, but images without a picture are listed.
     *
     * @throws IOException naming the first image that has several pictures
     */
    public Found look(Path captions, Map<String, String> names, Collection<String> ids) throws IOException {
        Found found = Found.none();
        found.names.putAll(names);
        for (String id : ids) {
            String name = names.get(id);
            List<Path> pictures = named(name);
            if (pictures.isEmpty()) {
                pictures = byId.getOrDefault(id, List.of());
            }
            if (pictures.size() > 1) {
                throw new IOException(captions + ": image " + id + " may be " + pictures.get(0) + " or "
                        + pictures.get(1) + "; name the right folder only");
            }
            if (!pictures.isEmpty() && (followLinks || staysInside(pictures.get(0)))) {
                found.files.put(id, pictures.get(0));
            } else if (!pictures.isEmpty()) {
                found.refused.put(id, pictures.get(0) + ": this link leads out of " + folders
                        + "; let links do so (--follow-links) or put the file there");
            } else if (name != null && folders.stream().noneMatch(folder -> below(folder, name) != null)) {
                found.refused.put(id, captions + ": the name '" + name + "' is not that of a file in " + folders);
            } else {
                found.missing.add(id);
                byId.getOrDefault(withoutZeros(FileNames.stem(id)), List.of()).stream().findFirst()
                        .ifPresent(file -> found.like.put(id, file));
            }
        }
        return found;
    }

    /** A name may begin with a folder that is below the given one, or that is the given one. */
    private List<Path> named(String name) {
        List<Path> files = new ArrayList<>();
        for (Path folder : name == null ? List.<Path>of() : folders) {
            Path whole = below(folder, name);
            Path last = below(folder, name.substring(name.replace('\\', '/').lastIndexOf('/') + 1));
            Stream.of(whole, last).filter(file -> file != null && Files.isRegularFile(file)).findFirst()
                    .ifPresent(files::add);
        }
        return files;
    }

    /** The file of that name if the name alone does not lead out of the folder, else null. */
    private static Path below(Path folder, String name) {
        try {
            Path file = folder.resolve(name);
            Path root = folder.toAbsolutePath().normalize();
            Path target = file.toAbsolutePath().normalize();
            return target.startsWith(root) && !target.equals(root) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private boolean staysInside(Path file) throws IOException {
        Path real = file.toRealPath();
        for (Path folder : folders) {
            if (real.startsWith(folder.toRealPath())) {
                return true;
            }
        }
        return false;
    }
}
