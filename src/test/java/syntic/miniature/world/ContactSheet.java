package syntic.miniature.world;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;

/** Draws sheets of pictures to look at: {@code target/world/*.png}. Run it by hand after a change to the drawing. */
final class ContactSheet {
    private static final int SCALE = 2;

    private ContactSheet() { }

    public static void main(String[] arguments) throws IOException {
        File folder = new File(arguments.length > 0 ? arguments[0] : "target/world");
        if (!folder.isDirectory() && !folder.mkdirs()) {
            throw new IOException("cannot make the folder " + folder);
        }
        for (boolean photo : new boolean[] {true, false}) {
            String style = photo ? "photo" : "illustration";
            List<Scene> corpus = new ArrayList<>();
            List<Scene> detection = new ArrayList<>();
            for (int i = 0; i < 96; i++) {
                corpus.add(SceneSampler.sample(i, SceneMix.of(Style.PLAIN)));
                detection.add(DetectionScenes.sample(i, Set.of()));
            }
            write(corpus, 12, photo, false, new File(folder, style + "-corpus.png"));
            write(detection, 12, photo, true, new File(folder, style + "-detection.png"));
            write(smallest(), 12, photo, false, new File(folder, style + "-smallest.png"));
            write(everyColourEverywhere(), 16, photo, false, new File(folder, style + "-colours.png"));
        }
    }

    /** Each kind (columns) at its smallest in each setting (rows), in some colour. */
    private static List<Scene> smallest() {
        List<Scene> scenes = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            for (Kind kind : Kind.values()) {
                Colour colour = Colour.values()[(setting.ordinal() + kind.ordinal()) % 8];
                SeededRandom random = new SeededRandom(scenes.size());
                scenes.add(new Scene(setting, Layout.scattered(List.of(
                        Layout.object(kind, colour, Size.SMALL, 15.5, random),
                        Layout.object(kind, colour, Size.SMALL, 15.5, random)), random), null));
            }
        }
        return scenes;
    }

    /** Each colour (two columns) in each setting (rows), on two kinds. */
    private static List<Scene> everyColourEverywhere() {
        List<Scene> scenes = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            for (int i = 0; i < 16; i++) {
                SeededRandom random = new SeededRandom(scenes.size());
                Kind kind = random.one(Kind.values());
                scenes.add(new Scene(setting, Layout.scattered(List.of(Layout.object(kind, Colour.values()[i / 2],
                        Size.MEDIUM, 26, random)), random), null));
            }
        }
        return scenes;
    }

    private static void write(List<Scene> scenes, int columns, boolean photo, boolean boxes, File file)
            throws IOException {
        int cell = Scene.SIZE * SCALE;
        int rows = (scenes.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int i = 0; i < scenes.size(); i++) {
            Scene scene = scenes.get(i);
            byte[] picture = photo ? Renderer.photo(scene, i) : Renderer.illustration(scene, i);
            int x = i % columns * cell;
            int y = i / columns * cell;
            graphics.drawImage(Renderer.image(picture), x, y, cell, cell, null);
            if (boxes) {
                graphics.setColor(Color.MAGENTA);
                for (Placed object : scene.objects()) {
                    double[] box = object.box();
                    graphics.drawRect((int) (x + box[0] * cell), (int) (y + box[1] * cell),
                            (int) ((box[2] - box[0]) * cell), (int) ((box[3] - box[1]) * cell));
                }
            }
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", file);
    }
}
