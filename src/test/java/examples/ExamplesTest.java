package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.BenchmarkSettings;
import syntic.benchmark.BenchmarkTable;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.TinyTask;
import syntic.method.decap.DeCap;
import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;
import syntic.metric.RougeL;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ImageTextEncoder;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/** What the README says about methods, metrics and encoders of one's own is compiled and run here. */
@Tag("slow")
class ExamplesTest {
    @TempDir
    private Path folder;

    @Test
    void aMethodOfOnesOwnIsComparedWithOthers() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            BenchmarkTable table = CompareOwnMethod.compare(mini,
                    new BenchmarkSettings("in-domain", "validation", 100, 20, 0), folder.resolve("run"));
            assertEquals(List.of("CLIPRe", "own"), table.systems());
            BenchmarkTable.Row own = table.rows("own").get(0);
            assertTrue(own.score("CIDEr").value() > 0.1 && own.textOnly());
        }
    }

    @Test
    void aMetricOfOnesOwnIsScoredWithOthersAndHasAnInterval() {
        Corpus references = new Corpus("two photos", List.of(new Caption("a", "1", "a red dog"),
                new Caption("b", "1", "a dog on grass"), new Caption("c", "2", "two boats")));
        Map<String, String> captions = Map.of("1", "a red cat on grass.", "2", "boats");
        CaptionScores scores = CaptionScores.evaluate(references, captions, List.of(new RougeL(), new KnownWords()),
                ProgressListener.SILENT);
        assertEquals(List.of("ROUGE_L", "known words"), List.copyOf(scores.corpus().keySet()));
        assertEquals((4 / 5.0 + 1) / 2, scores.corpus().get("known words"), 1e-12);
        assertTrue(new Bootstrap().intervals(scores).get("known words").low() >= 0.8);
    }

    /** Trained on the colours that sentences name, it names the colours that pictures have. */
    @Test
    void aSystemLearnsAndCaptionsWithAnEncoderOfOnesOwn() {
        List<Caption> captions = Miniature.open().corpus(Style.PLAIN, Split.TRAIN).captions().subList(0, 300);
        ClipTokenizer tokenizer = ClipTokenizer.from(ShippedModels.folder("clip"));
        ImageTextEncoder encoder = new ColourEncoder("colours 1", Colour.values().length, tokenizer);
        FrozenModels models = new FrozenModels(encoder, null, new ResultStore(folder.resolve("store")));
        List<String> ids = captions.stream().map(Caption::id).toList();
        Sentences sentences = new Sentences(new Corpus("some", captions), FeatureSet.of(ids,
                encoder.texts(captions.stream().map(Caption::text).toList()),
                Provenance.of("texts", new Ids(Fingerprint.of(ids)), encoder.provenance())));
        CaptionTask task = new CaptionTask(sentences, null, null, sentences, sentences, models);
        List<String> names = Arrays.stream(Colour.values()).map(Colour::label).toList();
        ImageFeatures fields = ImageFeatures.of(names, Arrays.stream(Colour.values()).map(ExamplesTest::field).toList(),
                encoder, null);
        DeCap system = new DeCap("DeCap", new DeCap.Config(DeCap.Config.MINIATURE.projection(), TinyTask.decoder(8)));
        try (CaptionSystem.Trained trained = system.train(task, 1, ProgressListener.SILENT)) {
            Map<String, String> written = trained.caption(fields);
            long right = written.entrySet().stream().filter(one -> one.getValue().contains(one.getKey())).count();
            assertTrue(right >= 6, right + " of 8 colours are named: " + written);
        }
    }

    private static RgbImage field(Colour colour) {
        byte[] pixel = {(byte) colour.rgb().red(), (byte) colour.rgb().green(), (byte) colour.rgb().blue()};
        byte[] data = new byte[3 * 64 * 64];
        for (int i = 0; i < data.length; i++) {
            data[i] = pixel[i % 3];
        }
        return new RgbImage(64, 64, data);
    }

    private record Ids(String ids) {}

    @Test
    void theReadmeShowsTheFilesAsTheyAre() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        for (String name : List.of("NearestAcrossTheGap", "KnownWords")) {
            String file = Files.readString(Path.of("src/test/java/examples", name + ".java"));
            String shown = file.substring(file.indexOf("/**"));
            assertTrue(readme.contains("```java\n" + shown + "```"), "README.md does not show " + name + " as it is");
        }
        Stream.of(readme.split("[^\\w./-]+")).filter(word -> word.startsWith("src/test/java/examples/"))
                .forEach(file -> assertTrue(Files.exists(Path.of(file)), file));
    }
}
