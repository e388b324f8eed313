package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import syntic.Main;
import syntic.benchmark.Systems;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.DecoderConfig;
import syntic.method.Learned;
import syntic.method.decap.DeCap;
import syntic.stage.FrozenModels;
import syntic.stage.Projection;
import syntic.store.ProgressListener;

/** Every hyper-parameter of every system has a source, and nothing changes on one side alone without being noticed. */
class LedgerTest {
    private static final List<Hyperparameter> SETTINGS = Hyperparameter.of(Systems.PAPER, Systems.MINIATURE);

    @Test
    void statesWhatTheConfigurationsHold() {
        assertEquals(List.of(), Ledger.drift());
        for (Ledger.Entry entry : Ledger.entries()) {
            assertEquals(entry.full().equals(Hyperparameter.NONE), entry.fullSource() == null, entry.toString());
            assertEquals(entry.miniature().equals(Hyperparameter.NONE), entry.miniatureSource() == null,
                    entry.toString());
        }
        Set<String> expected = new TreeSet<>(Systems.PAPER.names());
        expected.add(Hyperparameter.ALL);
        assertEquals(expected, Ledger.entries().stream().map(Ledger.Entry::system)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void noticesAChangedValueOfEverySystemAndScale() {
        assertDrifts(Hyperparameter.of(Systems.PAPER.withEpochs(3), Systems.MINIATURE),
                "SynTIC, training.epochs: 3 at full size", "supervised, training.epochs: 3 at full size");
        assertDrifts(Hyperparameter.of(Systems.PAPER, Systems.MINIATURE.withEpochs(3)),
                "CLOSE, training.epochs: 8 at full size, 3 in the miniature");
        assertDrifts(Hyperparameter.of(replaced("DeCap", system -> new DeCap("DeCap", new DeCap.Config(
                new Projection.Config(1.0 / 150, true), DecoderConfig.PAPER))), Systems.MINIATURE),
                "DeCap, projection.temperature: 0.00666");
    }

    /** DeCap with one more record component. */
    private record Grown(String name, Config config) implements CaptionSystem {
        private record Config(Projection.Config projection, DecoderConfig decoder, int samples) {}

        static Grown of(DeCap decap) {
            return new Grown(decap.name(), new Config(decap.config().projection(), decap.config().decoder(), 7));
        }

        @Override
        public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Trained open(Learned learned, Sentences support, FrozenModels models) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void noticesANewRecordComponentAndANewSystem() {
        assertDrifts(Hyperparameter.of(replaced("DeCap", system -> Grown.of((DeCap) system)), Systems.MINIATURE),
                "DeCap, samples: 7 at full size, – in the miniature: no line");
        List<CaptionSystem> full = new ArrayList<>(Systems.PAPER.all());
        List<CaptionSystem> miniature = new ArrayList<>(Systems.MINIATURE.all());
        full.add(new DeCap("DeCap 2", DeCap.Config.PAPER));
        miniature.add(new DeCap("DeCap 2", DeCap.Config.MINIATURE));
        assertDrifts(Hyperparameter.of(new Systems(full), new Systems(miniature)),
                "DeCap 2, projection.temperature: 0.01");
    }

    @Test
    void noticesEveryMissingAndEveryAlteredLine() {
        List<Line> lines = Line.all();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            List<Line> without = new ArrayList<>(lines);
            without.remove(i);
            List<Line> altered = new ArrayList<>(lines);
            altered.set(i, new Line(line.systems(), line.name(), line.full() + "1", line.miniature(),
                    line.fullSource(), line.miniatureSource()));
            assertTrue(!Ledger.drift(SETTINGS, without).isEmpty() || repeated(lines, line), "without " + line);
            assertTrue(!Ledger.drift(SETTINGS, altered).isEmpty(), "altered " + line);
        }
        List<Line> more = new ArrayList<>(lines);
        more.add(Line.parse("DeCap\tnoise.scale\t1\t1\tours: no reason\tsame"));
        assertEquals(List.of("DeCap, noise.scale: a line of ledger.tsv for no hyper-parameter"),
                Ledger.drift(SETTINGS, more));
    }

    /** Whether a wider line states the same values, so that only the source would be lost. */
    private static boolean repeated(List<Line> lines, Line line) {
        return lines.stream().anyMatch(other -> other != line && other.name().equals(line.name())
                && other.full().equals(line.full()) && (other.miniature().equals(line.miniature())
                || line.miniature().equals(Line.CHOSEN)));
    }

    @Test
    void saysWhereWeDeviate() {
        assertSaid("SynTIC", "training.optimizer.decay", "AdamW", "the paper trains with Adam");
        assertSaid("SynTIC", "training.optimizer.clipNorm", "the paper's Adam clips nothing");
        assertSaid("SynTIC", "training.smoothing", "equation 6 of the paper has none");
        assertSaid("SynTIC", "query", "our reading", "equations 4 and 5", "protocol query");
        assertSaid("CapDec", "decoder", "what GPT-2 knows of language is lost");
        assertSaid("CLOSE", "decoder", "what T5 knows of language is lost");
        assertSaid("ZeroCap", "decoder", "no language model of the world");
        for (CaptionSystem system : Systems.PAPER.all()) {
            Map<String, String> settings = system.settings();
            if (settings.containsKey("decoder.shape.normalisation")) {
                assertEquals("NONE", settings.get("decoder.shape.normalisation"), system.name());
                assertSaid(system.name(), "shape.normalisation", "reads CLIP's features as they are");
            } else if (settings.containsKey("decoder.mapper.layers")) {
                assertSaid(system.name(), "decoder", "features are read as they are");
            }
        }
    }

    private static void assertSaid(String system, String setting, String... words) {
        Ledger.Entry entry = Ledger.entries(system).stream().filter(one -> one.name().equals(setting)).findFirst()
                .orElseThrow();
        String said = entry.fullSource() + " " + entry.miniatureSource();
        for (String word : words) {
            assertTrue(said.contains(word), system + ", " + setting + ": " + said);
        }
    }

    @Test
    void refusesLinesWithoutAProperSource() {
        for (String line : List.of("*\ta\t1\t1\tours: \tsame", "*\ta\t1\t1\tcode: DeCap\tsame",
                "*\ta\t1\t1\tguess: x\tsame", "*\ta\t1\t2\tours: x\tsame", "*\ta\t1\t1\t\tsame", "*\ta\t1\t1")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Line.parse(line)).getMessage()
                    .contains("ledger.tsv"), line);
        }
    }

