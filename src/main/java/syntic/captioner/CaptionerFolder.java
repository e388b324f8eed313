package syntic.captioner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.method.Learned;
import syntic.nn.SafetensorsFile;
import syntic.nn.Torch;
import syntic.store.FeatureRows;
import syntic.store.FeatureSet;
import syntic.store.FeatureWriter;
import syntic.store.Fingerprint;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredFeatures;
import syntic.store.StoredJson;

/** The files of a captioner's folder beside its {@code config.json}. */
record CaptionerFolder(Path path) {
    private static final String DECODER = "decoder";
    private static final String TOKENIZER = "tokenizer";
    private static final String NUMBERS = "learned.json";
    private static final String LABELS = "labels.safetensors";
    private static final String SUPPORT = "support.safetensors";
    private static final String SENTENCES = "support.json.gz";
    /** What a decoder's folder holds for whoever opens it; not what the store keeps beside that. */
    private static final List<String> DECODER_FILES = List.of("config.json", "model.safetensors", "training.csv",
            "processor-seconds.txt");
    private static final List<String> TOKENIZER_FILES = List.of("tokenizer.json", "vocab.json", "merges.txt",
            "spiece.model");
    private static final String REMEDY = "copy the captioner anew from where it came from, or train it again";
    private static final int ROWS_AT_ONCE = 8192;
    /** Read by people, who may add to it. */
    static final String CARD = "README.md";

    private record Named(String name) {}

    /** @param tokenizer folder with the files of CLIP's tokenizer, or null to leave them out */
    void save(Learned learned, Path tokenizer) {
        if (learned.decoder() != null) {
            copy(learned.decoder(), DECODER, DECODER_FILES);
        }
        Path source = learned.tokenizer() == null ? tokenizer : learned.tokenizer();
        if (source != null) {
            copy(source, TOKENIZER, TOKENIZER_FILES);
        }
        StoredJson.write(path.resolve(NUMBERS), learned.numbers());
    }

    private void copy(Path from, String to, List<String> names) {
        Path target = path.resolve(to);
        try {
            Files.createDirectories(target);
            for (String name : names) {
                if (Files.exists(from.resolve(name))) {
                    Files.copy(from.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw UserException.ofWriting(target, e);
        }
    }

    void saveLabels(FeatureSet labels) {
        labels.save(path.resolve(LABELS));
    }

    /** Writes sentences and features, in parts where they are on disk. */
    void save(Sentences support) {
        FeatureRows rows = support.features();
        Provenance made = Provenance.of("support", new Named(support.corpus().name()),
                Map.of("features", rows.fingerprint()));
        try (NDManager manager = Torch.newManager();
                FeatureWriter writer = new FeatureWriter(path.resolve(SUPPORT), rows.ids(), rows.width(), made)) {
            for (NDArray part : rows.parts(manager, ROWS_AT_ONCE)) {
                float[] values = part.toFloatArray();
                for (int at = 0; at < values.length; at += rows.width()) {
                    writer.add(Arrays.copyOfRange(values, at, at + rows.width()));
                }
            }
        }
        StoredJson.write(path.resolve(SENTENCES), Map.of("sentences", support.texts()));
    }

    Learned learned() {
        Path decoder = path.resolve(DECODER);
        Path tokenizer = path.resolve(TOKENIZER);
        return new Learned(Files.isDirectory(decoder) ? decoder : null, Files.isDirectory(tokenizer) ? tokenizer : null,
                StoredJson.read(path.resolve(NUMBERS), new TypeToken<Map<String, double[]>>() { }, REMEDY), Map.of());
    }

    /** The labels' features, or null where no objects take part. */
    FeatureSet labels() {
        return Files.exists(path.resolve(LABELS)) ? FeatureSet.open(path.resolve(LABELS)) : null;
    }

    /** The sentences with their features, which stay on disk. */
    Sentences support(String name) {
        List<String> texts = StoredJson.read(path.resolve(SENTENCES),
                new TypeToken<Map<String, List<String>>>() { }, REMEDY).get("sentences");
        StoredFeatures features = StoredFeatures.open(path.resolve(SUPPORT));
        if (texts == null || texts.size() != features.size()) {
            throw new StoreException(path.resolve(SENTENCES) + ": does not fit the features beside it; " + REMEDY);
        }
        return new Sentences(new Corpus(name, IntStream.range(0, texts.size()).mapToObj(i -> new Caption(
                features.ids().get(i), features.ids().get(i), texts.get(i))).toList()), features);
    }

    /** Sums of all files but the description and the card. */
    SortedMap<String, String> sums() {
        SortedMap<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = path.relativize(file).toString().replace('\\', '/');
                if (!name.equals(CaptionerConfig.FILE) && !name.equals(CARD)) {
                    sums.put(name, sum(file));
                }
            }
        } catch (IOException e) {
            throw UserException.ofReading(path, e);
        }
        return sums;
    }

    private static String sum(Path file) throws IOException {
        return file.toString().endsWith(".safetensors") ? SafetensorsFile.open(file).sum()
                : Fingerprint.of(Files.readAllBytes(file));
    }

    /** @throws StoreException naming the first file that is missing or not what was written */
    void requireWhole(Map<String, String> sums) {
        sums.forEach((name, sum) -> {
            Path file = path.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new StoreException(path + ": this captioner is incomplete, " + name + " is missing; " + REMEDY);
            }
            try {
                if (!sum.equals(sum(file))) {
                    throw new StoreException(file + ": is not what was written with this captioner; " + REMEDY);
                }
            } catch (IOException e) {
                throw UserException.ofReading(file, e);
            }
        });
    }
}
