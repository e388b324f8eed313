package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import syntic.miniature.DetectionGates;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Setting;
import syntic.miniature.world.Size;
import syntic.miniature.world.Splits;
import syntic.model.RgbImage;
import syntic.model.detr.Box;
import syntic.model.detr.DetectedObject;
import syntic.nn.Compute;
import syntic.nn.Torch;

/** The stage with the detector that is shipped. */
class ObjectDetectionTest {
    private static NDManager manager;
    private static ObjectDetection detection;

    @BeforeAll
    static void open() {
        manager = Torch.newManager();
        detection = ObjectDetection.from(Compute.PLAIN, ShippedModels.folder("detr"), ObjectDetection.Config.STANDARD);
    }

    @AfterAll
    static void close() {
        detection.close();
        manager.close();
    }

    @Test
    void theShippedDetectorPassesItsGates() {
        DetectionGates.Report report = DetectionGates.evaluate(detection, new Splits(1), 60);
        assertTrue(report.passed(), report.toString());
    }

    @Test
    void closingACopyLeavesTheDetectorOpen() {
        detection.with(detection.config().withThreshold(0.5)).close();
        assertEquals(1, detection.detect(List.of(new RgbImage(64, 64, new byte[3 * 64 * 64]))).size());
    }

    @Test
    void findsWhatWasDrawnWhereItWasDrawn() {
        Scene scene = new Scene(Setting.values()[0], List.of(
                new Placed(Kind.BALL, Colour.RED, Size.MEDIUM, 16, 40, 22, 22, false),
                new Placed(Kind.CAR, Colour.BLUE, Size.MEDIUM, 46, 40, 30, 18, false)), null);
        RgbImage photo = new RgbImage(Scene.SIZE, Scene.SIZE, Renderer.photo(scene, 7));
        List<DetectedObject> found = detection.detect(List.of(photo)).get(0);
        assertEquals(List.of("ball", "car"), detection.tags(found).stream().sorted().toList());
        for (DetectedObject object : found) {
            Box drawn = object.label().equals("ball") ? new Box(5, 29, 27, 51) : new Box(31, 31, 61, 49);
            assertTrue(object.box().overlap(drawn) > 0.6, object.toString());
        }
    }

    @Test
    void boxesAreInThePixelsOfTheImage() {
        Scene scene = new Scene(Setting.values()[1], List.of(
                new Placed(Kind.TREE, Colour.GREEN, Size.LARGE, 40, 30, 28, 34, false)), null);
        byte[] small = Renderer.photo(scene, 3);
        byte[] large = new byte[small.length * 9];
        for (int y = 0; y < 192; y++) {
            for (int x = 0; x < 192; x++) {
                System.arraycopy(small, 3 * (y / 3 * 64 + x / 3), large, 3 * (y * 192 + x), 3);
            }
        }
        DetectedObject tree = detection.detect(List.of(new RgbImage(192, 192, large))).get(0).get(0);
        assertEquals("tree", tree.label());
        assertTrue(tree.box().overlap(new Box(78, 39, 162, 141)) > 0.7, tree.toString());
    }

    @Test
    void imagesOfOtherSizesInTheBatchChangeLittle() {
        Scene scene = new Scene(Setting.values()[2], List.of(
                new Placed(Kind.HOUSE, Colour.YELLOW, Size.LARGE, 30, 34, 36, 34, false)), null);
        RgbImage photo = new RgbImage(Scene.SIZE, Scene.SIZE, Renderer.photo(scene, 11));
        byte[] grey = new byte[3 * 40 * 90];
        Arrays.fill(grey, (byte) 120);
        List<RgbImage> mixed = new ArrayList<>(List.of(photo, new RgbImage(40, 90, grey)));
        assertEquals(detection.tagsOf(List.of(photo)).get(0), detection.tagsOf(mixed).get(0));
        assertEquals(List.of("house"), detection.tagsOf(mixed).get(0));
    }

    @Test
    void anImageWithoutObjectsHasNoTags() {
        byte[] grey = new byte[3 * 64 * 64];
        Arrays.fill(grey, (byte) 120);
        assertEquals(List.of(List.of()), detection.tagsOf(List.of(new RgbImage(64, 64, grey))));
    }

    @Test
    void tagsAreDistinctSurestFirstAndCapped() {
        Box box = new Box(0, 0, 1, 1);
        List<DetectedObject> objects = List.of(new DetectedObject("cup", 11, 0.8f, box),
                new DetectedObject("dog", 6, 0.95f, box), new DetectedObject("cup", 11, 0.9f, box),
                new DetectedObject("car", 1, 0.75f, box));
        assertEquals(List.of("dog", "cup", "car"), detection.tags(objects));
        assertEquals(List.of("dog", "cup"), detection.with(new ObjectDetection.Config(0.7, 2, 16)).tags(objects));
        assertEquals(List.of(), detection.tags(List.of()));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ObjectDetection.Config(1.5, 10, 16));
        assertThrows(IllegalArgumentException.class, () -> new ObjectDetection.Config(0.5, 0, 16));
    }
}
