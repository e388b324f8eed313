package syntic.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.store.Provenance;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a {@code tuning} chose: for every system the setting with the highest CIDEr-D, beside the one that is in use.
 * Both are compared on the photos that they were chosen on, so the gain is flattered by the choice.
 */
public final class Choices {
    /**
     * @param tried settings of the system
     * @param chosen the condition with the highest mean CIDEr-D over seeds
     * @param score its CIDEr-D
     * @param inUse the condition that is in use now; empty if it was not tried
     * @param gain of the chosen over that in use; null without that or where it is the same
     */
    public record Choice(String system, int tried, String chosen, Interval score, Optional<String> inUse,
            Comparison gain) {}

    private final List<Choice> choices = new ArrayList<>();

    private Choices(BenchmarkResults results, BenchmarkTable table, Systems all) {
        String epochs = results.made().settings().getOrDefault("epochs", "0");
        Systems systems = epochs.equals("0") ? all : all.withEpochs(Integer.parseInt(epochs));
        Map<String, List<BenchmarkTable.Row>> bySystem = new LinkedHashMap<>();
        table.rows().forEach(row -> bySystem.computeIfAbsent(row.system(), name -> new ArrayList<>()).add(row));
        bySystem.forEach((system, rows) -> {
            BenchmarkTable.Row best = rows.stream().max(Comparator.comparingDouble(Choices::cider)).orElseThrow();
            Map<String, String> now = Provenance.of("system", systems.named(system).config(), Map.of()).settings();
            Optional<BenchmarkTable.Row> inUse = rows.stream().filter(row -> row.own().equals(now)).findFirst();
            choices.add(new Choice(system, rows.size(), best.condition().name(), best.score(BenchmarkTable.CIDER),
                    inUse.map(row -> row.condition().name()),
                    inUse.filter(row -> row != best).map(row -> table.compare(row, best)).orElse(null)));
        });
    }

    /** @param table of the same results; @param systems with the settings in use */
    public static Choices of(BenchmarkResults results, BenchmarkTable table, Systems systems) {
        return new Choices(results, table, systems);
    }

    /** Whether the results are of a search for settings. */
    static boolean are(BenchmarkResults results) {
        return Tuning.NAME.equals(results.made().settings().get("protocol"));
    }

    private static double cider(BenchmarkTable.Row row) {
        return row.score(BenchmarkTable.CIDER).value();
    }

    /** In the order of the results. */
    public List<Choice> all() {
        return List.copyOf(choices);
    }

    public Table table() {
        return Table.create("What was chosen (CIDEr-D, percent)",
                column("system", Choice::system),
                column("tried", choice -> Integer.toString(choice.tried())),
                column("chosen", Choice::chosen),
                column("CIDEr-D", choice -> choice.score().percent()),
                column("in use", choice -> choice.inUse().orElse("was not tried")),
                column("gain", choice -> choice.gain() == null ? "" : choice.gain().difference().percent()),
                column("p", choice -> choice.gain() == null ? ""
                        : String.format(Locale.ROOT, "%.3f", choice.gain().pValue())));
    }

    private StringColumn column(String name, Function<Choice, String> cell) {
        return StringColumn.create(name, choices.stream().map(cell).toList());
    }
}
