package syntic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.nn.SafetensorsFile;
import syntic.nn.Torch;

/**
 * Odd image files of every kind: what Pillow reads is read to the same pixels, what it refuses is refused by name.
 * Formats that this library does not read are refused with their name, never read wrongly.
 */
class ImageFilesReferenceTest {
    private static final String SET = "images";
    /** Formats that are not read, by Pillow's names, with what is said. */
    private static final Map<String, String> NOT_READ = Map.of("WEBP", "but a WebP file", "ICO", "but an icon (ICO)",
            "PPM", "M file; convert");

    private record Pixels(int width, int height, byte[] data) {}

    @TestFactory
    Stream<DynamicTest> firmFilesAreReadAsPillowReadsThem() throws Exception {
        return Reference.tests(SET, ImageFilesReferenceTest::reading);
    }

    private static Stream<DynamicTest> reading(Path folder) throws Exception {
        Map<String, Pixels> expected = expected(folder);
        boolean turbo = reads(folder.resolve("files/jpeg-arithmetic.jpg"));
        return files(folder, file -> file.get("firm").getAsBoolean()).map(file -> {
            String name = file.get("name").getAsString();
            return DynamicTest.dynamicTest(name, () -> {
                Assumptions.assumeTrue(turbo || !file.has("libjpeg_turbo_only"), name
                        + ": this Java has another JPEG decoder than libjpeg-turbo");
                Path path = folder.resolve("files").resolve(name);
                JsonElement format = file.getAsJsonObject("pil").get("format");
                String refusal = file.get("expect").getAsString().equals("refuse") ? ""
                        : NOT_READ.get(format.getAsString());
                if (refusal == null) {
                    same(expected.get(name), RgbImage.read(path));
                } else {
                    refused(path, refusal);
                }
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> photosAreTurnedWhereThatIsAskedFor() throws Exception {
        return Reference.tests(SET, ImageFilesReferenceTest::turning);
    }

    private static Stream<DynamicTest> turning(Path folder) throws Exception {
        Map<String, Pixels> expected = expected(folder);
        return files(folder, file -> file.has("exif_transpose") && file.get("firm").getAsBoolean()
                && !file.get("kind").getAsString().equals("webp")).map(file -> DynamicTest.dynamicTest(
                        file.get("name").getAsString(),
                        () -> same(expected.get(file.get("exif_transpose").getAsString()), RgbImage.readUpright(
                                folder.resolve("files").resolve(file.get("name").getAsString())))));
    }

    private static Stream<JsonObject> files(Path folder, Predicate<JsonObject> wanted) throws Exception {
        List<JsonObject> files = new ArrayList<>();
        for (JsonElement file : JsonParser.parseString(Files.readString(folder.resolve("manifest.json")))
                .getAsJsonObject().getAsJsonArray("files")) {
            if (wanted.test(file.getAsJsonObject())) {
                files.add(file.getAsJsonObject());
            }
        }
        assertTrue(!files.isEmpty());
        return files.stream();
    }

    private static Map<String, Pixels> expected(Path folder) {
        Map<String, Pixels> expected = new HashMap<>();
        try (NDManager manager = Torch.newManager()) {
            SafetensorsFile.open(folder.resolve("expected.safetensors")).load(manager).forEach((name, tensor) ->
                    expected.put(name, pixels(tensor)));
        }
        return expected;
    }

    private static Pixels pixels(NDArray tensor) {
        return new Pixels((int) tensor.getShape().get(1), (int) tensor.getShape().get(0), tensor.toByteArray());
    }

    private static boolean reads(Path file) {
        try {
            RgbImage.read(file);
            return true;
        } catch (ModelException e) {
            return false;
        }
    }

    private static void refused(Path file, String said) {
        String message = assertThrows(ModelException.class, () -> RgbImage.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": ") && message.substring(file.toString().length()).contains(said),
                message);
    }

    private static void same(Pixels expected, RgbImage found) {
        assertEquals(expected.width() + " × " + expected.height(), found.width() + " × " + found.height());
        int worst = 0;
        for (int i = 0; i < found.data().length; i++) {
            worst = Math.max(worst, Math.abs((expected.data()[i] & 255) - (found.data()[i] & 255)));
        }
        assertEquals(0, worst, "the largest difference of a level");
    }
}
