package syntic.method.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import syntic.method.SynticConfig;
import syntic.stage.CaptionModelConfig;
import syntic.stage.ObjectDetection;
import syntic.stage.Synthesis;
import syntic.store.Provenance;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The fidelity ledger: every hyper-parameter of SynTIC with its value at both scales, read from the configuration
 * records, and where it comes from, read from the table {@code ledger.tsv}. The table repeats the values, so that a
 * change of one side alone is noticed.
 */
public final class Ledger {
    private static final String TABLE = "ledger.tsv";
    /** Given by the CLIP that is used, not chosen. */
    private static final Set<String> OF_CLIP = Set.of("decoder.decoder.vocabulary", "decoder.features");
    private static final int CLIP_VOCABULARY = 49_408;
    private static final int CLIP_WIDTH = 512;

    private Ledger() {}

    /**
     * @param name stage and record component, such as {@code projection.temperature}
     * @param paper value for the full-size models
     * @param miniature value for the miniature world
     * @param source section or equation of the paper, official code, or ours
     */
    public record Entry(String name, String paper, String miniature, String source) {}

    /** All hyper-parameters in the order of the stages; the source is empty where the table has none. */
    public static List<Entry> entries() {
        Map<String, Entry> documented = documented();
        return fromRecords().values().stream().map(entry -> documented.containsKey(entry.name())
                ? new Entry(entry.name(), entry.paper(), entry.miniature(), documented.get(entry.name()).source())
                : entry).toList();
    }

    /** What does not agree between the records and the table; empty if all is well. */
    public static List<String> drift() {
        Map<String, Entry> records = fromRecords();
        Map<String, Entry> documented = documented();
        List<String> drift = new ArrayList<>();
        records.forEach((name, entry) -> {
            Entry stated = documented.get(name);
            if (stated == null) {
                drift.add(name + " = " + entry.paper() + " and " + entry.miniature() + " has no line in " + TABLE);
            } else if (!stated.paper().equals(entry.paper()) || !stated.miniature().equals(entry.miniature())) {
                drift.add(name + " is " + entry.paper() + " and " + entry.miniature() + ", in " + TABLE + " "
                        + stated.paper() + " and " + stated.miniature());
            }
        });
        documented.keySet().stream().filter(name -> !records.containsKey(name))
                .forEach(name -> drift.add(name + " in " + TABLE + " is no hyper-parameter"));
        return drift;
    }

    /** For a notebook. */
    public static Table table() {
        Table table = Table.create("Hyper-parameters of SynTIC", StringColumn.create("hyper-parameter"),
                StringColumn.create("paper's scale"), StringColumn.create("miniature"), StringColumn.create("source"));
        for (Entry entry : entries()) {
            table.stringColumn(0).append(entry.name());
            table.stringColumn(1).append(entry.paper());
            table.stringColumn(2).append(entry.miniature());
            table.stringColumn(3).append(entry.source());
        }
        return table;
    }

    /** The command {@code ledger}: prints the table; exit status 1 if it has drifted. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length > 0) {
            out.println("ledger: prints every hyper-parameter with its values and its source; takes no arguments");
            return arguments[0].equals("--help") ? 0 : 2;
        }
        out.println(table().printAll());
        drift().forEach(err::println);
        return drift().isEmpty() ? 0 : 1;
    }

    private static Map<String, Entry> fromRecords() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        SynticConfig paper = SynticConfig.PAPER;
        SynticConfig miniature = SynticConfig.MINIATURE;
        add(entries, "synthesis", Synthesis.Config.PAPER, Synthesis.Config.MINIATURE);
        add(entries, "refinement", paper.refinement(), miniature.refinement());
        add(entries, "detection", ObjectDetection.Config.STANDARD, ObjectDetection.Config.STANDARD);
        add(entries, "projection", paper.projection(), miniature.projection());
        add(entries, "decoder", CaptionModelConfig.paper(CLIP_VOCABULARY, CLIP_WIDTH, true),
                CaptionModelConfig.miniature(CLIP_VOCABULARY, CLIP_WIDTH, true));
        add(entries, "training", paper.training(), miniature.training());
        add(entries, "sentences", new Sentences(paper.longest()), new Sentences(miniature.longest()));
        return entries;
    }

    private record Sentences(int longest) {}

    private static void add(Map<String, Entry> entries, String stage, Record paper, Record miniature) {
        SortedMap<String, String> full = Provenance.of(stage, paper, Map.of()).settings();
        SortedMap<String, String> small = Provenance.of(stage, miniature, Map.of()).settings();
        full.forEach((component, value) -> {
            String name = stage + "." + component;
            if (!OF_CLIP.contains(name)) {
                entries.put(name, new Entry(name, value, small.get(component), ""));
            }
        });
    }

    private static Map<String, Entry> documented() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (InputStream in = Ledger.class.getResourceAsStream(TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t");
                if (cells.length != 4) {
                    throw new IllegalStateException(TABLE + ": '" + line + "' does not have four cells");
                }
                entries.put(cells[0], new Entry(cells[0], cells[1], cells[2], cells[3]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE + " cannot be read", e);
        }
        return entries;
    }
}
