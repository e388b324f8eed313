package syntic.faults;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.KeptUnit;
import syntic.captioner.Captioner;
import syntic.io.Seal;
import syntic.io.Sha256;
import syntic.method.TrainingClock;
import syntic.metric.spice.KeptParses;
import syntic.miniature.Miniature;
import syntic.miniature.TextToImageCurve;
import syntic.miniature.world.Style;
import syntic.model.ModelFolder;
import syntic.nn.SafetensorsFile;
import syntic.nn.Torch;
import syntic.pack.FeaturePack;
import syntic.stage.ImageFeatures;
import syntic.stage.TrainingCurve;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * A file that the program keeps and reads again.
 *
 * @param kind of file
 * @param opened what is opened to read it, itself or the folder that it is part of
 * @param reading opens that as the program does and shows every value that it would use
 */
record KeptFile(Path file, String kind, Path opened, Reading reading) {
    /** Locks, what a killed writer left, what was printed or given, what is for the user to read or change. */
    private static final Pattern NOT_KEPT = Pattern.compile("(.*/)?(\\.(locks|used)/.*|claims/.*|\\.lock|log\\.txt"
            + "|.*\\.incomplete(/config\\.json)?|.*\\.unfinished/.*|scores\\.(json|csv)|README\\.md)"
            + "|given/(?!.*features/).*");
    private static final int PICTURES = 4;
    private static final String PROVENANCE = "provenance.json";

    /** Reads a file again. */
    @FunctionalInterface
    interface Reading {
        String read() throws Exception;
    }

    /** All in a folder and below it; a file that nobody knows how to read is an error. */
    static List<KeptFile> in(Path home) throws IOException {
        List<KeptFile> kept = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                KeptFile one = of(home.relativize(file).toString(), file);
                if (one != null) {
                    kept.add(one);
                }
            }
        }
        return kept;
    }

    private static KeptFile of(String place, Path file) throws IOException {
        String name = file.getFileName().toString();
        Path folder = file.getParent();
        if (NOT_KEPT.matcher(place).matches()) {
            return null;
        }
        if (Files.exists(folder.resolve(PROVENANCE))) {
            Provenance made = Provenance.read(folder.resolve(PROVENANCE), "");
            return new KeptFile(file, "result of the store, " + name, folder, () -> bytes(new ResultStore(
                    folder.getParent()).folder(made, unfinished -> {
                        throw new AssertionError(folder + " would be made again");
                    })));
        }
        if (FeaturePack.exists(folder) || FeaturePack.exists(folder.getParent())) {
            Path pack = FeaturePack.exists(folder) ? folder : folder.getParent();
            return new KeptFile(file, name.equals("pack.json") ? name : "part of a pack", pack, () -> {
                FeaturePack opened = FeaturePack.open(pack);
                // A killed maker may have written what it makes, and no row.
                return (opened.ids().isEmpty() ? "" : opened.images(opened.ids()).features().fingerprint())
                        + opened.tags() + opened.made() + opened.licence() + opened.kind();
            });
        }
        for (Path captioner : List.of(folder, folder.getParent())) {
            if (Files.exists(captioner.resolve("learned.json"))) {
                return new KeptFile(file, "captioner's " + name, captioner, () -> captioner(captioner));
            }
        }
        if (name.endsWith(".safetensors")) {
            boolean features = SafetensorsFile.open(file).header().metadata().containsKey("fingerprint");
            return new KeptFile(file, features ? "features" : "tensors, " + name, file, () -> features
                    ? FeatureSet.open(file).fingerprint() + FeatureSet.open(file).provenance() : tensors(file));
        }
        if (Files.exists(folder.resolve("digests.json"))) {
            return new KeptFile(file, "model's " + name, folder, () -> {
                ModelFolder.requireWhole(folder);
                return bytes(folder);
            });
        }
        if (folder.endsWith("facts")) {
            String key = Seal.open(Files.readString(file)).lines().findFirst().orElseThrow();
            Path of = Path.of(key.substring(key.indexOf(" at ") + 4));
            // What is known of a file outlives it, and nobody asks then.
            return !Files.exists(of) ? null : new KeptFile(file, "fact", file, () -> tensors(of));
        }
        Reading reading = switch (name) {
            case "made.json" -> () -> Provenance.read(file, "").toJson();
            case "results.json" -> () -> json(BenchmarkResults.read(file));
            case "training.csv" -> () -> TrainingCurve.from(folder).toString();
            case "processor-seconds.txt" -> () -> Double.toString(TrainingClock.seconds(folder));
            case "curve.json" -> () -> TextToImageCurve.read(file).toString();
            // Of a model whose writer was killed before it sealed the folder.
            case "config.json", "model_index.json", "preprocessor_config.json", "scheduler_config.json", "vocab.json" ->
                    () -> JsonParser.parseString(Files.readString(file)).getAsJsonObject().toString();
            case "merges.txt" -> () -> Files.readString(file);
            default -> folder.endsWith("units") ? () -> json(KeptUnit.read(file))
                    : name.endsWith(".json.gz") ? () -> json(BenchmarkResults.read(file))
                    : name.endsWith(".jsonl") ? () -> KeptParses.read(file)
                    : null;
        };
        if (reading == null) {
            throw new AssertionError(file + ": nobody knows how to read it again");
        }
        return new KeptFile(file, folder.endsWith("units") ? "unit" : name, file, reading);
    }

    /** What its description says and what it says of some pictures. */
    static String captioner(Path folder) throws IOException {
        try (Miniature mini = Miniature.open(); Captioner captioner = Captioner.open(folder, mini.models())) {
            ImageFeatures pictures = mini.data(Style.PLAIN).synthetic();
            return captioner.describe(pictures.select(pictures.features().ids().subList(0, PICTURES)))
                    + Seal.open(Files.readString(folder.resolve("config.json")));
        }
    }

    private static String json(Object value) {
        return new GsonBuilder().serializeSpecialFloatingPointValues().create().toJson(value);
    }

    private static String bytes(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.endsWith("digests.json") && !file.endsWith(PROVENANCE)) {
                    all.append(file.getFileName()).append(Sha256.of(Files.readAllBytes(file)));
                }
            }
        }
        return all.toString();
    }

    private static String tensors(Path file) {
        SafetensorsFile opened = SafetensorsFile.open(file);
        Map<String, String> sums = new TreeMap<>(opened.header().metadata());
        try (NDManager manager = Torch.newManager()) {
            for (Map.Entry<String, NDArray> tensor : opened.load(manager).entrySet()) {
                ByteBuffer values = tensor.getValue().toByteBuffer();
                byte[] copy = new byte[values.remaining()];
                values.get(copy);
                sums.put(tensor.getKey(), tensor.getValue().getShape() + Sha256.of(copy));
            }
        }
        return sums.toString();
    }
}
