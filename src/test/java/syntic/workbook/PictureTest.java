package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Galleries and drawings. */
class PictureTest {
    private static BufferedImage plain(int width, int height, Color colour) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, colour.getRGB());
        }
        return picture;
    }

    @Test
    void badBoxesAreRefused() {
        FigureTest.assertMessage(() -> new Drawing.Box(0.5, 0, 0.2, 1, "dog", 0.9), "'dog'");
        FigureTest.assertMessage(() -> Drawing.attention(plain(8, 8, Color.RED), List.of(), 0.5), "0 boxes");
    }

    @Test
    void enlargedPixelsAreSquares() {
        BufferedImage picture = plain(2, 2, Color.RED);
        picture.setRGB(1, 1, Color.BLUE.getRGB());
        BufferedImage enlarged = Drawing.enlarged(picture, 3);
        assertEquals(27, FigureTest.count(enlarged, Color.RED));
        assertEquals(9, FigureTest.count(enlarged, Color.BLUE));
    }

    @Test
    void galleryShowsEveryPictureSharpWithItsFrameAndCaption() {
        BufferedImage red = plain(64, 64, Color.RED);
        BufferedImage bare = Gallery.of("").add(red, "").add(red, "").picture();
        assertEquals(2 * 512 * 512, FigureTest.count(bare, Color.RED));
        BufferedImage full = Gallery.of("Photos").add(red, "a red dog on the beach", Palette.RIGHT)
                .add(red, "a blue car", Palette.WRONG).picture();
        assertEquals(2 * 512 * 512, FigureTest.count(full, Color.RED));
        assertTrue(FigureTest.count(full, Palette.RIGHT) > 4000 && FigureTest.count(full, Palette.WRONG) > 4000);
        assertTrue(full.getHeight() > bare.getHeight());
    }

    @Test
    void galleryStaysAsWideAsANotebook() {
        Gallery gallery = Gallery.of("").columns(6);
        for (int i = 0; i < 12; i++) {
            gallery = gallery.add(plain(512, 384, Color.RED), "a caption with several words");
        }
        assertTrue(gallery.picture().getWidth() <= 1800);
        FigureTest.assertMessage(() -> Gallery.of("Photos").columns(7), "'Photos'", "7", "1 to 6");
    }

    @Test
    void boxesLieWhereTheObjectsAre() {
        BufferedImage drawn = Drawing.boxes(plain(64, 64, Color.WHITE),
                List.of(new Drawing.Box(0.25, 0.5, 0.75, 1, "dog", 0.93)));
        assertEquals(Palette.BLUE.getRGB(), drawn.getRGB(drawn.getWidth() / 4, drawn.getHeight() * 3 / 4));
        assertEquals(Color.WHITE.getRGB(), drawn.getRGB(drawn.getWidth() / 2, drawn.getHeight() * 3 / 4));
    }

    @Test
    void namesOfBoxesCloseToEachOtherAreAllSeen() {
        List<Drawing.Box> boxes = new ArrayList<>();
        for (String name : List.of("umbrella", "person", "flower")) {
            double shift = 0.02 * boxes.size();
            boxes.add(new Drawing.Box(0.1 + shift, 0.3 + shift, 0.3 + shift, 0.8 + shift, name, 0.9));
        }
        BufferedImage drawn = Drawing.boxes(plain(64, 64, Color.WHITE), boxes);
        int crossings = 2000; // pixels of frames under others' names; a name has twice as many
        for (int i = 0; i < boxes.size(); i++) {
            BufferedImage alone = Drawing.boxes(plain(64, 64, Color.WHITE), List.of(boxes.get(i)));
            assertEquals(FigureTest.count(alone, Palette.BLUE), FigureTest.count(drawn, Palette.series(i)), crossings,
                    boxes.get(i).label());
        }
        Drawing.boxes(plain(16, 16, Color.WHITE), Collections.nCopies(99, boxes.get(0)));
        Drawing.boxes(plain(16, 16, Color.WHITE), List.of(new Drawing.Box(1.5, 1.5, 2, 2, "outside", 0.5)));
    }

    @Test
    void attentionBarsGrowWithTheWeight() {
        List<Drawing.Box> boxes = List.of(new Drawing.Box(0, 0, 1, 1, "dog", 0.9),
                new Drawing.Box(0, 0, 1, 1, "car", 0.9));
        BufferedImage drawn = Drawing.attention(plain(64, 64, Color.WHITE), boxes, 0.8, 0.2);
        BufferedImage beside = drawn.getSubimage(600, 0, drawn.getWidth() - 600, drawn.getHeight());
        double dog = FigureTest.count(beside, Palette.BLUE);
        assertEquals(4, dog / FigureTest.count(beside, Palette.VERMILLION), 0.1);
        assertTrue(FigureTest.coloured(Drawing.attention(plain(64, 64, Color.WHITE), List.of())) > 50,
                "no object is said, not an error");
    }
}
