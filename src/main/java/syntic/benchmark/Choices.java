package syntic.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.method.Chosen;
import syntic.store.Columns;
import tech.tablesaw.api.Table;

/**
 * What a {@code tuning} chose, by one rule for all systems: <b>of the tries that are not surely below the best one,
 * that which differs from the paper in the fewest settings; of several, the one with the highest CIDEr-D.</b> So the
 * paper's settings stay unless others are surely better, and where they are, as little is changed as will do.
 *
 * <p>A try is surely below the best where its paired difference over photos and seeds has p &lt; 0.05 after correction
 * for the number of tries (p times the number of other tries).
 *
 * <p>The rule is applied twice. First to the tries of the first stage, which all have the paper's value of the system's
 * own setting: what it gives of them is what the second stage tries the other values with, and nothing else. Then to
 * the tries of both stages together, none before another: what it gives of these is the choice. So p-values are
 * multiplied by 3 the first time and by 8 the second, where there are four normalisations and five other values.
 *
 * <p>With more seeds the first stage may give another try. What the second stage tried with the former one is then no
 * try of the search any more, and may have fewer seeds than the others: it has no say.
 */
public final class Choices {
    /** Bootstrap samples: enough for small p-values that are multiplied by the number of tries. */
    public static final int SAMPLES = 4000;
    private static final double LEVEL = 0.05;
    /** Systems whose choice stands for more than themselves, and the name of these. */
    private static final Map<String, String> FAMILIES = Map.of("ReCap-Procrustes", "ReCap");

    /**
     * @param tried number of tries of both stages
     * @param missing number of tries of the search that these are not, or of which the first stage does not yet say
     *     what they are
     * @param seeds that all had
     * @param chosen the condition that the rule gives
     * @param changed its settings, by name
     * @param score its CIDEr-D
     * @param best the condition with the highest mean CIDEr-D over seeds
     * @param below the chosen minus the best; null where they are the same
     * @param paper the condition with the paper's settings; empty if it was not tried
     * @param gain the chosen minus the paper's; null without that or where they are the same
     * @param inUse the condition that is in use now; empty if it was not tried
     */
    public record Choice(String system, int tried, int missing, int seeds, String chosen,
            Map<String, String> changed, Interval score, String best, Comparison below, Optional<String> paper,
            Comparison gain, Optional<String> inUse) {

        /** A p-value that counts the tries. */
        double corrected(Comparison comparison) {
            return Math.min(1, (tried - 1) * comparison.pValue());
        }

        /** Where the value of a setting comes from, as the ledger has it. */
        String source(String setting) {
            boolean papers = Search.space(system).orElseThrow().paper().get(setting).equals(changed.get(setting));
            return "ours: " + (papers ? "as in the paper" : "in place of the paper's "
                    + Search.space(system).orElseThrow().paper().get(setting)) + " by the rule of the search ("
                    + tried + " tries on validation photos, seeds: " + seeds + "): "
                    + (gain == null ? "" : "the choice minus the paper's settings " + text(gain) + ", ")
                    + (below == null ? "no try is better" : "minus the best of all " + text(below));
        }

        private String text(Comparison comparison) {
            return String.format(Locale.ROOT, "%s (p %.3f, times the tries)", comparison.difference().percent(),
                    corrected(comparison));
        }
    }

    private final List<Choice> choices = new ArrayList<>();
    /** Of the systems as they were searched. */
    private final Map<String, Search.Space> spaces = new LinkedHashMap<>();

    private Choices(BenchmarkResults results, BenchmarkTable table, Systems all) {
        String epochs = results.made().settings().getOrDefault("epochs", "0");
        Systems systems = epochs.equals("0") ? all : all.withEpochs(Integer.parseInt(epochs));
        Map<String, List<BenchmarkTable.Row>> bySystem = new LinkedHashMap<>();
        table.rows().forEach(row -> bySystem.computeIfAbsent(row.system(), name -> new ArrayList<>()).add(row));
        bySystem.forEach((system, rows) -> Search.space(system)
                .ifPresent(space -> spaces.put(system, space.servedBy(rows.get(0).settings()))));
        spaces.forEach((system, space) ->
                choices.add(choice(space, bySystem.get(system), table, systems.named(system).settings())));
    }

    /**
     * The try of the first stage that the rule gives.
     *
     * @param results that have its tries
     * @throws UserException naming one that they do not have
     */
    static Map<String, String> ofFirst(Search.Space space, BenchmarkResults results) {
        BenchmarkTable table = BenchmarkTable.of(results, new SeedBootstrap(SAMPLES, 1));
        return ofFirst(space, table.rows(space.system()), table).orElseThrow(() -> new UserException("the second stage "
                + "of the search depends on the first, of which not all tries of " + space.system()
                + " are there; run the search without --condition"));
    }

    /** Nothing where not all tries of the first stage are there. */
    private static Optional<Map<String, String>> ofFirst(Search.Space space, List<BenchmarkTable.Row> rows,
            BenchmarkTable table) {
        List<BenchmarkTable.Row> first = among(rows, space, space.first());
        return first.size() < space.first().size() ? Optional.empty()
                : Optional.of(space.tried(byRule(space, first, best(first), table).settings()));
    }

    private static List<BenchmarkTable.Row> among(List<BenchmarkTable.Row> rows, Search.Space space,
            List<Map<String, String>> tries) {
        return rows.stream().filter(row -> tries.stream().anyMatch(tried -> space.isTry(tried, row.settings())))
                .toList();
    }

