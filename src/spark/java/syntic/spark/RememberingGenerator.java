package syntic.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(drawn.get(id).toBufferedImage(), "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }
}
