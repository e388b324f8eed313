package syntic.faults;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import syntic.Fuzz;
import syntic.corpus.CaptionFiles;
import syntic.corpus.CocoResults;
import syntic.corpus.CorpusFormatException;
import syntic.io.UserException;
import syntic.model.ConfigFile;
import syntic.model.ConfigTargets;
import syntic.model.ModelException;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;
import syntic.nn.WeightsException;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/** Feeds all readers of files with damaged and nasty ones: each is read or refused with a typed error. */
record FuzzedReaders(Path folder, PrintStream out) {
    private static final String COCO = """
            {"info": {"year": 2014}, "images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}],
             "annotations": [{"id": 1, "image_id": 1, "caption": "a dog"},
               {"id": 2, "image_id": 2, "caption": "two"}]}""";
    private static final String KARPATHY = """
            {"dataset": "coco", "images": [{"cocoid": 1, "filename": "a.jpg", "filepath": "val", "split": "test",
             "sentids": [1], "sentences": [{"raw": "a dog", "sentid": 1, "imgid": 0, "tokens": ["a", "dog"]}]}]}""";
    private static final String RESULTS = """
            [{"image_id": 1, "caption": "a dog"}, {"image_id": "b", "caption": "a cat"}]""";

    /** @param refusals errors that a broken input may cause */
    record Target(String name, byte[] good, Set<Class<?>> refusals, Fuzz.Reader reader) {}

    /**
     * @param readers a regular expression of the names of those that are tried
     * @return how many inputs were tried
     */
    int run(int inputs, String readers) throws Exception {
        List<Target> targets = Stream.concat(targets().stream(), FuzzedData.targets(Files.createDirectories(
                folder.resolve("data"))).stream()).filter(target -> target.name.matches(readers)).toList();
        int each = (inputs + targets.size() - 1) / targets.size();
        for (Target target : targets) {
            target.reader.read(target.good);
            int refused = Fuzz.run(target.name, target.good, each, target.refusals, target.reader);
            out.printf("inputs: %s, %,d of %,d refused%n", target.name, refused, each);
        }
        return each * targets.size();
    }

    private List<Target> targets() throws IOException {
        List<Target> targets = new ArrayList<>();
        ConfigTargets.all().forEach((name, target) -> targets.add(new Target(name, bytes(target.good()),
                Set.of(ModelException.class), input -> target.reading().accept(
                        ConfigFile.parse("config.json", new String(input, StandardCharsets.ISO_8859_1))))));
        Path tokenizer = Files.createDirectories(folder.resolve("tokenizer"));
        targets.add(file("tokenizer", tokenizer.resolve("tokenizer.json"), bytes(ConfigTargets.TOKENIZER),
                Set.of(ModelException.class), file -> ClipTokenizer.from(tokenizer)));
        for (String format : List.of("png", "jpg", "gif", "bmp", "tiff")) {
            targets.add(file("image " + format, folder.resolve("picture"), picture(format),
                    Set.of(ModelException.class), RgbImage::read));
        }
        targets.add(file("safetensors", folder.resolve("x.safetensors"), safetensors(),
                Set.of(WeightsException.class), FuzzedReaders::load));
        Set<Class<?>> ofCaptions = Set.of(CorpusFormatException.class, UserException.class);
        targets.add(file("COCO captions", folder.resolve("coco.json"), bytes(COCO), ofCaptions,
                file -> CaptionFiles.read(file, "test")));
        targets.add(file("Karpathy's captions", folder.resolve("karpathy.json"), bytes(KARPATHY), ofCaptions,
                file -> CaptionFiles.read(file, "test")));
        targets.add(file("COCO results", folder.resolve("results.json"), bytes(RESULTS), ofCaptions,
                CocoResults::read));
        Provenance made = Provenance.of("fuzz", new Made(1, "x"), Map.of("corpus", "abc"));
        targets.add(file("provenance", folder.resolve("made.json"), bytes(made.toJson()), Set.of(StoreException.class),
                file -> Provenance.read(file, "make it again")));
        targets.add(file("kept JSON", folder.resolve("kept.json"), bytes("{\"size\": 3, \"name\": \"a\"}"),
                Set.of(StoreException.class), file -> StoredJson.read(file, Made.class, "make it again")));
        return targets;
    }

    private record Made(int size, String name) {}

    interface FileReader {
        void read(Path file) throws Exception;
    }

    static Target file(String name, Path file, byte[] good, Set<Class<?>> refusals, FileReader reader) {
        return new Target(name, good, refusals, input -> reader.read(Files.write(file, input)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] picture(String format) throws IOException {
        BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 24 * 20; i++) {
            image.setRGB(i % 24, i / 24, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, written)) {
            throw new AssertionError("this Java writes no " + format);
        }
        return written.toByteArray();
    }

    private byte[] safetensors() throws IOException {
        Path file = folder.resolve("good.safetensors");
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            arrays.put("layer.weight", manager.ones(new Shape(2, 3)));
            arrays.put("ids", manager.create(new long[] {1, 2}));
            SafetensorsWriter.write(file, arrays, ElementType.F16, Map.of("format", "pt"));
        }
        return Files.readAllBytes(file);
    }

    private static void load(Path file) {
        try (NDManager manager = Torch.newManager()) {
            SafetensorsFile.open(file).load(manager);
        }
    }
}
