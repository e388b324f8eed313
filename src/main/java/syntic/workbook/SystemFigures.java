package syntic.workbook;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import syntic.benchmark.BenchmarkTable.Row;
import syntic.benchmark.Disagreements;
import syntic.benchmark.PaperTables;
import syntic.benchmark.Prices;
import syntic.benchmark.StyleTransfer;
import syntic.benchmark.StyleTransfer.Kept;
import syntic.benchmark.Systems;
import syntic.metric.Bootstrap.Interval;
import syntic.miniature.Miniature;
import syntic.stage.Evaluation;

/**
 * Figures of a benchmark. Bars have one of three colours, for SynTIC, other text-only systems and those that were
 * trained on photos; titles say how many seeds there are.
 */
public final class SystemFigures {
    private static final String INTERVALS = " (95 % interval)";
    private static final String CIDER = "CIDEr";
    private static final int WIDTH = 720;

    private SystemFigures() {
    }

    /** The CIDEr-D of each row with its interval, in the order given. */
    public static Figure bars(String title, List<Row> rows) {
        return bars(title, "CIDEr-D × 100" + INTERVALS, rows, row -> row.score("CIDEr"));
    }

    /** A bar with its interval for each row, in the order given. */
    public static Figure bars(String title, String yTitle, List<Row> rows, Function<Row, Interval> value) {
        return IntervalFigures.bars(title + ", " + seeds(rows), "system", yTitle, rows, Row::starred,
                SystemFigures::group, value).across().size(WIDTH, height(rows.size()));
    }

    /** What each row differs from SynTIC by, on the same photos and seeds; without SynTIC itself. */
    public static Figure fromSyntic(String title, List<Row> rows) {
        return bars(title, "CIDEr-D × 100 minus SynTIC's" + INTERVALS, rows.stream()
                .filter(row -> row.fromSyntic() != null).toList(), row -> row.fromSyntic().difference())
                .level("no difference", 0);
    }

    /** The CIDEr-D of each system as a curve over a setting of its rows. */
    public static Figure curves(String title, String xTitle, List<Row> rows, ToDoubleFunction<Row> x) {
        return curves(title, xTitle, "CIDEr", rows, x);
    }

    /** A score of each system as a curve over a setting of its rows. @param metric such as {@code Bleu_4} */
    public static Figure curves(String title, String xTitle, String metric, List<Row> rows, ToDoubleFunction<Row> x) {
        Figure figure = Figure.of(title + ", " + seeds(rows), xTitle, Evaluation.shown(metric) + " × 100" + INTERVALS);
        for (String system : rows.stream().map(Row::system).distinct().toList()) {
            figure = IntervalFigures.curve(figure, system, rows.stream().filter(row -> row.system().equals(system))
                    .toList(), x, row -> row.score(metric));
        }
        return figure;
    }

    /** Photos on which two systems disagree, with both captions and the objects; those that a caption names in []. */
    public static Gallery disagreements(Disagreements found, Miniature mini) {
        Gallery gallery = Gallery.of("Where " + found.first() + " and " + found.second() + " disagree, "
                + found.condition() + ", seed " + found.seed()).columns(2);
        for (Disagreements.Case one : found.cases()) {
            gallery = gallery.add(mini.picture(one.photo()), found.text(one), one.wrong().equals(found.first())
                    ? Palette.WRONG : Palette.RIGHT);
        }
        return gallery;
    }

    /** What systems cost whole, the cheapest first, with what they are worth, their CIDEr-D, behind their names. */
    public static Figure prices(String title, Prices prices) {
        List<Prices.Row> rows = prices.rows().stream().filter(row -> row.total().isPresent())
                .sorted(Comparator.comparingDouble(row -> row.total().getAsDouble())).toList();
        Figure figure = Figure.of(title, "system: CIDEr-D × 100", "work of all stages (processor seconds)");
        for (Prices.Row row : rows) {
            String name = String.format(Locale.ROOT, "%s: %.1f", row.system(), 100 * row.cider().value());
            figure = figure.bars(group(row.system(), row.textOnly()), List.of(name),
                    new double[] {row.total().getAsDouble()});
        }
        return figure.across().size(WIDTH, height(rows.size()));
    }

    /** How near systems come to the supervised bound by CIDEr-D, here and in SynTIC's paper: those that both have. */
    public static Figure besidePublished(PaperTables tables, String condition) {
        List<String> both = tables.rows(condition).stream().filter(row ->
                tables.share(condition, row, CIDER).isPresent()
                && tables.publishedShare(condition, row, CIDER).isPresent()).toList();
        ToDoubleFunction<String> here = row -> tables.share(condition, row, CIDER).getAsDouble();
        ToDoubleFunction<String> published = row -> tables.publishedShare(condition, row, CIDER).getAsDouble();
        String data = tables.data(condition).map(name -> " beside " + name).orElse("");
        return Figure.of(tables.title() + ": " + condition + data + ", " + seedCounts(tables.seeds(condition)),
                "system", "CIDEr-D (percent of the supervised bound)")
                .bars("here", both, both.stream().mapToDouble(here).toArray())
                .bars("published", both, both.stream().mapToDouble(published).toArray()).across()
                .colour("here", Palette.PURPLE).colour("published", Palette.GREY)
                .size(WIDTH, Math.max(240, 130 + 40 * both.size()));
    }

    /** What systems keep in each voice: the share of captions that are in it, or the facts that captions state. */
    public static Figure kept(StyleTransfer voices, Kept kept) {
        boolean voice = kept == Kept.VOICE;
        return IntervalFigures.bars((voice ? "Captions in the voice, " : "Facts of the photo, ")
                + seedCounts(voices.rows().stream().map(row -> row.seeds().size()).toList()), "system",
                voice ? "share of captions (percent, Wilson's 95 %)" : "F1 × 100" + INTERVALS, voices.rows(),
                row -> row.system() + ", " + row.target(), StyleTransfer.Row::target,
                row -> voice ? row.voice() : row.facts()).across().size(WIDTH, 300);
    }

    /** Such as {@code 5 seeds}, or {@code 1 to 3 seeds} where rows differ. */
    public static String seeds(List<Row> rows) {
        return seedCounts(rows.stream().map(row -> row.seeds().size()).toList());
    }

    private static String seedCounts(List<Integer> all) {
        String counts = all.stream().distinct().sorted().map(String::valueOf).collect(Collectors.joining(" to "));
        return counts.replaceFirst(" to .* to ", " to ") + (counts.equals("1") ? " seed" : " seeds");
    }

    private static int height(int bars) {
        return Math.max(240, 130 + 28 * bars);
    }

    private static String group(Row row) {
        return group(row.system(), row.textOnly());
    }

    private static String group(String system, boolean textOnly) {
        return system.equals(Systems.SYNTIC) ? Systems.SYNTIC : textOnly ? "other text-only" : "trained on photos";
    }
}
