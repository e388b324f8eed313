package syntic.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.CommandRun;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;
import syntic.pack.FeaturePack;

/** Features come in from the files that others write, and go out again, without a bit lost; bad ones are refused. */
class FeatureExchangeTest {
    private static final List<String> IDS = List.of("1", "2", "30");
    /** Exact in half precision. */
    private static final float[][] ROWS = {{0.5f, -0.25f}, {0.75f, 0.125f}, {-0.5f, 0.0625f}};

    @TempDir
    private Path folder;
    private Path project;
    private Path ids;

    @BeforeEach
    void aProjectOfThreeSentences() throws IOException {
        Path captions = Files.writeString(folder.resolve("captions.json"), """
                {"images": [{"split": "train", "cocoid": 7, "sentences": [{"raw": "A dog.", "sentid": 1}]},
                  {"split": "train", "cocoid": 8, "sentences": [{"raw": "A cat.", "sentid": 2}]},
                  {"split": "train", "cocoid": 9, "sentences": [{"raw": "A cow.", "sentid": 30}]}]}
                """);
        project = folder.resolve("project");
        ids = Files.writeString(folder.resolve("ids.txt"), String.join("\n", IDS) + "\n");
        assertEquals(0, CommandRun.of("project", "create", project, "--captions", captions).status());
    }

    private CommandRun imported(Object... options) {
        Object[] command = new Object[options.length + 4];
        System.arraycopy(new Object[] {"features", "import", project, "sentences"}, 0, command, 0, 4);
        System.arraycopy(options, 0, command, 4, options.length);
        return CommandRun.of(command);
    }

    private void refused(String why, Object... options) {
        CommandRun run = imported(options);
        assertEquals(1, run.status(), run.out());
        assertTrue(run.err().contains(why), run.err());
        assertTrue(Files.notExists(project.resolve("features/sentences/pack.json")), "nothing is written");
    }

    private void assertRows(CommandRun run) {
        assertEquals(0, run.status(), run.err());
        FeaturePack pack = FeaturePack.open(project.resolve("features/sentences"));
        for (int i = 0; i < ROWS.length; i++) {
            assertArrayEquals(ROWS[i], pack.feature(IDS.get(i)));
        }
    }

