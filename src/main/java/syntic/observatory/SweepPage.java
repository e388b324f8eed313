package syntic.observatory;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import syntic.stage.ProjectionReport;
import syntic.workbook.Figure;
import syntic.workbook.HtmlPage;
import syntic.workbook.IntervalFigures;

/** What was seen, as a page with figures and tables. */
final class SweepPage {
    private static final String AXIS = "temperature τ";
    private static final String GAP = "Distance of the centres of projected images and their sentences";

    private static final int PHOTOS = 6;

    private final Observatory observatory;
    private final List<Spoken> spoken;
    private final double[] temperatures;

    /** @param spoken what was said of photos at each temperature; may be empty */
    SweepPage(Observatory observatory, List<Spoken> spoken) {
        this.observatory = observatory;
        this.spoken = spoken;
        temperatures = observatory.temperatures().stream().mapToDouble(Double::doubleValue).toArray();
    }

    HtmlPage of(String project) {
        HtmlPage page = new HtmlPage("The temperature observatory: " + project);
        page.paragraph(String.format(Locale.ROOT, "Images are projected on %,d sentences (features of width %d): each "
                + "becomes a weighted sum of them, w = softmax(cos / τ).", observatory.sentences(),
                observatory.width()));
        page.heading("How many sentences speak").figure(spread()).figure(curve("Entropy of the weights",
                "nats (mean)", ProjectionReport::entropy).level("all sentences alike",
                Math.log(observatory.sentences())));
        List<Observatory.Seen> paired = observatory.seen().stream().filter(seen -> seen.pairs() != null).toList();
        if (!paired.isEmpty()) {
            page.heading("How near they come to what they mean");
            page.figure(pairs(curve("Projected images and their own sentences", "mean cosine",
                    report -> 1 - report.toSentences()), paired));
            page.figure(curve(GAP, "distance", ProjectionReport::gap));
            page.table(SweepTables.pairs(observatory));
        }
        if (!spoken.isEmpty()) {
            captions(page);
        }
        page.heading("In figures").table(SweepTables.temperatures(observatory));
        if (observatory.seen().stream().anyMatch(seen -> !seen.aligned().isEmpty())) {
            page.heading("Linear maps instead of a projection").table(SweepTables.maps(observatory))
                    .paragraph("A map that is fitted on fewer pairs than the features have dimensions may raise the "
                            + "cosine of all pairs and yet find fewer sentences; the rotation (Procrustes) is then "
                            + "not even unique.");
        }
        page.heading("Some images");
        observatory.seen().forEach(seen -> {
            int images = seen.examples().get(0).explanations().size();
            for (int image = 0; image < images; image++) {
                page.table(SweepTables.example(seen, image));
            }
        });
        return page;
    }

    private void captions(HtmlPage page) {
        page.heading("What becomes of the captions");
        if (spoken.get(0).cider() != null) {
            page.figure(IntervalFigures.curve(Figure.of("One captioner, photos projected at other temperatures", AXIS,
                    "CIDEr-D × 100 (95 % interval over photos)"), spoken.get(0).view(), spoken, Spoken::temperature,
                    Spoken::cider).mark("trained at", spoken.get(0).trainedAt()).fractionsX());
        }
        page.table(SweepTables.captions(spoken));
        spoken.get(0).captions().keySet().stream().limit(PHOTOS)
                .forEach(photo -> page.table(SweepTables.captionsOf(spoken, photo)));
    }

    private Figure spread() {
        Figure figure = Figure.of("Effective number of support sentences", AXIS, "sentences (median, quartiles)");
        for (Observatory.Seen seen : observatory.seen()) {
            String name = seen.view().name();
            double[] median = values(seen, ProjectionReport::effectiveNumber);
            figure = figure.band(name, temperatures, median, values(seen, ProjectionReport::low),
                    values(seen, ProjectionReport::high)).line(name, temperatures, median);
        }
        return figure.fractionsX().logY();
    }

    /** A line for each view that has such values. */
    private Figure curve(String title, String yTitle, ToDoubleFunction<ProjectionReport> of) {
        Figure figure = Figure.of(title, AXIS, yTitle);
        for (Observatory.Seen seen : observatory.seen()) {
            double[] values = values(seen, of);
            if (!Double.isNaN(values[0])) {
                figure = figure.line(seen.view().name(), temperatures, values);
            }
        }
        return figure.fractionsX();
    }

    private static Figure pairs(Figure figure, List<Observatory.Seen> paired) {
        for (Observatory.Seen seen : paired) {
            figure = figure.level(seen.view().name() + ", not projected", seen.pairs().paired());
        }
        return figure;
    }

    private static double[] values(Observatory.Seen seen, ToDoubleFunction<ProjectionReport> of) {
        return seen.reports().stream().mapToDouble(of).toArray();
    }
}
