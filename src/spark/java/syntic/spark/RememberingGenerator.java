package syntic.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.pack.KeptPictures;
import syntic.stage.ImageGenerator;
import syntic.store.ProgressListener;

/** Knows what another drew, by the captions' ids. */
record RememberingGenerator(ImageGenerator generator, Map<String, RgbImage> drawn) implements ImageGenerator {
    RememberingGenerator(ImageGenerator generator) {
        this(generator, new HashMap<>());
    }

    @Override
    public String fingerprint() {
        return generator.fingerprint();
    }

    @Override
    public Record config() {
        return generator.config();
    }

    @Override
    public List<RgbImage> generate(List<Caption> captions, ProgressListener listener) {
        List<RgbImage> pictures = generator.generate(captions, listener);
        for (int i = 0; i < pictures.size(); i++) {
            drawn.put(captions.get(i).id(), pictures.get(i));
        }
        return pictures;
    }

    byte[] png(String id) {
        return KeptPictures.png(drawn.get(id));
    }
}
