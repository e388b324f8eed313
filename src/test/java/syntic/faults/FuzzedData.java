package syntic.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import syntic.captioner.CaptionerConfigs;
import syntic.corpus.CaptionFiles;
import syntic.corpus.CorpusFormatException;
import syntic.exchange.FeatureFiles;
import syntic.exchange.FeatureTable;
import syntic.exchange.IdFile;
import syntic.io.Seal;
import syntic.io.UserException;
import syntic.miniature.ShippedModels;
import syntic.model.ModelException;
import syntic.nn.WeightsException;
import syntic.project.Project;
import syntic.store.StoreException;

/** Files that users bring, and who reads them: features, ids, captions without splits, projects, captioners. */
record FuzzedData(Path folder) {
    private static final Set<Class<?>> REFUSALS = Set.of(UserException.class, CorpusFormatException.class,
            StoreException.class, WeightsException.class, ModelException.class);
    private static final String TABLE = "id,a,b\n1,0.5,-0.25\n2,0.75,1e-3\n30,-0.5,0.0625\n";
    private static final String PROJECT = """
            {"format": 1, "name": "mine", "captions": {"train": ["a.txt", {"file": "b.json", "split": "train"}],
             "test": ["c.csv"]}, "support": ["d.txt"], "photos": {"all": ["photos"], "test": ["/more/photos"]},
             "models": {"clip": "../clip", "detector": "../detr", "text-to-image": "../sd"}, "seed": 3,
             "settings": {"scale": "miniature", "synthesis.steps": "10", "synthesis.guidance": "3.5",
             "threshold": "0.7", "sentences.mostWords": "20"}}""";

    static List<FuzzedReaders.Target> targets(Path folder) throws IOException {
        FuzzedData data = new FuzzedData(folder);
        List<FuzzedReaders.Target> targets = new ArrayList<>(data.features());
        texts().forEach((name, text) -> targets.add(data.file(name, text, name.startsWith("ids") ? file -> IdFile.read(
                file, null) : file -> CaptionFiles.read(file, null))));
        targets.add(data.file("project.json", PROJECT, file -> Project.open(file.getParent())));
        targets.add(data.captioner());
        return targets;
    }

    private List<FuzzedReaders.Target> features() throws IOException {
        byte[] array = npy("<f4", "False", "3, 2", 24);
        Path retrieval = folder.resolve("retrieval");
        Path array0 = retrieval.resolve("img_emb/img_emb_0.npy");
        Path metadata = Files.createDirectories(retrieval.resolve("metadata")).resolve("metadata_0.csv");
        Files.createDirectories(array0.getParent());
        Files.write(array0, array);
        Files.writeString(metadata, "key,caption\n1,a\n2,b\n3,c\n");
        return List.of(file("npy", array), file("half.npy", npy("<f2", "True", "3, 2", 12)),
                file("parts.npy", npy(">f8", "False", "3, 2", 48)), shapes(), file("x.npz", npz(array)),
                file("features.csv", FuzzedReaders.bytes(TABLE)),
                file("plain.csv", FuzzedReaders.bytes("0.5,-0.25\n0.75,1e-3\n")),
                FuzzedReaders.file("clip-retrieval's array", array0, array, REFUSALS, file -> read(retrieval)),
                FuzzedReaders.file("clip-retrieval's metadata", metadata, Files.readAllBytes(metadata), REFUSALS,
                        file -> {
                            Files.write(array0, array);
                            read(retrieval);
                        }));
    }

