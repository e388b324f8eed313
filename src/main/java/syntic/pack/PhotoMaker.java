package syntic.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import syntic.io.UserException;
import syntic.model.RgbImage;
import syntic.stage.ImageTextEncoder;
import syntic.stage.ObjectDetector;
import syntic.store.Fingerprint;

/**
 * Encodes photos and keeps the tags of their objects.
 *
 * @param detector null where no system takes objects
 */
public record PhotoMaker(ImageTextEncoder encoder, ObjectDetector detector) implements PackMaker<Path> {
    private static final int BATCH = 32;

    /**
     * The work on a pack in {@code folder} that has a record for each of these photos.
     *
     * @param photos by image id
     */
    public PackJob<Path> job(Path folder, Map<String, Path> photos) {
        List<PackItem<Path>> items = new ArrayList<>();
        photos.forEach((id, file) -> items.add(new PackItem<>(id, sum(file), file)));
        Map<String, String> models = new TreeMap<>(encoder.provenance());
        models.putAll(Tagging.provenance(detector));
        return new PackJob<>(folder, new PackInfo(PackKind.PHOTOS, encoder.width(), Tagging.made("photo-features", null,
                detector == null ? null : detector.config(), models), ""), items, this);
    }

    private static String sum(Path file) {
        try {
            return Fingerprint.of(Files.readAllBytes(file));
        } catch (IOException e) {
            // Of no record: so it is asked for again, and named when it is to be made.
            return "";
        }
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Map<String, Made> make(List<PackItem<Path>> items, BiConsumer<PackItem<Path>, String> failed) {
        Map<String, RgbImage> photos = new LinkedHashMap<>();
        for (PackItem<Path> item : items) {
            try {
                photos.put(item.id(), RgbImage.read(item.source()));
            } catch (UserException e) {
                failed.accept(item, e.getMessage());
            }
        }
        float[][] features = encoder.images(List.copyOf(photos.values()));
        Map<String, Made> made = new LinkedHashMap<>();
        photos.forEach((id, photo) -> made.put(id, new Made(features[made.size()], Tagging.tags(photo, detector))));
        return made;
    }
}