    private static BenchmarkTable.Row best(List<BenchmarkTable.Row> rows) {
        return rows.stream().max(Comparator.comparingDouble(Choices::cider)).orElseThrow();
    }

    private static BenchmarkTable.Row byRule(Search.Space space, List<BenchmarkTable.Row> rows,
            BenchmarkTable.Row best, BenchmarkTable table) {
        return rows.stream().filter(row -> row == best || table.compare(best, row) != null
                        && (rows.size() - 1) * table.compare(best, row).pValue() >= LEVEL)
                .min(Comparator.<BenchmarkTable.Row>comparingLong(row -> space.fromPaper(row.settings()))
                        .thenComparing(Comparator.comparingDouble(Choices::cider).reversed())).orElseThrow();
    }

    private static Choice choice(Search.Space space, List<BenchmarkTable.Row> all, BenchmarkTable table,
            Map<String, String> now) {
        List<BenchmarkTable.Row> first = among(all, space, space.first());
        Optional<List<BenchmarkTable.Row>> second = ofFirst(space, all, table)
                .map(inputs -> among(all, space, space.second(inputs)));
        List<BenchmarkTable.Row> rows = second.map(some -> Stream.concat(first.stream(), some.stream()).toList())
                .orElse(all);
        BenchmarkTable.Row best = best(rows);
        BenchmarkTable.Row chosen = byRule(space, rows, best, table);
        Optional<BenchmarkTable.Row> paper = rows.stream().filter(row -> space.fromPaper(row.settings()) == 0)
                .findFirst();
        int missing = space.size() - first.size() - second.map(List::size).orElse(0);
        return new Choice(space.system(), rows.size(), missing, rows.stream().mapToInt(row -> row.seeds().size()).min()
                .orElseThrow(), chosen.condition().name(), space.tried(chosen.settings()),
                chosen.score(BenchmarkTable.CIDER), best.condition().name(),
                best == chosen ? null : table.compare(best, chosen),
                paper.map(row -> row.condition().name()),
                paper.filter(row -> row != chosen).map(row -> table.compare(row, chosen)).orElse(null),
                rows.stream().filter(row -> row.own().equals(now)).findFirst().map(row -> row.condition().name()));
    }

    /** @param table of the same results; @param systems with the settings in use */
    public static Choices of(BenchmarkResults results, BenchmarkTable table, Systems systems) {
        return new Choices(results, table, systems);
    }

    /** Whether the results are of a search for settings. */
    static boolean are(BenchmarkResults results) {
        return Search.NAME.equals(results.made().settings().get("protocol"));
    }

    private static double cider(BenchmarkTable.Row row) {
        return row.score(BenchmarkTable.CIDER).value();
    }

    /** In the order of the results. */
    public List<Choice> all() {
        return List.copyOf(choices);
    }

    /**
     * The lines of {@link Chosen} that follow, with those of before where a setting was not searched.
     *
     * @throws UserException if not all tries of a system are there
     */
    List<Chosen> lines(List<Chosen> before) {
        Map<List<String>, Chosen> lines = new LinkedHashMap<>();
        before.forEach(line -> lines.put(List.of(line.system(), line.setting()), line));
        for (Choice choice : choices) {
            int all = spaces.get(choice.system()).size();
            if (choice.missing() > 0) {
                throw new UserException("the search has " + (all - choice.missing()) + " of " + all + " tries of "
                        + choice.system() + "; run it to its end, and nothing is chosen before");
            }
            String family = FAMILIES.getOrDefault(choice.system(), choice.system());
            choice.changed().forEach((setting, value) ->
                    put(lines, family, setting, value, choice.source(setting)));
        }
        choices.forEach(choice -> asSearched(choice).forEach((setting, value) ->
                put(lines, choice.system(), setting, value, "ours: as in all tries of its own search")));
        return List.copyOf(lines.values());
    }

    private static void put(Map<List<String>, Chosen> lines, String system, String setting, String value,
            String source) {
        String name = setting.replaceFirst("^decoder\\.", "");
        lines.put(List.of(system, name), new Chosen(system, name, value, source));
    }

    /**
     * What was chosen for the family of a variant that was searched itself would stand for it too, where its own tries
     * did not change it; they had it as the paper does.
     */
    private Map<String, String> asSearched(Choice variant) {
        Map<String, String> settings = new LinkedHashMap<>();
        choices.stream().filter(other -> other != variant && variant.system().startsWith(
                FAMILIES.getOrDefault(other.system(), other.system()) + "-"))
                .forEach(other -> settings.putAll(other.changed()));
        settings.keySet().removeAll(variant.changed().keySet());
        Map<String, String> tried = Systems.PAPER.named(variant.system()).settings();
        settings.replaceAll((setting, value) -> tried.get(setting));
        return settings;
    }

    public Table table() {
        return Table.create("What was chosen (CIDEr-D, percent; p-values count the tries)",
                Columns.text("system", choices, Choice::system),
                Columns.text("tried", choices, choice -> Integer.toString(choice.tried())),
                Columns.text("chosen", choices, Choice::chosen),
                Columns.text("CIDEr-D", choices, choice -> choice.score().percent()),
                Columns.text("the paper's", choices, choice -> choice.paper().orElse("was not tried")),
                Columns.text("gain", choices, choice -> shown(choice, choice.gain())),
                Columns.text("best", choices, Choice::best),
                Columns.text("below it", choices, choice -> shown(choice, choice.below())),
                Columns.text("in use", choices, choice -> choice.inUse().orElse("was not tried")));
    }

    private static String shown(Choice choice, Comparison comparison) {
        return comparison == null ? "" : choice.text(comparison);
    }
}
