package syntic.project;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code project.json} says. Each part may be empty until something needs it.
 *
 * @param name unique among the data sets of a comparison
 * @param captions files by split: {@code train}, {@code validation}, {@code test} or any other
 * @param support files of further sentences, to look up and not to train on
 * @param photos folders by split; those of {@link #EVERY_SPLIT} are looked through for every one
 * @param models folders of the frozen models
 * @param seed of the initial noise of pictures
 * @param settings that are not the standard ones, by name, such as {@code synthesis.guidance}
 */
public record ProjectParts(String name, SortedMap<String, List<CaptionSource>> captions, List<CaptionSource> support,
        SortedMap<String, List<Path>> photos, SortedMap<ModelRole, Path> models, long seed,
        SortedMap<String, String> settings) {
    /** The name under which photos of every split stand. */
    public static final String EVERY_SPLIT = "all";

    public ProjectParts {
        captions = Collections.unmodifiableSortedMap(new TreeMap<>(captions));
        support = List.copyOf(support);
        photos = Collections.unmodifiableSortedMap(new TreeMap<>(photos));
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Nothing yet. */
    public static ProjectParts none(String name) {
        return new ProjectParts(name, new TreeMap<>(), List.of(), new TreeMap<>(), new TreeMap<>(), 1, new TreeMap<>());
    }

    public ProjectParts withName(String value) {
        return new ProjectParts(value, captions, support, photos, models, seed, settings);
    }

    public ProjectParts withCaptions(Map<String, List<CaptionSource>> more) {
        return new ProjectParts(name, joined(captions, more), support, photos, models, seed, settings);
    }

    public ProjectParts withSupport(List<CaptionSource> files) {
        return new ProjectParts(name, captions, files, photos, models, seed, settings);
    }

    public ProjectParts withPhotos(Map<String, List<Path>> more) {
        return new ProjectParts(name, captions, support, joined(photos, more), models, seed, settings);
    }

    public ProjectParts withModels(Map<ModelRole, Path> more) {
        return new ProjectParts(name, captions, support, photos, joined(models, more), seed, settings);
    }

    public ProjectParts withSeed(long value) {
        return new ProjectParts(name, captions, support, photos, models, value, settings);
    }

    public ProjectParts withSettings(Map<String, String> more) {
        return new ProjectParts(name, captions, support, photos, models, seed, joined(settings, more));
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> joined(SortedMap<K, V> known, Map<K, V> more) {
        SortedMap<K, V> all = new TreeMap<>(known);
        all.putAll(more);
        return all;
    }
}
