package syntic.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.StoreException;

/**
 * A folder with features of generated pictures, photos or sentences by id, the tags of their objects, and what made
 * them: {@code pack.json} and, in {@code parts}, safetensors files ({@link PackPart}) that together hold one record for
 * each id. Of two records of one id that of the later part counts. Features stay on disk.
 *
 * <p>What is seen is the pack as it was when it was opened.
 */
public final class FeaturePack {
    static final String PARTS = "parts";
    /** The stage of features that were made elsewhere: whoever has them can import them again. */
    public static final String IMPORTED = "imported-features";
    private static final String PART = ".safetensors";

    private final Path folder;
    private final PackInfo info;
    private final Map<String, Place> places;

    record Place(PackPart part, int row) {
        /** Whether all that is known of two records is the same, bit for bit. */
        boolean isSame(Place other) {
            return part.form().equals(other.part.form()) && part.arrays().keySet().stream().allMatch(name ->
                    part.arrays().get(name).row(row).equals(other.part.arrays().get(name).row(other.row)))
                    && (part.tags() == null || part.tags().get(row).equals(other.part.tags().get(other.row)));
        }
    }

    /** @param places of the records by id; they may be in parts of other packs */
    FeaturePack(Path folder, PackInfo info, Map<String, Place> places) {
        this.folder = folder;
        this.info = info;
        this.places = places;
    }

    /** Whether there is a pack in this folder, whole or not. */
    public static boolean exists(Path folder) {
        return PackInfo.isIn(folder);
    }

    /** Values of a feature of the pack in this folder. @throws StoreException as {@link #open} */
    public static int width(Path folder) {
        return PackInfo.read(folder).width();
    }

    /** @throws StoreException naming the file if the pack is damaged, of a newer version, or none */
    public static FeaturePack open(Path folder) {
        PackInfo info = PackInfo.read(folder);
        Map<String, Place> places = new LinkedHashMap<>();
        forEachPart(folder, info, file -> true, part -> {
            for (int row = 0; row < part.ids().size(); row++) {
                places.put(part.ids().get(row), new Place(part, row));
            }
        });
        return new FeaturePack(folder, info, places);
    }

    /** Opens parts, the oldest first. One that a job replaces meanwhile gives way to the one that took its place. */
    static void forEachPart(Path folder, PackInfo info, Predicate<Path> wanted, Consumer<PackPart> use) {
        Set<Path> opened = new HashSet<>();
        boolean replaced = true;
        while (replaced) {
            replaced = false;
            for (Path file : parts(folder)) {
                if (wanted.test(file) && opened.add(file)) {
                    try {
                        use.accept(PackPart.open(file, info));
                    } catch (StoreException e) {
                        if (Files.exists(file)) {
                            throw e;
                        }
                        replaced = true;
                    }
                }
            }
        }
    }

    /** Files of records, the oldest first. */
    static List<Path> parts(Path folder) {
        Path parts = folder.resolve(PARTS);
        if (!Files.isDirectory(parts)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(parts)) {
            return files.filter(file -> file.toString().endsWith(PART)).sorted().toList();
        } catch (IOException e) {
            throw UserException.ofReading(parts, e);
        }
    }

    /** The file of a part that will be later than all that are there. */
    static Path newPart(Path folder) {
        List<Path> parts = parts(folder);
        return part(folder, parts.isEmpty() ? 1 : number(parts.get(parts.size() - 1)) + 1);
    }

    /** The file of a part that takes the place of another. */
    static Path replacing(Path part) {
        return part(part.getParent().getParent(), number(part));
    }

    private static int number(Path part) {
        String name = part.getFileName().toString();
        return name.matches("\\d{6}-.*") ? Integer.parseInt(name.substring(0, 6)) : 0;
    }

    private static Path part(Path folder, int number) {
        // Of two processes that name a part at once, neither writes into that of the other.
        return folder.resolve(PARTS).resolve(String.format(Locale.ROOT, "%06d-%08x%s", number,
                ThreadLocalRandom.current().nextInt(), PART));
    }

    /** What gives features one after the other, so that they need not fit into memory. */
    public interface Source {
        /** @param each takes rows {@code from} to {@code from + count} in their order */
        void forEach(int from, int count, Consumer<float[]> each);
    }

