package syntic.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import syntic.benchmark.BenchmarkTable;
import syntic.benchmark.BenchmarkTable.Row;
import syntic.benchmark.BenchmarkTable.Term;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.Bootstrap.Interval;
import syntic.stage.Evaluation;

/**
 * Sentences on paired differences that say what was shown and no more. Those that are looked at together are one
 * family: their p-values are corrected for its size (Holm), and a difference is said to be there where the corrected one
 * is below 0.05.
 *
 * <pre>{@code
 * Statements.of("CIDEr-D × 100").compare(table, syntic, decap).show();
 * }</pre>
 */
public final class Statements {
    private static final double LEVEL = 0.05;

    /** @param other what the subject is compared with; null where the subject is a difference itself */
    private record Statement(String subject, String other, Comparison difference, int seeds) {}

    private final String quantity;
    private final List<Statement> family = new ArrayList<>();

    private Statements(String quantity) {
        this.quantity = quantity;
    }

    /** An empty family. @param quantity that is compared, such as {@code CIDEr-D × 100} */
    public static Statements of(String quantity) {
        return new Statements(quantity);
    }

    /**
     * One difference more.
     *
     * @param first what is higher where the difference is above 0
     * @param difference null where nothing can be compared, which is passed over
     * @param seeds that it is the mean of; 0 where nothing was trained
     */
    public Statements compare(String first, String second, Comparison difference, int seeds) {
        if (difference != null) {
            family.add(new Statement(first, second, difference, seeds));
        }
        return this;
    }

    /** How a row differs from another by each metric of the table. */
    public Statements compareEach(BenchmarkTable table, Row first, Row second) {
        boolean apart = !first.condition().equals(second.condition());
        for (String metric : table.metrics()) {
            compare(Evaluation.shown(metric) + " of " + named(first, apart), "of " + named(second, apart),
                    table.contrast(metric, List.of(new Term(1, first), new Term(-1, second))),
                    seeds(List.of(first, second)));
        }
        return this;
    }

    /** How a row's CIDEr-D differs from another's: two systems, or one system in two conditions. */
    public Statements compare(BenchmarkTable table, Row first, Row second) {
        boolean apart = !first.condition().equals(second.condition());
        return compare(named(first, apart), named(second, apart), table.compare(second, first),
                seeds(List.of(first, second)));
    }

    private static String named(Row row, boolean apart) {
        return row.system() + (apart ? " (" + row.condition().name() + ")" : "");
    }

    /** A weighted sum of scores, such as what a component brings. @param subject what the sum is */
    public Statements contrast(String subject, BenchmarkTable table, String metric, List<Term> terms) {
        return compare(subject, null, table.contrast(metric, terms), seeds(terms.stream().map(Term::row).toList()));
    }

    private static int seeds(List<Row> rows) {
        return (int) rows.get(0).seeds().stream()
                .filter(seed -> rows.stream().allMatch(row -> row.seeds().contains(seed))).count();
    }

    /** 1 where the difference is surely above 0, −1 where it is surely below, 0 where none is shown, in their order. */
    public List<Integer> signs() {
        List<Double> corrected = Comparison.corrected(family.stream().map(Statement::difference).toList());
        return IntStream.range(0, family.size()).mapToObj(i -> corrected.get(i) >= LEVEL ? 0
                : (int) Math.signum(family.get(i).difference().difference().value())).toList();
    }

    /** A sentence for each difference. */
    public List<String> sentences() {
        List<Double> corrected = Comparison.corrected(family.stream().map(Statement::difference).toList());
        List<Integer> signs = signs();
        return IntStream.range(0, family.size()).mapToObj(i -> sentence(family.get(i), signs.get(i), corrected.get(i)))
                .toList();
    }

    private static String sentence(Statement one, int sign, double p) {
        Interval found = one.difference().difference();
        if (one.other() == null) {
            return "%s: %s %s, %s".formatted(one.subject(), number(found.value()), evidence(found, one.seeds(), p),
                    sign == 0 ? "not told from 0" : sign > 0 ? "above 0" : "below 0");
        }
        if (sign == 0) {
            return "between %s and %s no difference is shown: %s %s".formatted(one.subject(), one.other(),
                    number(found.value()), evidence(found, one.seeds(), p));
        }
        Interval by = sign > 0 ? found : new Interval(-found.value(), -found.high(), -found.low());
        return "%s is %s than %s by %s %s".formatted(one.subject(), sign > 0 ? "higher" : "lower", one.other(),
                number(by.value()), evidence(by, one.seeds(), p));
    }

    private static String evidence(Interval found, int seeds, double p) {
        return String.format(Locale.ROOT, "(95 %% %s to %s, %sp = %.3f)", number(found.low()), number(found.high()),
                seeds == 0 ? "" : seeds == 1 ? "1 seed, " : seeds + " seeds, ", p);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", 100 * value).replace('-', '−');
    }

    /** Shows the sentences as a list, and how they were come by. */
    public void show() {
        if (family.isEmpty()) {
            Notebook.markdown("*" + quantity + ": these results have nothing to compare.*");
            return;
        }
        String corrected = family.size() == 1 ? ""
                : "; p corrected for these " + family.size() + " (Holm), a difference is said to be there below 0.05";
        Notebook.markdown("*" + quantity + ", paired; 95 % intervals" + corrected + ":*\n\n- "
                + String.join("\n- ", sentences()));
    }
}
