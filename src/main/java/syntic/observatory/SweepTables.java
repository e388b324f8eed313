package syntic.observatory;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import syntic.metric.Bootstrap;
import syntic.metric.PairGeometry;
import syntic.stage.Projection;
import syntic.stage.ProjectionReport;
import syntic.store.Columns;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What was seen, as tables. */
final class SweepTables {
    private SweepTables() {}

    /** As papers write a temperature where it is one over a whole number: {@code 1/100}. */
    static String fraction(double temperature) {
        double inverse = 1 / temperature;
        return Math.abs(inverse - Math.rint(inverse)) < 1e-9 * inverse && inverse >= 1
                ? String.format(Locale.ROOT, "1/%.0f", inverse) : Double.toString(temperature);
    }

    /** A row for each view and temperature. */
    static Table temperatures(Observatory observatory) {
        List<Row> rows = observatory.seen().stream().flatMap(seen -> seen.reports().stream()
                .map(report -> new Row(seen, report))).toList();
        return Table.create("Projection by temperature",
                Columns.text("images", rows, row -> row.seen().view().name()),
                Columns.text("τ", rows, row -> fraction(row.report().temperature())),
                Columns.number("effective number (median)", rows, row -> row.report().effectiveNumber()),
                Columns.number("lower quartile", rows, row -> row.report().low()),
                Columns.number("upper quartile", rows, row -> row.report().high()),
                Columns.number("entropy (nats)", rows, row -> row.report().entropy()),
                Columns.number("largest weight", rows, row -> row.report().largestWeight()),
                Columns.number("length of the sum", rows, row -> row.report().length()),
                Columns.number("cosine to own sentence", rows, row -> 1 - row.report().toSentences()),
                Columns.number("gap to own sentences", rows, row -> row.report().gap()));
    }

    private record Row(Observatory.Seen seen, ProjectionReport report) {}

    /** A row for each view whose images have sentences. */
    static Table pairs(Observatory observatory) {
        List<Observatory.Seen> paired = observatory.seen().stream().filter(seen -> seen.pairs() != null).toList();
        Table table = Table.create("Images and their sentences, not projected",
                Columns.text("images", paired, seen -> seen.view().name()),
                IntColumn.create("pairs", paired.stream().mapToInt(seen -> seen.pairs().pairs()).toArray()),
                Columns.number("cosine of pairs", paired, seen -> seen.pairs().paired()),
                Columns.number("of others", paired, seen -> seen.pairs().unpaired()),
                Columns.number("among images", paired, seen -> seen.pairs().amongImages()),
                Columns.number("among sentences", paired, seen -> seen.pairs().amongTexts()),
                Columns.number("gap of the centres", paired, seen -> seen.pairs().gap()));
        for (int k : PairGeometry.RANKS) {
            table.addColumns(Columns.number("image to sentence R@" + k, paired,
                    seen -> seen.pairs().imageToText().get(k)));
        }
        for (int k : PairGeometry.RANKS) {
            table.addColumns(Columns.number("sentence to image R@" + k, paired,
                    seen -> seen.pairs().textToImage().get(k)));
        }
        return table;
    }

    /** A row for each view and map. */
    static Table maps(Observatory observatory) {
        List<Mapped> rows = observatory.seen().stream().flatMap(seen -> seen.aligned().stream()
                .map(aligned -> new Mapped(seen.view(), aligned))).toList();
        Table table = Table.create("Linear maps of images to their sentences, on pairs that they were not fitted on",
                Columns.text("images", rows, row -> row.view().name()),
                IntColumn.create("fitted on", rows.stream().mapToInt(row -> Aligned.fitted(row.view())).toArray()),
                IntColumn.create("tested on", rows.stream().mapToInt(row -> row.view().ids().size()
                        - Aligned.fitted(row.view())).toArray()),
                Columns.text("map", rows, row -> row.aligned().map()),
                Columns.number("cosine of pairs", rows, row -> row.aligned().cosine()));
        for (int k : PairGeometry.RANKS) {
            table.addColumns(Columns.number("R@" + k, rows, row -> row.aligned().recall().get(k)));
        }
        return table;
    }

    private record Mapped(View view, Aligned aligned) {}

    /** A row for each temperature that photos were captioned at. */
    static Table captions(List<Spoken> spoken) {
        return Table.create("Captions by temperature (trained at "
                + fraction(spoken.get(0).trainedAt()) + ")",
                Columns.text("images", spoken, Spoken::view),
                Columns.text("τ", spoken, one -> fraction(one.temperature())),
                Columns.number("CIDEr-D (× 100)", spoken, one -> percent(one, Bootstrap.Interval::value)),
                Columns.number("low", spoken, one -> percent(one, Bootstrap.Interval::low)),
                Columns.number("high", spoken, one -> percent(one, Bootstrap.Interval::high)),
                Columns.number("others than at the τ of the training (%)", spoken, one -> 100 * one.changed()));
    }

    private static double percent(Spoken one, ToDoubleFunction<Bootstrap.Interval> end) {
        return one.cider() == null ? Double.NaN : 100 * end.applyAsDouble(one.cider());
    }

    /** A row for each photo and temperature. */
    static Table everyCaption(List<Spoken> spoken) {
        record Said(Spoken at, String photo) {}
        List<Said> rows = spoken.stream().flatMap(one -> one.captions().keySet().stream()
                .map(photo -> new Said(one, photo))).toList();
        return Table.create("Captions", Columns.text("images", rows, row -> row.at().view()),
                Columns.text("τ", rows, row -> fraction(row.at().temperature())),
                Columns.text("photo", rows, Said::photo),
                Columns.text("caption", rows, row -> row.at().captions().get(row.photo())));
    }

    /** The captions of one photo. */
    static Table captionsOf(List<Spoken> spoken, String photo) {
        return Table.create(photo, Columns.text("τ", spoken, one -> fraction(one.temperature())),
                Columns.text("caption", spoken, one -> one.captions().get(photo)));
    }

    /** The sentences that one image is projected from at each temperature. */
    static Table example(Observatory.Seen seen, int image) {
        List<Projection.Swept> swept = seen.examples();
        return Table.create(seen.view().ids().get(image),
                Columns.text("τ", swept, at -> fraction(at.config().temperature())),
                Columns.number("sentences", swept, at -> at.explanations().get(image).effectiveNumber()),
                Columns.text("the nearest, with their weights in percent", swept, at -> at.explanations().get(image)
                        .nearest().stream().filter(one -> one.weight() >= 0.01)
                        .map(one -> String.format(Locale.ROOT, "%.0f %s", 100 * one.weight(), one.text()))
                        .reduce((a, b) -> a + " · " + b).orElse("none has one percent")));
    }
}
