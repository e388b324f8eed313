package syntic.pack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.stage.ImageGenerator;
import syntic.stage.ImageTextEncoder;
import syntic.stage.ObjectDetector;
import syntic.store.Provenance;

/**
 * Draws a picture for every caption and keeps its feature and the tags of its objects.
 *
 * @param detector null where no system takes objects
 * @param pictures where the pictures are kept too, or null
 */
public record PictureMaker(ImageGenerator generator, ImageTextEncoder encoder, ObjectDetector detector,
        KeptPictures pictures) implements PackMaker<Caption> {
    private static final int BATCH = 16;

    /** What also keeps the pictures, as PNG files in this folder. */
    public PictureMaker keeping(Path folder) {
        return new PictureMaker(generator, encoder, detector, KeptPictures.of(folder, made()));
    }

    /** The work on a pack in {@code folder} that has a record for each of these captions. */
    public PackJob<Caption> job(Path folder, List<Caption> captions) {
        return job(folder, encoder.width(), made(), captions, this);
    }

    /**
     * The same work, where the models are not in this process.
     *
     * @param width values of a feature
     * @param made what {@link #made()} says there
     */
    public static PackJob<Caption> job(Path folder, int width, Provenance made, List<Caption> captions,
            PackMaker<Caption> maker) {
        return new PackJob<>(folder, new PackInfo(PackKind.SYNTHETIC, width, made, ""), captions.stream()
                .map(caption -> new PackItem<>(caption.id(), caption.text(), caption)).toList(), maker);
    }

    /** What the records depend on besides the captions. */
    public Provenance made() {
        Map<String, String> models = new TreeMap<>(encoder.provenance());
        models.put("text-to-image", generator.fingerprint());
        models.putAll(Tagging.provenance(detector));
        return made(generator.config(), detector == null ? null : detector.config(), models)
                .with(generator.unusual());
    }

    /**
     * What the pictures' features and tags depend on besides the captions.
     *
     * @param drawing the generator's settings
     * @param detection the detector's settings, or null
     * @param models fingerprints under {@code clip}, {@code text-to-image} and {@code detector}, and the precision
     */
    public static Provenance made(Record drawing, Record detection, Map<String, String> models) {
        return Tagging.made("synthetic-features", drawing, detection, models);
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public boolean isComplete(PackItem<Caption> item) {
        return pictures == null || pictures.has(item.id(), item.content());
    }

    @Override
    public Map<String, Made> make(List<PackItem<Caption>> items, BiConsumer<PackItem<Caption>, String> failed) {
        List<Caption> captions = UnusableSentence.without(items, failed).stream().map(PackItem::source).toList();
        List<RgbImage> drawn = generator.generate(captions);
        float[][] features = encoder.images(drawn);
        Map<String, Made> made = new LinkedHashMap<>();
        for (int i = 0; i < features.length; i++) {
            keep(captions.get(i), drawn.get(i));
            made.put(captions.get(i).id(), new Made(features[i], Tagging.tags(drawn.get(i), detector)));
        }
        return made;
    }

    private void keep(Caption caption, RgbImage picture) {
        if (pictures != null) {
            pictures.keep(caption.id(), caption.text(), KeptPictures.png(picture));
        }
    }
}
