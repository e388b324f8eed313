package syntic.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import syntic.benchmark.Systems;
import syntic.store.Columns;
import tech.tablesaw.api.Table;

/**
 * The fidelity ledger: every hyper-parameter of every compared system with its value at both scales, read from the
 * configuration records, and where each value comes from, read from the table {@code ledger.tsv}. The table repeats the
 * values, so that a change of one side alone is noticed.
 */
public final class Ledger {
    private Ledger() {}

    /**
     * @param system a compared system, or {@code all systems} for what they share
     * @param name record components from the system's configuration on, such as {@code projection.temperature}
     * @param full value for the full-size models, – where it exists in the miniature world alone
     * @param miniature value for the miniature world, – where it exists at full size alone
     * @param fullSource null where there is no value, or where the table has no line for it
     * @param miniatureSource likewise
     */
    public record Entry(String system, String name, String full, Source fullSource, String miniature,
            Source miniatureSource) {}

    /** All hyper-parameters: what the systems share, then system by system. */
    public static List<Entry> entries() {
        List<Line> lines = Line.all();
        return Hyperparameter.of(Systems.PAPER, Systems.MINIATURE).stream().map(setting -> entry(setting,
                closest(lines, setting))).toList();
    }

    private static Entry entry(Hyperparameter setting, Optional<Line> line) {
        return new Entry(setting.system(), setting.name(), setting.full(), line.map(Line::fullSource).orElse(null),
                setting.miniature(), line.map(one -> one.miniatureSource(setting)).orElse(null));
    }

    /**
     * The hyper-parameters of one system.
     *
     * @throws syntic.io.UserException naming the systems there are, if there is none of this name
     */
    public static List<Entry> entries(String system) {
        String name = system.equalsIgnoreCase(Hyperparameter.ALL) ? Hyperparameter.ALL
                : Systems.PAPER.named(system).name();
        return entries().stream().filter(entry -> entry.system().equals(name)).toList();
    }

    /** What does not agree between the records and the table; empty if all is well. */
    public static List<String> drift() {
        return drift(Hyperparameter.of(Systems.PAPER, Systems.MINIATURE), Line.all());
    }

    static List<String> drift(List<Hyperparameter> settings, List<Line> lines) {
        List<String> drift = new ArrayList<>();
        Set<Line> used = new HashSet<>();
        for (Hyperparameter setting : settings) {
            Optional<Line> line = closest(lines, setting);
            String values = setting.system() + ", " + setting.name() + ": " + setting.full() + " at full size, "
                    + setting.miniature() + " in the miniature";
            if (line.isEmpty()) {
                drift.add(values + ": no line in " + Line.TABLE);
            } else {
                used.add(line.get());
                if (!line.get().agreesWith(setting)) {
                    drift.add(values + ": " + line.get().full() + " and " + line.get().miniature() + " in "
                            + Line.TABLE);
                }
            }
        }
        lines.stream().filter(line -> !used.contains(line)).forEach(line -> drift.add(String.join(", ",
                line.systems()) + ", " + line.name() + ": a line of " + Line.TABLE + " for no hyper-parameter"));
        return drift;
    }

    /** The line that names the setting's system most closely. */
    private static Optional<Line> closest(List<Line> lines, Hyperparameter setting) {
        return lines.stream().filter(line -> line.closeness(setting) >= 0)
                .max(Comparator.comparingInt(line -> line.closeness(setting)));
    }

    /** For a notebook: the hyper-parameters of SynTIC and of the models that all systems share. */
    public static Table table() {
        List<Entry> entries = new ArrayList<>(entries(Hyperparameter.ALL));
        entries.addAll(entries(Systems.SYNTIC));
        return table("Hyper-parameters of SynTIC", entries);
    }

    /** For a notebook: the hyper-parameters of one system. */
    public static Table table(String system) {
        return table("Hyper-parameters of " + system, entries(system));
    }

    private static Table table(String title, List<Entry> entries) {
        return Table.create(title, Columns.text("hyper-parameter", entries, Entry::name),
                Columns.text("full size", entries, Entry::full),
                Columns.text("source", entries, entry -> text(entry.fullSource())),
                Columns.text("miniature", entries, Entry::miniature),
                Columns.text("source in the miniature", entries, entry -> entry.miniatureSource() == null
                        || entry.miniatureSource().equals(entry.fullSource()) ? "" : text(entry.miniatureSource())));
    }

    static String text(Source source) {
        return source == null ? "" : source.toString();
    }
}