    private static byte[] npy(String type, boolean columnsFirst, String shape) {
        String header = "{'descr': '" + type + "', 'fortran_order': " + (columnsFirst ? "True" : "False")
                + ", 'shape': (" + shape + "), }\n";
        int bytes = Integer.parseInt(type.substring(2));
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + bytes * 6)
                .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        file.put((byte) header.length()).put((byte) (header.length() >> 8));
        file.put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 6; i++) {
            float value = columnsFirst ? ROWS[i % 3][i / 3] : ROWS[i / 2][i % 2];
            switch (bytes) {
                case 2 -> file.putShort(half(value));
                case 4 -> file.putFloat(value);
                default -> file.putDouble(value);
            }
        }
        return file.array();
    }

    /** Of a number that half precision has. */
    private static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (bits >>> 16 & 0x8000 | (bits >>> 23 & 0xff) - 112 << 10 | bits >>> 13 & 0x3ff);
    }

    @ParameterizedTest
    @CsvSource({"<f2, false", "<f2, true", "<f4, false", "<f4, true", "<f8, false", "<f8, true", ">f4, false"})
    void numpyArraysOfAllTypesAndOrdersAreRead(String type, boolean columnsFirst) throws IOException {
        Path file = Files.write(folder.resolve("x.npy"), npy(type, columnsFirst, "3, 2"));
        assertRows(imported(file, "--ids", ids));
        Path archive = folder.resolve("x.npz");
        try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("x.npy", "y.npy")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(npy(type, columnsFirst, "3, 2"));
            }
        }
        project = folder.resolve("again");
        assertEquals(0, CommandRun.of("project", "create", project, "--captions", folder.resolve("captions.json"))
                .status());
        refused("[x, y]; choose one with --array", archive, "--in-order");
        assertRows(imported(archive, "--in-order", "--array", "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1099511627776, 1099511627776", "2147483648, 2", "3, 4611686018427387904",
            "4611686018427387904, 3, 2"})
    void aShapeThatNoFileHoldsIsRefused(String shape) throws IOException {
        Path file = Files.write(folder.resolve("x.npy"), npy("<f4", false, shape));
        refused("x.npy: has 24 bytes of numbers where shape [" + shape + "] needs ", file, "--in-order");
    }

    @Test
    void aShapeOfMoreRowsThanAreReadIsRefused() throws IOException {
        refused("x.npy: says to have the shape [2147483648, 0]", Files.write(folder.resolve("x.npy"), npy("<f4", false,
                "2147483648, 0")), "--in-order");
    }

    /** Without the sum, changed numbers would come in as if they were right. */
    @Test
    void aDamagedArchiveIsRefused() throws IOException {
        Path archive = archive(Map.of("x.npy", npy("<f4", false, "3, 2")), false);
        byte[] bytes = Files.readAllBytes(archive);
        int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("}\n") + 2;
        bytes[data] ^= 1;
        Files.write(archive, bytes);
        refused("x.npz: is no whole zip archive (the sum of array x is wrong)", archive, "--in-order");
    }

    /** A few hundred kilobytes, of which each becomes a megabyte. */
    @Test
    void anArchiveThatWouldFillTheDiskIsRefused() throws IOException {
        Path archive = folder.resolve("x.npz");
        try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(npy("<f4", false, "3, 2"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
        }
        refused("x.npz: is no whole zip archive (it unfolds to more than 268,435,456 bytes", archive, "--in-order");
    }

    @Test
    void idsOfAnArchiveThatAreFewerThanTheirShapeSaysAreRefused() throws IOException {
        String header = "{'descr': '<U1', 'fortran_order': False, 'shape': (1000000000000,), }\n";
        ByteBuffer texts = ByteBuffer.allocate(10 + header.length() + 12).order(ByteOrder.LITTLE_ENDIAN);
        texts.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        texts.put(header.getBytes(StandardCharsets.US_ASCII)).putInt('1').putInt('2').putInt('3');
        refused("x.npz, array ids: has 12 bytes of numbers where shape [1000000000000] needs 4000000000000",
                archive(Map.of("x.npy", npy("<f4", false, "3, 2"), "ids.npy", texts.array()), true));
    }

    /** @param deflated whether it is compressed */
    private Path archive(Map<String, byte[]> arrays, boolean deflated) throws IOException {
        Path archive = folder.resolve("x.npz");
        try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(deflated ? Deflater.DEFAULT_COMPRESSION : Deflater.NO_COMPRESSION);
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey()));
                zip.write(array.getValue());
            }
        }
        return archive;
    }

    /** One of the two would have got the feature of the other. */
    @Test
    void looseIdsThatTheProjectHasTwiceAreRefused() throws IOException {
        Path captions = Files.writeString(folder.resolve("two.json"), """
                {"images": [{"split": "train", "cocoid": 7, "sentences": [{"raw": "A dog.", "sentid": "a/1"}]},
                  {"split": "train", "cocoid": 8, "sentences": [{"raw": "A cat.", "sentid": "b/01"}]}]}
                """);
        project = folder.resolve("two");
        assertEquals(0, CommandRun.of("project", "create", project, "--captions", captions).status());
        refused("--loose-ids takes 'a/1' and 'b/01' of the project for the same", Files.write(folder.resolve("x.npy"),
                npy("<f4", false, "1, 2")), "--loose-ids", "--ids", Files.writeString(folder.resolve("one.txt"), "1"));
    }

    @Test
    void aPackStaysInItsProject() throws IOException {
        Path file = Files.write(folder.resolve("x.npy"), npy("<f4", false, "3, 2"));
        for (String name : List.of("../../elsewhere", "a/b", "..", ".", "")) {
            CommandRun run = CommandRun.of("features", "import", project, name, file, "--ids", ids);
            assertEquals(1, run.status(), name);
            assertTrue(run.err().contains("'" + name + "' is no name of a feature pack"), run.err());
        }
        assertTrue(Files.notExists(folder.resolve("elsewhere")));
    }

    @ParameterizedTest
    @EnumSource(value = ElementType.class, names = {"F32", "F16", "BF16", "F64"})
    void safetensorsOfAllTypesAreRead(ElementType type) {
        Path file = folder.resolve("x.safetensors");
        try (NDManager manager = Torch.newManager()) {
            NDArray rows = manager.create(new float[] {0.5f, -0.25f, 0.75f, 0.125f, -0.5f, 0.0625f}, new Shape(3, 2));
            if (type == ElementType.F64) {
                try (SafetensorsWriter writer = new SafetensorsWriter(file, List.of(new SafetensorsWriter.Tensor("x",
                        type, List.of(3L, 2L))), Map.of())) {
                    ByteBuffer bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
                    for (float value : rows.toFloatArray()) {
                        bytes.putDouble(value);
                    }
                    writer.write(bytes.array());
                    writer.commit(Map.of());
                }
            } else {
                SafetensorsWriter.write(file, Map.of("x", rows), type, Map.of());
            }
        }
        assertRows(imported(file, "--ids", ids));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.npz", "x.safetensors", "x.csv"})
    void whatIsExportedIsImportedAgain(String name) throws IOException {
        Path csv = Files.writeString(folder.resolve("in.csv"),
                "a,id,b\n0.5,1,-0.25\n0.75,\"2\",0.125\n-0.5,30,0.0625\n");
        assertRows(imported(csv));
        Path file = folder.resolve(name);
        assertEquals(0, CommandRun.of("features", "export", project, "sentences", file).status());
        project = folder.resolve("again");
        assertEquals(0, CommandRun.of("project", "create", project, "--captions", folder.resolve("captions.json"))
                .status());
        assertRows(name.endsWith(".npy") ? imported(file, "--ids", file + ".ids.txt") : imported(file));
    }

    /** The time of writing would make other bytes of the same features. */
    @Test
    void exportedArchivesSayNothingOfTheTime() throws IOException {
        imported(Files.write(folder.resolve("x.npy"), npy("<f4", false, "3, 2")), "--ids", ids);
        Path file = folder.resolve("out.npz");
        assertEquals(0, CommandRun.of("features", "export", project, "sentences", file).status());
        try (ZipFile archive = new ZipFile(file.toFile())) {
            archive.stream().forEach(entry ->
                    assertEquals(LocalDateTime.of(1980, 1, 1, 0, 0), entry.getTimeLocal(), entry.getName()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"csv|image_path,caption\\n/data/0001.jpg,\"A, dog\"\\n/data/0002.jpg,x",
        "jsonl|{\"image_path\": \"/data/1.jpg\", \"caption\": \"}{\"}\\r\\n{\"image_path\": \"/data/2.jpg\"}\\r\\n",
        "jsonl|{\"image_path\": \"/data/1.jpg\"}\\n{\"image_path\": \"/data/2.jpg\"}",
        "json|[{\"image_path\": \"/data/1.jpg\"}, {\"image_path\": \"/data/2.jpg\"}]",
        "json|{\"caption\": {\"0\": \"x\", \"1\": \"y\"}, \"image_path\": {\"0\": \"1\", \"1\": \"2.png\"}}"})
    void theFolderOfClipRetrievalIsRead(String kind, String metadata) throws IOException {
        Path arrays = Files.createDirectories(folder.resolve("index/text_emb"));
        Path rest = Files.createDirectories(folder.resolve("index/metadata"));
        byte[] whole = npy("<f4", false, "3, 2");
        int start = whole.length - 24;
        byte[] first = npy("<f4", false, "2, 2");
        Files.write(arrays.resolve("text_emb_0.npy"), Arrays.copyOf(first, first.length - 8));
        byte[] second = npy("<f4", false, "1, 2");
        System.arraycopy(whole, start + 16, second, second.length - 24, 8);
        Files.write(arrays.resolve("text_emb_1.npy"), second);
        Files.writeString(rest.resolve("metadata_0." + kind), metadata.replace("\\n", "\n").replace("\\r", "\r"));
        Files.writeString(rest.resolve("metadata_1.json"), "[{\"key\": \"000030\"}]");
        Path index = folder.resolve("index");
        refused("choose img_emb or text_emb with --array", index);
        refused("--loose-ids", index, "--array", "text_emb");
        assertRows(imported(index, "--array", "text_emb", "--loose-ids"));
        project = folder.resolve("again");
        assertEquals(0, CommandRun.of("project", "create", project, "--captions", folder.resolve("captions.json"))
                .status());
        Files.delete(rest.resolve("metadata_1.json"));
        Files.writeString(rest.resolve("metadata_1.parquet"), "PAR1");
        refused("pandas.read_parquet('" + rest.resolve("metadata_1.parquet") + "').to_csv(", index, "--array",
                "text_emb");
    }

    @Test
    void badFeaturesAreRefusedByName() throws IOException {
        Path file = Files.write(folder.resolve("x.npy"), npy("<f4", false, "3, 2"));
        refused("x.npy: does not say which row is whose", file);
        refused("has 3 rows, and there are 2 ids", file, "--ids", Files.writeString(folder.resolve("two"), "1\n2\n"));
        refused("names two rows", file, "--ids", Files.writeString(folder.resolve("twice"), "1\n1\n2\n"));
        refused("'000001' differs from '1' by leading zeros", file, "--ids",
                Files.writeString(folder.resolve("zeros"), "000001\n2\n30\n"));
        refused("'2.jpg' differs from '2' by its extension", file, "--ids",
                Files.writeString(folder.resolve("names"), "1\n2.jpg\n30\n"));
        refused("wanted are such as '1', '2', '30'. Give the ids", file, "--ids",
                Files.writeString(folder.resolve("others"), "a\nb\nc\n"));
        refused("1 of 3 ids are not among the 3 that are wanted: 'b'", file, "--ids",
                Files.writeString(folder.resolve("other"), "1\nb\n30\n"));
        refused("has no rows", Files.write(folder.resolve("none.npy"), npy("<f4", false, "0, 2")), "--in-order");
        refused("choose one of 1 parts", Files.write(folder.resolve("deep.npy"), npy("<f4", false, "1, 3, 2")),
                "--in-order");
        refused("numpy.save", Files.write(folder.resolve("x.pkl"), new byte[] {(byte) 0x80, 4, 1}), "--in-order");
        refused("torch.load", Files.write(folder.resolve("x.pt"), "PK\3\4data".getBytes(StandardCharsets.US_ASCII)),
                "--in-order");
        byte[] bad = npy("<f4", false, "3, 2");
        ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putFloat(bad.length - 8, Float.NaN);
        refused("the feature of '30' has the value NaN in column 0", Files.write(folder.resolve("nan.npy"), bad),
                "--in-order");
        refused("copy it again", Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bad, bad.length - 1)),
                "--in-order");
        assertRows(imported(file, "--in-order"));
        CommandRun again = imported(file, "--in-order");
        assertTrue(again.status() == 1 && again.err().contains("there is a feature pack already"), again.err());
        Path wide = Files.writeString(folder.resolve("wide.csv"), "id,a,b,c\n1,1,0,0\n");
        CommandRun other = CommandRun.of("features", "import", project, "synthetic", wide);
        assertTrue(other.status() == 1 && other.err().contains("width 3, and the project's are of width 2"),
                other.err());
    }

    @Test
    void lengthsAreToldAndScaled() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "id,a,b\n1,3,4\n2,0,2\n30,1,0\n7,9,9\n");
        refused("'7'", file);
        CommandRun run = imported(file, "--skip-unknown");
        assertTrue(run.out().contains("their lengths are 1.00 to 5.00"), run.out());
        project = folder.resolve("again");
        assertEquals(0, CommandRun.of("project", "create", project, "--captions", folder.resolve("captions.json"))
                .status());
        assertEquals(0, imported(file, "--skip-unknown", "--unit").status());
        FeaturePack pack = FeaturePack.open(project.resolve("features/sentences"));
        assertArrayEquals(new float[] {0.6f, 0.8f}, pack.feature("1"));
        assertEquals(IDS, pack.ids());
    }
}
