package syntic.method.syntic;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.exchange.FeatureExport;
import syntic.exchange.FeatureFiles;
import syntic.exchange.FeatureImport;
import syntic.exchange.FeatureTable;
import syntic.method.DecoderTraining;
import syntic.miniature.ShippedModels;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.nn.Stopped;
import syntic.pack.FeaturePack;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionTrainer;
import syntic.stage.FeatureSpace;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectTags;
import syntic.stage.Projection;
import syntic.stage.Refinement;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * Prepares, refines, projects and trains on generated features of a corpus of any size, and prints what each stage takes
 * of time, heap and resident memory. Arguments: folder, sentences, width, sentences that are projected on (projection
 * takes time in proportion), steps of training. Start it with the heap to be tried: {@code -Xmx1g}.
 */
public final class LargeCorpusBenchmark {
    private static final int LABELS = 80;
    private static final Provenance MADE = Provenance.of("generated", new Generated("normal numbers"), Map.of());

    private final Path folder;
    private final int rows;
    private final int width;
    private long begun = System.nanoTime();

    private record Generated(String how) {}

    private LargeCorpusBenchmark(Path folder, int rows, int width) {
        this.folder = folder;
        this.rows = rows;
        this.width = width;
    }

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[1]);
        int width = Integer.parseInt(arguments[2]);
        System.out.printf(Locale.ROOT, "%,d × %,d: %,d MB a set; heap at most %,d MB%n", rows, width,
                4L * rows * width >> 20, Runtime.getRuntime().maxMemory() >> 20);
        new LargeCorpusBenchmark(Path.of(arguments[0]), rows, width).run(Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]));
    }

    private void run(int projectedOn, int steps) throws IOException {
        List<Caption> captions = captions();
        List<String> ids = captions.stream().map(Caption::id).toList();
        packs(ids);
        said("two packs written");
        exchange();
        said("one exported as .npy and imported");
        Sentences sentences = new Sentences(new Corpus("generated", captions),
                FeaturePack.open(folder.resolve("sentences")).features(ids));
        ImageFeatures pictures = FeaturePack.open(folder.resolve("synthetic")).images(ids);
        said("opened");
        Refinement refinement = new Refinement(Refinement.Config.PAPER.withEpochs(2));
        FeatureSet refined = refinement.refine(pictures.features(), sentences.inMemory(), ProgressListener.SILENT)
                .features();
        said("refined, 2 epochs");
        FeatureSet projected;
        try (SupportSet support = sentences.first(projectedOn).supportSet()) {
            projected = new Projection(support, Projection.Config.PAPER).project(refined);
        }
        said("projected on " + projectedOn);
        train(sentences, new CaptionInputs(projected, refined,
                new ObjectTags(labels(), pictures.tags())), steps);
    }

    private void train(Sentences sentences, CaptionInputs inputs, int steps) {
        ClipTokenizer tokenizer = ClipTokenizer.from(ShippedModels.folder("clip"));
        FrozenModels models = new FrozenModels(null, null, new ResultStore(folder.resolve("store")))
                .with(new FeatureSpace(Compute.PLAIN, tokenizer, width, inputs.tags().labels()));
        SynticConfig config = SynticConfig.PAPER;
        CaptionExamples examples = new DecoderTraining(config.decoder(), models).examples(sentences.corpus(), inputs);
        CaptionModelConfig shape = config.decoder().shape().model(examples.vocabulary(), width, true);
        said("sentences as tokens");
        CaptionTrainer.Listener stopping = (step, all, loss, rate) -> {
            if (step == steps) {
                throw new Stopped("enough");
            }
        };
        try (var manager = models.compute().newManager()) {
            new CaptionTrainer(config.decoder().training()).with(stopping)
                    .train(manager, shape, examples, folder.resolve("decoder"));
        } catch (Stopped e) {
            said("trained " + steps + " steps of " + config.decoder().training().batch() + " and saved");
        }
    }

    private List<Caption> captions() {
        Random random = new Random(1);
        String[] words = {"red", "dog", "beach", "ball", "house", "blue", "boat", "tree", "night", "green"};
        List<Caption> captions = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            StringBuilder text = new StringBuilder("a");
            for (int word = 0; word < 10; word++) {
                text.append(' ').append(words[random.nextInt(words.length)]);
            }
            captions.add(new Caption(Integer.toString(i), Integer.toString(i), text.toString()));
        }
        return captions;
    }

    private void packs(List<String> ids) {
        Map<String, List<String>> tags = new HashMap<>();
        List<String> names = IntStream.range(0, LABELS).mapToObj(i -> "label " + i).toList();
        ids.forEach(id -> tags.put(id, List.of(names.get(Math.floorMod(id.hashCode(), LABELS)), names.get(0))));
        for (String pack : new String[] {"sentences", "synthetic"}) {
            FeaturePack.writeImported(folder.resolve(pack), width, MADE, "", ids,
                    pack.equals("synthetic") ? tags : Map.of(), Map.of(), (from, count, each) -> {
                        for (int row = from; row < from + count; row++) {
                            each.accept(feature(row, pack.equals("synthetic") ? 0.5f : 0));
                        }
                    });
        }
    }

    /** Of length 1; a picture's is its sentence's and {@code noise}. */
    private float[] feature(int row, float noise) {
        Random own = new Random(row);
        Random other = new Random(~row);
        float[] feature = new float[width];
        double sum = 0;
        for (int i = 0; i < width; i++) {
            feature[i] = own.nextFloat() - 0.5f + noise * (other.nextFloat() - 0.5f);
            sum += feature[i] * feature[i];
        }
        for (int i = 0; i < width; i++) {
            feature[i] /= (float) Math.sqrt(sum);
        }
        return feature;
    }

    private void exchange() throws IOException {
        Path file = folder.resolve("sentences.npy");
        FeatureExport.write(FeaturePack.open(folder.resolve("sentences")), file);
        List<String> ids = Files.readAllLines(folder.resolve("sentences.npy.ids.txt"));
        try (FeatureTable table = FeatureFiles.open(file, FeatureFiles.Selection.ONLY)) {
            new FeatureImport(ids, null, false, false, false).run(file, table, width, folder.resolve("imported"), null,
                    Map.of(), "");
        }
    }

    private FeatureSet labels() {
        float[][] features = new float[LABELS][];
        for (int i = 0; i < LABELS; i++) {
            features[i] = feature(-i - 1, 0);
        }
        return FeatureSet.of(IntStream.range(0, LABELS).mapToObj(i -> "label " + i).toList(), features, MADE);
    }

    private void said(String what) {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
                pool.resetPeakUsage();
            }
        }
        System.out.printf(Locale.ROOT, "%-48s %7.1f s  heap areas at most %,6d MB in sum  resident %s%n", what,
                (System.nanoTime() - begun) / 1e9, peak >> 20, resident());
        begun = System.nanoTime();
    }

    /** Anonymous memory, and with it the pages of files that the system may drop. */
    private static String resident() {
        try {
            Map<String, Long> kilobytes = new HashMap<>();
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Rss") || line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
                    kilobytes.put(line.substring(0, line.indexOf(':')), Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
            return String.format(Locale.ROOT, "%,d MB own, %,d MB with mapped files (%,d MB at most so far)",
                    kilobytes.getOrDefault("RssAnon", 0L) >> 10, kilobytes.getOrDefault("VmRSS", 0L) >> 10,
                    kilobytes.getOrDefault("VmHWM", 0L) >> 10);
        } catch (IOException e) {
            return "unknown here";
        }
    }
}
