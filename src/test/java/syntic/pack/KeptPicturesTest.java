package syntic.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.stage.ImageGenerator;
import syntic.stage.ImageTextEncoder;
import syntic.store.ProgressListener;

/** A kept picture counts for the sentence, models and settings that it was made of, and for nothing else. */
class KeptPicturesTest {
    private static final List<Caption> CAPTIONS = List.of(new Caption("1", "1", "a dog"),
            new Caption("2/é", "2", "a cat"));

    @TempDir
    private Path folder;

    /** Draws a colour that follows from the sentence. */
    private record Drawer(Settings config) implements ImageGenerator {
        @Override
        public String fingerprint() {
            return "drawer";
        }

        @Override
        public List<RgbImage> generate(List<Caption> captions, ProgressListener listener) {
            return captions.stream().map(Drawer::draw).toList();
        }

        static RgbImage draw(Caption caption) {
            byte[] data = new byte[12];
            Arrays.fill(data, (byte) caption.text().hashCode());
            return new RgbImage(2, 2, data);
        }
    }

    private record Settings(long seed) {}

    private record Measure() implements ImageTextEncoder {
        @Override
        public String fingerprint() {
            return "measure";
        }

        @Override
        public Map<String, String> provenance() {
            return new TreeMap<>(Map.of("clip", fingerprint()));
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public float[][] images(List<RgbImage> images) {
            return images.stream().map(image -> new float[] {image.data()[0]}).toArray(float[][]::new);
        }

        @Override
        public float[][] texts(List<String> sentences) {
            return new float[sentences.size()][1];
        }

        @Override
        public ClipTokenizer tokenizer() {
            throw new UnsupportedOperationException("nothing is decoded");
        }
    }

    private static PictureMaker maker(long seed) {
        return new PictureMaker(new Drawer(new Settings(seed)), new Measure(), null, null);
    }

    private int made(PictureMaker maker, List<Caption> captions) {
        return maker.job(folder.resolve("pack"), captions).run(ProgressListener.SILENT, () -> false).made();
    }

    @Test
    void thePictureOfAFormerSentenceIsDrawnAnew() {
        PictureMaker keeping = maker(7).keeping(folder.resolve("pictures"));
        assertEquals(2, made(keeping, CAPTIONS));
        assertEquals(0, made(keeping, CAPTIONS));
        List<Caption> changed = List.of(new Caption("1", "1", "a house"), CAPTIONS.get(1));
        assertEquals(1, made(maker(7), changed));
        assertEquals(1, made(keeping, changed), "the record is there, its picture is not");
        for (Caption caption : changed) {
            assertArrayEquals(Drawer.draw(caption).data(),
                    RgbImage.read(keeping.pictures().file(caption.id())).data());
        }
        assertEquals(0, made(keeping, changed));
    }

    @Test
    void otherSettingsAndFilesThatSayNothingDoNotCount() throws IOException {
        KeptPictures kept = maker(7).keeping(folder).pictures();
        byte[] png = KeptPictures.png(Drawer.draw(CAPTIONS.get(0)));
        kept.keep("1", "a dog", png);
        assertTrue(kept.has("1", "a dog"));
        assertFalse(maker(8).keeping(folder).pictures().has("1", "a dog"));
        assertFalse(kept.has("2", "a dog"), "nothing is there");
        Files.copy(kept.file("1"), kept.file("2"));
        assertFalse(kept.has("2", "a dog"), "it is of another id");
        Files.write(kept.file("1"), png);
        assertFalse(kept.has("1", "a dog"));
        Files.write(kept.file("1"), new byte[] {1, 2, 3});
        assertFalse(kept.has("1", "a dog"));
    }
}