    /** Sentences with and without images, and ids of rows, by the name of a file. */
    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("captions.token", "1.jpg#0\tA dog.\n1.jpg#1\tA brown dog.\n2.jpg#0\tA cat.\n");
        texts.put("pipes.csv", "image_name| comment_number| comment\n1.jpg| 0| A \"dog\".\n2.jpg| 0| A cat.\n");
        texts.put("captions.csv", "image,caption\n1.jpg,\"A dog, \"\"old\"\".\"\n2.jpg,A cat.\n");
        texts.put("captions.tsv", "image\tcaption\n1.jpg\tA dog.\n2.jpg\tA cat.\n");
        texts.put("list.json", "[\"A dog.\", {\"image\": \"1.jpg\", \"caption\": \"A cat.\", \"id\": 3}]");
        texts.put("captions.jsonl", "{\"image\": \"1.jpg\", \"caption\": \"A dog.\"}\n{\"caption\": \"A cat.\"}\n");
        texts.put("sentences.txt", "\uFEFFA dog.\nA caf\u00E9.\nA dog.\n");
        texts.put("ids.txt", "1\n2\n30\n");
        texts.put("ids.csv", "image_id,other\n1,a\n2,\"b, c\"\n30,d\n");
        texts.put("ids.json", "{\"key\": {\"0\": \"1\", \"1\": \"2\"}, \"other\": {\"0\": 1, \"1\": 2}}");
        texts.put("ids.jsonl", "{\"key\": \"1\"}\n{\"key\": 2}\n");
        return texts;
    }

    private FuzzedReaders.Target captioner() throws IOException {
        // Without its digest, so that what is damaged is looked at.
        byte[] shipped = FuzzedReaders.bytes(Seal.open(Files.readString(ShippedModels.folder("captioner").resolve(
                "config.json"))));
        Path copy = Files.createDirectories(folder.resolve("captioner"));
        return FuzzedReaders.file("captioner's config.json", copy.resolve("config.json"), shipped, REFUSALS,
                file -> CaptionerConfigs.read(copy));
    }

    private FuzzedReaders.Target file(String name, byte[] features) {
        return FuzzedReaders.file(name, folder.resolve(name), features, REFUSALS, FuzzedData::read);
    }

    private FuzzedReaders.Target file(String name, String text, FuzzedReaders.FileReader reader) {
        return FuzzedReaders.file(name, folder.resolve(name), FuzzedReaders.bytes(text), REFUSALS, reader);
    }

    /** The fields of a header of NumPy's, which the numbers do not fit. */
    private FuzzedReaders.Target shapes() {
        Path file = folder.resolve("shapes.npy");
        return new FuzzedReaders.Target("shapes.npy", FuzzedReaders.bytes("{type:<f4,order:False,rows:3,width:2}"),
                REFUSALS, input -> {
                    String[] fields = new String(input, StandardCharsets.ISO_8859_1).split("[:,}]", 9);
                    read(Files.write(file, npy(field(fields, 1), field(fields, 3), field(fields, 5) + ", "
                            + field(fields, 7), 24)));
                });
    }

    private static String field(String[] fields, int at) {
        return at < fields.length ? fields[at] : "";
    }

    /** NumPy's .npy with these bytes of numbers. */
    private static byte[] npy(String type, String order, String shape, int bytes) {
        byte[] numbers = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            numbers[i] = (byte) (i % 64);
        }
        return npy(type, order, shape, numbers);
    }

    private static byte[] npy(String type, String order, String shape, byte[] numbers) {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': (" + shape + "), }\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(10 + header.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        all.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length);
        return all.put(header).put(numbers).array();
    }

    /** An archive with an array and ids, one of them compressed. */
    private static byte[] npz(byte[] array) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry stored = new ZipEntry("x.npy");
            CRC32 sum = new CRC32();
            sum.update(array);
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(array.length);
            stored.setCrc(sum.getValue());
            zip.putNextEntry(stored);
            zip.write(array);
            zip.putNextEntry(new ZipEntry("ids.npy"));
            zip.write(npy("<U1", "False", "3,", "1\0\0\0b\0\0\0c\0\0\0".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void read(Path file) throws Exception {
        try (FeatureTable table = FeatureFiles.open(file, FeatureFiles.Selection.ONLY)) {
            table.forEach(0, table.rows(), (row, values) -> { });
        } catch (UserException e) {
            if (!e.getMessage().contains(file.toString())) {
                throw new AssertionError(file + " is not named", e);
            }
            throw e;
        }
    }
}