    /**
     * Writes a pack in one go.
     *
     * @param folder must not have a pack yet
     * @param images what made their features is what the pack says of itself
     * @param sentences by id; empty where the features are not of sentences or the sentences are not known
     * @param licence a note for those who get the pack; may be empty
     */
    public static void write(Path folder, PackKind kind, ImageFeatures images, Map<String, String> sentences,
            String licence) {
        FeatureSet features = images.features();
        PackInfo info = new PackInfo(kind, features.width(), features.provenance(), licence);
        Map<String, List<String>> tags = new HashMap<>();
        features.ids().forEach(id -> tags.put(id, images.tags().getOrDefault(id, List.of())));
        new PackBeginning(folder, info).write(features.ids(), tags, sentences, (from, count, each) -> {
            for (int row = from; row < from + count; row++) {
                each.accept(features.row(row));
            }
        }, rowsOfPart(info.width()));
    }

    /** Of features of this width, so many that a part has no more than a gigabyte. */
    static int rowsOfPart(int width) {
        return (int) Math.max(1, (1L << 30) / ((long) Float.BYTES * width));
    }

    /**
     * Writes a pack of features that were made elsewhere.
     *
     * @param folder must not have a pack yet
     * @param made what is known of how they were made, of the stage {@link #IMPORTED}
     * @param tags by id; those of which nobody looked for objects are not named
     * @param sentences by id; empty where the features are not of sentences
     * @param source of the features, in the order of {@code ids}
     */
    public static void writeImported(Path folder, int width, Provenance made, String licence, List<String> ids,
            Map<String, List<String>> tags, Map<String, String> sentences, Source source) {
        new PackBeginning(folder, new PackInfo(PackKind.IMPORTED, width, made, licence))
                .write(ids, tags, sentences, source, rowsOfPart(width));
    }

    static boolean isImported(Provenance made) {
        return made.stage().equals(IMPORTED);
    }

    static byte[] bytes(float[] feature) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * feature.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(feature);
        return bytes.array();
    }

    public PackKind kind() {
        return info.kind();
    }

    /** Models, settings and seed, but not the sentences or photos. */
    public Provenance made() {
        return info.made();
    }

    /** A note for those who get the pack; may be empty. */
    public String licence() {
        return info.licence();
    }

    /** Writes what {@code pack.json} says, for those who get what the pack holds in other files. */
    public void describe(Path file) {
        info.writeTo(file);
    }

    /** Values of a feature. */
    public int width() {
        return info.width();
    }

    public List<String> ids() {
        return List.copyOf(places.keySet());
    }

    public boolean has(String id) {
        return places.containsKey(id);
    }

    /** Those captions that have no record, or one of another sentence. */
    public List<Caption> missing(List<Caption> captions) {
        return captions.stream().filter(caption -> {
            Place place = places.get(caption.id());
            return place == null || !place.part().isOf(place.row(), PackPart.digest(caption.text()));
        }).toList();
    }

    /** @throws StoreException naming some, if a caption has no record, or one of another sentence */
    public void requireAll(List<Caption> captions, String remedy) {
        List<Caption> missing = missing(captions);
        if (!missing.isEmpty()) {
            throw new StoreException(folder + ": " + missing.size() + " of " + captions.size() + " captions have no "
                    + "features there, or those of another sentence: " + missing.stream().limit(3)
                    .map(caption -> "'" + caption.id() + "'").collect(Collectors.joining(", "))
                    + (missing.size() > 3 ? ", …" : "") + "; " + remedy);
        }
    }

    /** Features in this order. @throws StoreException if there is no record of an id */
    public FeatureRows features(List<String> ids) {
        try (FeatureSet.Builder builder = new FeatureSet.Builder(ids, info.width())) {
            ids.forEach(id -> builder.add(feature(id)));
            return builder.build(info.made());
        }
    }

    /** One feature. @throws StoreException if there is no record of the id */
    public float[] feature(String id) {
        Place place = place(id);
        return place.part().feature(place.row());
    }

    Place place(String id) {
        Place place = places.get(id);
        if (place == null) {
            throw new StoreException(folder + ": there are no features of '" + id + "' among the " + places.size()
                    + " there; make or import them");
        }
        return place;
    }

    /** Names of the objects by id, the surest first; what nobody looked at is not named. */
    public Map<String, List<String>> tags() {
        Map<String, List<String>> tags = new LinkedHashMap<>();
        places.forEach((id, place) -> {
            if (place.part().tags() != null) {
                tags.put(id, place.part().tags().get(place.row()));
            }
        });
        return Collections.unmodifiableMap(tags);
    }

    /** Features in memory with tags, in this order. @throws StoreException if there is no record of an id */
    public ImageFeatures images(List<String> ids) {
        List<List<String>> tags = new ArrayList<>();
        for (String id : ids) {
            Place place = place(id);
            tags.add(place.part().tags() == null ? List.of() : place.part().tags().get(place.row()));
        }
        return ImageFeatures.of(features(ids).inMemory(), tags);
    }
}
