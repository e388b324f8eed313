package syntic.pack;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import javax.imageio.ImageIO;
import syntic.corpus.Caption;
import syntic.io.AtomicFile;
import syntic.model.RgbImage;
import syntic.stage.ImageGenerator;
import syntic.stage.ImageTextEncoder;
import syntic.stage.ObjectDetector;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * Draws a picture for every caption and keeps its feature and the tags of its objects.
 *
 * @param detector null where no system takes objects
 * @param pictures folder in which the pictures are kept as PNG files, or null
 */
public record PictureMaker(ImageGenerator generator, ImageTextEncoder encoder, ObjectDetector detector, Path pictures)
        implements PackMaker<Caption> {
    private static final int BATCH = 16;
    private static final int NAME_DIGITS = 32;

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
        Provenance made = made(generator.config(), detector == null ? null : detector.config(), models);
        SortedMap<String, String> settings = new TreeMap<>(made.settings());
        settings.putAll(generator.unusual());
        return new Provenance(made.stage(), settings, made.inputs());
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
        return pictures == null || Files.exists(picture(pictures, item.id()));
    }

    @Override
    public Map<String, Made> make(List<PackItem<Caption>> items, BiConsumer<PackItem<Caption>, String> failed) {
        List<Caption> captions = UnusableSentence.without(items, failed).stream().map(PackItem::source).toList();
        List<RgbImage> drawn = generator.generate(captions);
        float[][] features = encoder.images(drawn);
        Map<String, Made> made = new LinkedHashMap<>();
        for (int i = 0; i < features.length; i++) {
            keep(captions.get(i).id(), drawn.get(i));
            made.put(captions.get(i).id(), new Made(features[i], Tagging.tags(drawn.get(i), detector)));
        }
        return made;
    }

    private void keep(String id, RgbImage picture) {
        if (pictures != null) {
            BufferedImage image = picture.toBufferedImage();
            AtomicFile.write(picture(pictures, id), out -> ImageIO.write(image, "png", out));
        }
    }

    /**
     * Where the picture of a caption is kept. Ids may be anything; those that are no plain names of files are replaced
     * by their sums.
     */
    public static Path picture(Path pictures, String id) {
        String name = id.matches("[A-Za-z0-9_-][A-Za-z0-9._#-]{0,99}") ? id
                : "id-" + Fingerprint.of(List.of(id)).substring(0, NAME_DIGITS);
        return pictures.resolve(name + ".png");
    }
}
