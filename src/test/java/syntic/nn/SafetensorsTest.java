package syntic.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    @TempDir
    private Path folder;
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(value = ElementType.class, names = {"F32", "F16", "BF16"})
    void whatIsWrittenIsRead(ElementType type) {
        float[] values = {0, -0f, 1, -1.5f, 65504, 6.103515625e-5f, 0x1p-24f, 1000, Float.POSITIVE_INFINITY};
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("a", manager.create(values, new Shape(3, 3)));
        arrays.put("ids", manager.create(new long[] {Long.MIN_VALUE, 7}));
        arrays.put("empty", manager.create(new float[0], new Shape(0, 4)));
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, arrays, type, Map.of("format", "pt"));
        SafetensorsFile read = SafetensorsFile.open(file);
        assertEquals("pt", read.header().metadata().get("format"));
        Map<String, NDArray> back = read.load(manager);
        float[] got = back.get("a").toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], got[i], type == ElementType.BF16 ? Math.abs(values[i]) / 250 : 0);
        }
        assertEquals(DataType.FLOAT32, back.get("a").getDataType());
        assertArrayEquals(new long[] {Long.MIN_VALUE, 7}, back.get("ids").toLongArray());
        assertEquals(new Shape(0, 4), back.get("empty").getShape());
    }

    @ParameterizedTest
    @EnumSource(value = ElementType.class, names = {"F16", "BF16"})
    void everyFiniteHalfSurvivesTheRoundTrip(ElementType type) throws IOException {
        ByteBuffer bits = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1 << 16; i++) {
            int exponent = type == ElementType.F16 ? 0x7c00 : 0x7f80;
            bits.putShort((i & exponent) == exponent ? 0 : (short) i);
        }
        Path file = write("{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[65536],\"data_offsets\":[0,131072]}}",
                bits.array());
        NDArray read = SafetensorsFile.open(file).load(manager).get("a");
        float[] values = read.toFloatArray();
        assertEquals(1f, values[type == ElementType.F16 ? 0x3c00 : 0x3f80]);
        assertEquals(type == ElementType.F16 ? 65504f : 0x1.fep127f, values[type == ElementType.F16 ? 0x7bff : 0x7f7f]);
        assertEquals(type == ElementType.F16 ? -0x1p-24f : -0x1p-133f, values[0x8001]);
        Path again = folder.resolve("again.safetensors");
        SafetensorsWriter.write(again, Map.of("a", read), type, Map.of());
        float[] back = SafetensorsFile.open(again).load(manager).get("a").toFloatArray();
        assertArrayEquals(values, back);
    }

    @Test
    void halvesRoundToTheNearestEven() {
        assertEquals((short) 0x3c00, HalfFloat.fromFloat(1 + 0x1p-11f));
        assertEquals((short) 0x3c01, HalfFloat.fromFloat(1 + 0x1.1p-11f));
        assertEquals((short) 0x7c00, HalfFloat.fromFloat(65520));
    }

    @Test
    void aFileThatMustNotBeWrittenIsRead() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of("a", manager.ones(new Shape(4))), ElementType.F32, Map.of());
        file.toFile().setReadOnly();
        NDArray array = SafetensorsFile.open(file).load(manager).get("a");
        array.addi(1);
        assertArrayEquals(new float[] {2, 2, 2, 2}, array.toFloatArray());
    }

    @Test
    void writingInPlaceChangesNeitherFileNorProcess() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of("a", manager.ones(new Shape(4))), ElementType.F32, Map.of());
        byte[] before = Files.readAllBytes(file);
        NDArray array = SafetensorsFile.open(file).load(manager).get("a");
        array.addi(1);
        assertArrayEquals(new float[] {2, 2, 2, 2}, array.toFloatArray());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
            "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | 12 | overlap
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | hole
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 8 | cover
            {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}} | 8 | does not fill
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9999999999999]}} | 4 | claims
            {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}} | 4 | negative
            {"a":{"dtype":"F80","shape":[1],"data_offsets":[0,8]}} | 8 | F80
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},\
            "a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 4 | twice
            {"a":{"dtype":"F32","data_offsets":[0,4]}} | 4 | lacks
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} tail | 4 | header
            [1] | 0 | header
            """)
    void badHeadersAreRefusedByName(String json, int dataBytes, String said) throws IOException {
        Path file = write(json, new byte[dataBytes]);
        WeightsException e = assertThrows(WeightsException.class, () -> SafetensorsFile.open(file));
        assertTrue(e.getMessage().contains(said) && e.getMessage().contains(file.toString()), e.getMessage());
    }

    /** In a tensor's values, in what the file says besides, and in the digest itself. */
    @Test
    void aFlippedBitInWhatWasWrittenIsFound() throws IOException {
        Path file = folder.resolve("kept.safetensors");
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("a", manager.arange(64f));
        arrays.put("b", manager.create(new long[] {1, 2, 3}));
        SafetensorsWriter.write(file, arrays, ElementType.F32, Map.of("seed", "17"));
        byte[] whole = Files.readAllBytes(file);
        assertEquals(3, SafetensorsFile.open(file).load(manager, "b").toLongArray()[2]);
        String header = new String(whole, StandardCharsets.ISO_8859_1);
        for (int at : new int[] {whole.length - 1, whole.length - 25, whole.length - 100, header.indexOf("17"),
            header.indexOf("digest") + 20}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            WeightsException e = assertThrows(WeightsException.class, () -> SafetensorsFile.open(file).load(manager));
            assertTrue(e.getMessage().startsWith(file + ": damaged") && e.getMessage().contains("make it again"),
                    e.getMessage());
        }
    }

    @Test
    void aDamagedFileIsFoundThoughItWasRememberedAsWhole() throws IOException {
        Path file = folder.resolve("large.safetensors");
        SafetensorsWriter.write(file, Map.of("a", manager.ones(new Shape(3 << 20))), ElementType.F32, Map.of());
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        SafetensorsFile.open(file).load(manager);
        SafetensorsFile.open(file).load(manager);
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(file.toFile().length() - 1);
            opened.write(0);
        }
        assertThrows(WeightsException.class, () -> SafetensorsFile.open(file).load(manager));
    }

    @ParameterizedTest
    @CsvSource({"F32, 7fc00000", "F32, ff800000", "F16, 7e00", "F16, fc00", "BF16, 7f80", "BF16, ffc0"})
    void foreignWeightsMustBeFiniteNumbers(ElementType type, String bits) throws IOException {
        byte[] data = new byte[4 * type.bytes()];
        for (int i = 0; i < type.bytes(); i++) {
            data[2 * type.bytes() + i] = (byte) (Long.parseLong(bits, 16) >> 8 * i);
        }
        Path file = write("{\"layer.weight\":{\"dtype\":\"" + type + "\",\"shape\":[4],\"data_offsets\":[0,"
                + data.length + "]}}", data);
        WeightsException e = assertThrows(WeightsException.class, () -> SafetensorsFile.open(file).load(manager));
        assertTrue(e.getMessage().contains(file.toString()) && e.getMessage().contains("'layer.weight'")
                && !e.getMessage().contains("delete") && !e.getMessage().contains("move"), e.getMessage());
    }

    @Test
    void missingTruncatedAndLyingFilesAreRefused() throws IOException {
        assertThrows(WeightsException.class, () -> SafetensorsFile.open(folder.resolve("none")));
        Path file = folder.resolve("y");
        Files.write(file, new byte[3]);
        assertThrows(WeightsException.class, () -> SafetensorsFile.open(file));
        Files.write(file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 50).array());
        assertThrows(WeightsException.class, () -> SafetensorsFile.open(file));
    }

    @Test
    void requireListsEveryProblemAtOnce() {
        Weights weights = Weights.of(manager, Map.of("a", manager.ones(new Shape(2)), "c", manager.ones(new Shape(1))),
                "some.safetensors");
        WeightsException e = assertThrows(WeightsException.class, () -> weights.require(
                Map.of("a", new Shape(3), "b", new Shape(1)), Set.of()));
        assertTrue(e.getMessage().contains("a has shape (2) instead of (3)"), e.getMessage());
        assertTrue(e.getMessage().contains("missing b (1)") && e.getMessage().contains("unexpected c"));
        assertTrue(e.getMessage().startsWith("some.safetensors"));
    }

    /** Such as GPT-2's masks; a weight of another type is named. */
    @Test
    void typesThatNobodyComputesWithDoNotMatter() throws IOException {
        Path file = write("""
                {"__metadata__":null,"mask":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]},\
                "odd":{"dtype":"U16","shape":[3],"data_offsets":[2,8]},\
                "w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", new byte[12]);
        try (Weights weights = Weights.open(Compute.PLAIN, file)) {
            weights.require(Map.of("w", new Shape(1)), Set.of("mask", "odd"));
            String message = assertThrows(WeightsException.class, () -> weights.require(Map.of("w", new Shape(1),
                    "mask", new Shape(2)), Set.of("odd"))).getMessage();
            assertTrue(message.contains("mask has type boolean instead of F32, F16 or BF16"), message);
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of("a", manager.ones(new Shape(1))), ElementType.F32, Map.of());
        byte[] before = Files.readAllBytes(file);
        assertThrows(WeightsException.class, () -> SafetensorsWriter.write(file,
                Map.of("a", manager.create(new double[] {1})), ElementType.F32, Map.of()));
        assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void metadataIsInTheOrderOfItsNames() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of("a", manager.ones(new Shape(1))), ElementType.F32,
                Map.of("e", "1", "c", "2", "a", "3", "d", "4", "b", "5"));
        assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).matches(
                "(?s).*\\{\"a\":\"3\",\"b\":\"5\",\"c\":\"2\",\"d\":\"4\",\"digest\":\"[0-9a-f]{64}\",\"e\":\"1\"}.*"));
    }

    private Path write(String json, byte[] data) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("written");
        Files.write(file, ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).put(data).array());
        return file;
    }
}
