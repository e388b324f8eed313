package syntic.miniature;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import syntic.corpus.Caption;
import syntic.data.ItemSeconds;
import syntic.miniature.world.Scene;
import syntic.model.RgbImage;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectDetection;
import syntic.store.Provenance;

/**
 * The plain corpus with something better in the place of its generated pictures: bounds for what better pictures can
 * bring.
 */
record PicturedData(Miniature mini, Pictures pictures) implements OtherPlain {
    private static final String PICTURES = "pictures";

    /** What stands for the picture of a sentence. */
    enum Pictures {
        /** The scene as an illustrator draws it: what the text-to-image model learns to make. */
        ILLUSTRATIONS,
        /** The photo that the sentence describes; whoever uses it is not text-only. */
        PHOTOS,
        /** The sentence's own text feature, with the objects of its generated picture: no picture can be nearer. */
        SENTENCES
    }

    private record Of(Pictures pictures) {}

    @Override
    public String name() {
        return "pictures: " + pictures.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, String> inputs() {
        Map<String, String> inputs = new TreeMap<>(plain().inputs());
        inputs.put(PICTURES, pictures.name());
        return inputs;
    }

    /** Nothing is drawn. */
    @Override
    public ItemSeconds itemSeconds() {
        return plain().itemSeconds().withoutPicture();
    }

    @Override
    public ImageFeatures synthetic() {
        if (pictures == Pictures.SENTENCES) {
            return new ImageFeatures(plain().sentences().inMemory(), plain().synthetic().tags());
        }
        List<Caption> captions = plain().sentences().corpus().captions();
        Map<String, String> from = new TreeMap<>(plain().inputs());
        from.put("corpus", Miniature.fingerprint(captions));
        from.put("detection", ObjectDetection.Config.STANDARD.toString());
        return ImageFeatures.open(mini.store().folder(Provenance.of("scene-pictures", new Of(pictures), from),
                folder -> encoded(captions).save(folder, PICTURES)), PICTURES);
    }

    private ImageFeatures encoded(List<Caption> captions) {
        List<RgbImage> drawn = captions.stream().map(Caption::imageId).map(scene -> new RgbImage(Scene.SIZE, Scene.SIZE,
                pictures == Pictures.PHOTOS ? mini.world().photo(scene) : mini.world().illustration(scene))).toList();
        return ImageFeatures.of(captions.stream().map(Caption::id).toList(), drawn, mini.encoding(), mini.detection());
    }
}
