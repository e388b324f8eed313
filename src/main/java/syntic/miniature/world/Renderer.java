package syntic.miniature.world;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws scenes, as a camera would see them or as an illustrator would draw them.
 *
 * <p>A picture is 64 × 64 × 3 bytes, row by row, red green blue of each pixel, and a pure function of the scene and the
 * seed. Photos stand for real images; illustrations are what the miniature text-to-image model learns to make, so that
 * its images differ from photos as generated images differ from real ones.
 */
public final class Renderer {
    private static final int SIZE = Scene.SIZE;
    /** Width of the outline around an object, in pixels; inside its box. */
    static final double OUTLINE = 0.9;

    private Renderer() { }

    /** The scene with light, texture, shadows, blur, noise and colour cast. */
    public static byte[] photo(Scene scene, long seed) {
        SeededRandom random = new SeededRandom(SeededRandom.mix(seed, 1));
        Canvas canvas = new Canvas();
        Backdrop.draw(canvas, scene.setting(), random, true);
        double side = random.chance(0.5) ? 1 : -1;
        for (Placed object : scene.objects()) {
            shadow(canvas, object, side);
        }
        for (int i = scene.objects().size() - 1; i >= 0; i--) {
            drawPhotographed(canvas, scene.objects().get(i), side, random);
        }
        Camera.expose(canvas, random);
        return canvas.bytes();
    }

    /** The scene in flat colours with outlines. */
    public static byte[] illustration(Scene scene, long seed) {
        SeededRandom random = new SeededRandom(SeededRandom.mix(seed, 2));
        Canvas canvas = new Canvas();
        Backdrop.draw(canvas, scene.setting(), random, false);
        for (int i = scene.objects().size() - 1; i >= 0; i--) {
            drawFlat(canvas, scene.objects().get(i));
        }
        return canvas.bytes();
    }

    /** A picture's bytes as an image, to show or to save. */
    public static BufferedImage image(byte[] picture) {
        if (picture.length != SIZE * SIZE * 3) {
            throw new IllegalArgumentException("a picture has " + SIZE * SIZE * 3 + " bytes, not " + picture.length);
        }
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIZE * SIZE; i++) {
            image.setRGB(i % SIZE, i / SIZE,
                    (picture[3 * i] & 255) << 16 | (picture[3 * i + 1] & 255) << 8 | picture[3 * i + 2] & 255);
        }
        return image;
    }

    private static void drawFlat(Canvas canvas, Placed object) {
        List<double[]> outlines = outlines(object);
        boolean dark = behind(canvas, object) < 90;
        Rgb line = dark ? new Rgb(232, 232, 238) : new Rgb(24, 24, 30);
        canvas.fill(grown(outlines), 1, (x, y) -> line);
        List<Silhouettes.Part> parts = Silhouettes.parts(object.kind());
        for (int i = 0; i < parts.size(); i++) {
            canvas.fill(outlines.get(i), parts.get(i).coat().of(object.colour().rgb()));
        }
    }

    private static void drawPhotographed(Canvas canvas, Placed object, double side, SeededRandom random) {
        List<double[]> outlines = outlines(object);
        // Light scattered around the edge: what keeps white on snow and black at night visible.
        boolean dark = behind(canvas, object) < 90;
        Rgb rim = dark ? new Rgb(190, 192, 204) : new Rgb(40, 38, 40);
        canvas.fill(grown(outlines), random.between(0.4, 0.65), (x, y) -> rim);
        Rgb main = object.colour().rgb().scaled(1 + 0.05 * random.nextBell(), 0).shaken(random, 4);
        Rgb white = new Rgb(255, 255, 255);
        Texture texture = new Texture(random, 3, 0.09);
        double slope = random.between(0.1, 0.24);
        List<Silhouettes.Part> parts = Silhouettes.parts(object.kind());
        for (int i = 0; i < parts.size(); i++) {
            Rgb coat = parts.get(i).coat().of(main);
            canvas.fill(List.of(outlines.get(i)), 1, (x, y) -> {
                double across = side * 2 * (x - object.x()) / object.width();
                double down = 2 * (y - object.y()) / object.height();
                double light = -slope * (0.6 * across + down);
                Rgb lit = coat.scaled(1 + Math.min(0, light) * 1.1 + texture.at(x, y), 0);
                return light > 0 ? lit.towards(white, light * 0.7) : lit;
            });
        }
    }

    private static void shadow(Canvas canvas, Placed object, double side) {
        double[] pool = Polygons.ellipse(object.x() + side * object.width() * 0.08,
                object.y() + object.height() * 0.47, object.width() * 0.5, Math.max(1.4, object.height() * 0.09));
        canvas.fill(List.of(pool), 0.28, (x, y) -> new Rgb(10, 10, 20));
    }

    private static double behind(Canvas canvas, Placed object) {
        return canvas.luminance(object.x() - object.width() / 2, object.y() - object.height() / 2,
                object.x() + object.width() / 2, object.y() + object.height() / 2);
    }

    /** The parts of an object in pixels. */
    private static List<double[]> outlines(Placed object) {
        double width = object.width() - 2 * OUTLINE;
        double height = object.height() - 2 * OUTLINE;
        double left = object.x() - width / 2;
        double top = object.y() - height / 2;
        List<double[]> outlines = new ArrayList<>();
        for (Silhouettes.Part part : Silhouettes.parts(object.kind())) {
            double[] outline = part.outline().clone();
            for (int i = 0; i < outline.length; i += 2) {
                outline[i] = left + width * (object.flip() ? 1 - outline[i] : outline[i]);
                outline[i + 1] = top + height * outline[i + 1];
            }
            outlines.add(outline);
        }
        return outlines;
    }

    /** Copies of the outlines moved in eight directions: their union is the shape grown by the outline's width. */
    private static List<double[]> grown(List<double[]> outlines) {
        double diagonal = OUTLINE * 0.70710678;
        double[][] moves = {{OUTLINE, 0}, {-OUTLINE, 0}, {0, OUTLINE}, {0, -OUTLINE}, {diagonal, diagonal},
            {-diagonal, diagonal}, {diagonal, -diagonal}, {-diagonal, -diagonal}};
        List<double[]> grown = new ArrayList<>();
        for (double[] outline : outlines) {
            for (double[] move : moves) {
                double[] moved = outline.clone();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] += move[i % 2];
                }
                grown.add(moved);
            }
        }
        return grown;
    }
}
