package syntic.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.store.Fingerprint;

/** What is to be tested on and was in training too: scores are then too good. */
record Leakage(Project project) {

    /** One line for each kind that is found, with an example. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (project.splits().contains(Project.TRAIN)) {
            List<Caption> training = new ArrayList<>(project.captions(Project.TRAIN).captions());
            Set<String> images = training.stream().map(Caption::imageId).collect(Collectors.toSet());
            training.addAll(project.support().captions());
            Set<String> texts = training.stream().map(caption -> bare(caption.text())).collect(Collectors.toSet());
            Map<Long, List<Path>> photos = photosBySize();
            for (String split : project.splits().stream().filter(one -> !one.equals(Project.TRAIN)).toList()) {
                List<Caption> captions = project.captions(split).captions();
                warn(warnings, split, "captions are also sentences to learn from", captions.size(), captions.stream()
                        .filter(caption -> texts.contains(bare(caption.text())))
                        .map(caption -> caption.id() + " '" + caption.text() + "'").toList());
                Set<String> ids = project.captions(split).byImage().keySet();
                warn(warnings, split, "images are also images of training captions", ids.size(),
                        ids.stream().filter(images::contains).toList());
                Map<String, Path> files = project.pictures(split).files();
                warn(warnings, split, "photos are the same files as photos of training captions", files.size(),
                        files.entrySet().stream().filter(photo -> isAmong(photos, photo.getValue()))
                                .map(photo -> photo.getKey() + " (" + photo.getValue() + ")").toList());
            }
        }
        return warnings;
    }

    private static void warn(List<String> warnings, String split, String what, int all, List<String> found) {
        if (!found.isEmpty()) {
            warnings.add(String.format(Locale.ROOT, "%,d of %,d %s, such as %s", found.size(), all,
                    what.replaceFirst(" ", " of " + split + " "), found.get(0)));
        }
    }

    /** Sentences that differ in case, punctuation or spaces say the same. */
    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    private Map<Long, List<Path>> photosBySize() {
        Map<Long, List<Path>> bySize = new HashMap<>();
        new HashSet<>(project.pictures(Project.TRAIN).files().values())
                .forEach(photo -> bySize.computeIfAbsent(size(photo), none -> new ArrayList<>()).add(photo));
        return bySize;
    }

    private static boolean isAmong(Map<Long, List<Path>> photos, Path photo) {
        List<Path> alike = photos.getOrDefault(size(photo), List.of());
        return !alike.isEmpty() && alike.stream().anyMatch(one -> digest(one).equals(digest(photo)));
    }

    private static long size(Path photo) {
        return read(photo, Files::size);
    }

    private static String digest(Path photo) {
        return Fingerprint.of(read(photo, Files::readAllBytes));
    }

    /** What is read of a file. */
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    private static <T> T read(Path file, Reading<T> reading) {
        try {
            return reading.of(file);
        } catch (IOException e) {
            throw UserException.ofReading(file, e);
        }
    }
}
