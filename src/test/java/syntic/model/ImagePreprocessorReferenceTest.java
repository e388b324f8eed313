package syntic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import syntic.Reference;
import syntic.nn.SafetensorsFile;
import syntic.nn.Torch;

/** The image processors against the reference, bit for bit in the resized images. */
class ImagePreprocessorReferenceTest {
    private static final double ROUNDING = 1e-5;

    private Path folder;
    private JsonObject description;
    private ImagePreprocessor clip;
    private ImagePreprocessor detr;

    @BeforeEach
    void readSettings() throws IOException {
        folder = Reference.folder("models/preprocess");
        Path root = folder.getParent();
        description = JsonParser.parseString(Files.readString(root.resolve("manifest.json"))).getAsJsonObject()
                .getAsJsonObject("cases").getAsJsonObject("preprocess");
        clip = ImagePreprocessor.clip(ConfigFile.parse("clip", description.get("clip_settings").toString()));
        JsonObject settings = description.getAsJsonObject("detr_settings").deepCopy();
        settings.remove("resample"); // written out in words there; bilinear is the default
        detr = ImagePreprocessor.detr(ConfigFile.parse("detr", settings.toString()));
    }

    @TestFactory
    Stream<DynamicTest> everyImage() {
        return description.getAsJsonObject("images").entrySet().stream()
                .filter(entry -> entry.getValue().getAsJsonObject().has("mode"))
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(),
                        () -> compare(entry.getKey(), entry.getValue().getAsJsonObject())));
    }

    private void compare(String name, JsonObject expected) {
        RgbImage image = RgbImage.read(folder.resolve(name + ".png"));
        assertEquals(expected.get("width").getAsInt(), image.width());
        assertEquals(expected.get("height").getAsInt(), image.height());
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> outputs = SafetensorsFile.open(folder.resolve("out.safetensors")).load(manager);
            same(outputs.get("clip_u8." + name), channelsFirst(manager, clip.fit(image)), 0);
            same(outputs.get("clip." + name), clip.pixelValues(manager, List.of(image)).squeeze(0), ROUNDING);
            if (expected.has("detr_shape")) {
                RgbImage fitted = detr.fit(image);
                NDArray levels = channelsFirst(manager, fitted);
                CRC32 crc = new CRC32();
                crc.update(levels.toByteBuffer());
                assertEquals(expected.get("detr_u8_crc32").getAsString(), String.format("%08x", crc.getValue()));
                same(outputs.get("detr_u8." + name + ".sample8"), levels.get(":, ::8, ::8"), 0);
                NDArray values = detr.pixelValues(manager, List.of(image)).squeeze(0);
                assertEquals(shape(expected.getAsJsonArray("detr_shape")), values.getShape());
                same(outputs.get("detr." + name + ".sample16"), values.get(":, ::16, ::16"), ROUNDING);
                same(outputs.get("detr." + name + ".row100"), values.get(":, 100"), ROUNDING);
            }
        }
    }

    @Test
    void aBatchIsPaddedAndMasked() {
        JsonObject batch = description.getAsJsonObject("images").getAsJsonObject("detr_batch");
        List<RgbImage> images = batch.get("order").getAsString().chars()
                .mapToObj(name -> RgbImage.read(folder.resolve((char) name + ".png"))).toList();
        try (NDManager manager = Torch.newManager()) {
            ImagePreprocessor.Batch found = detr.batch(manager, images);
            assertEquals(shape(batch.getAsJsonArray("pixel_values")), found.pixelValues().getShape());
            assertEquals(shape(batch.getAsJsonArray("pixel_mask")), found.pixelMask().getShape());
            for (int i = 0; i < images.size(); i++) {
                long[] rows = found.pixelMask().get(i).sum(new int[] {0}).toLongArray();
                long[] columns = found.pixelMask().get(i).sum(new int[] {1}).toLongArray();
                assertEquals(batch.getAsJsonArray("mask_rows").get(i).getAsLong(), rows[0]);
                assertEquals(batch.getAsJsonArray("mask_cols").get(i).getAsLong(), columns[0]);
                assertEquals(batch.getAsJsonArray("mask_rows").get(i).getAsLong()
                        * batch.getAsJsonArray("mask_cols").get(i).getAsLong(),
                        found.pixelMask().get(i).sum().getLong());
            }
        }
    }

    private static NDArray channelsFirst(NDManager manager, RgbImage image) {
        int plane = image.width() * image.height();
        byte[] planes = new byte[3 * plane];
        for (int i = 0; i < planes.length; i++) {
            planes[i % 3 * plane + i / 3] = image.data()[i];
        }
        return manager.create(ByteBuffer.wrap(planes), new Shape(3, image.height(), image.width()),
                DataType.UINT8);
    }

    private static Shape shape(JsonArray dimensions) {
        long[] shape = new long[dimensions.size()];
        int i = 0;
        for (JsonElement dimension : dimensions) {
            shape[i++] = dimension.getAsLong();
        }
        return new Shape(shape);
    }

    private static void same(NDArray expected, NDArray found, double tolerance) {
        assertEquals(expected.getShape(), found.getShape());
        Number[] e = expected.toArray();
        Number[] f = found.toArray();
        double worst = 0;
        for (int i = 0; i < e.length; i++) {
            worst = Math.max(worst, Math.abs(e[i].doubleValue() - f[i].doubleValue()));
        }
        assertTrue(worst <= tolerance, "differs by " + worst);
    }
}