    @Test
    void printsMarkdownAndJson() {
        String markdown = printed(0);
        for (String system : Systems.PAPER.names()) {
            assertTrue(markdown.contains("## " + system + "\n"), system);
        }
        assertTrue(markdown.contains("| projection.temperature | 0.01 | paper: SynTIC"), markdown);
        JsonArray json = JsonParser.parseString(printed(0, "--format", "json", "--system", "close")).getAsJsonArray();
        JsonObject noise = json.asList().stream().map(one -> one.getAsJsonObject())
                .filter(one -> one.get("name").getAsString().equals("noise.scale")).findFirst().orElseThrow();
        assertEquals("0.12", noise.getAsJsonObject("full").get("value").getAsString());
        assertEquals("code", noise.getAsJsonObject("full").get("source").getAsString());
        assertTrue(printed(2, "--system", "GPT").contains("DeCap"));
        assertTrue(printed(2, "--format", "yaml").contains("Usage: "));
        assertNotNull(Ledger.table("CapDec").column("full size"));
        assertTrue(Ledger.table().print(200).contains("models.clip"));
    }

    private static String printed(int status, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertEquals(status, Main.run(Stream.concat(Stream.of("ledger"), Stream.of(arguments))
                .toArray(String[]::new), stream, stream));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Systems replaced(String name, UnaryOperator<CaptionSystem> change) {
        return new Systems(Systems.PAPER.all().stream().map(system -> system.name().equals(name) ? change.apply(system)
                : system).toList());
    }

    private static void assertDrifts(List<Hyperparameter> settings, String... expected) {
        List<String> drift = Ledger.drift(settings, Line.all());
        for (String one : expected) {
            assertTrue(drift.stream().anyMatch(line -> line.startsWith(one)), one + " is not among " + drift);
        }
    }
}
