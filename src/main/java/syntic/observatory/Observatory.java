package syntic.observatory;

import java.util.ArrayList;
import java.util.List;
import syntic.metric.PairGeometry;
import syntic.stage.Projection;
import syntic.stage.ProjectionReport;
import syntic.stage.SupportSet;

/**
 * What was seen of features at several temperatures.
 *
 * @param sentences size of the support set
 * @param width of the features
 * @param seen each of the views
 */
record Observatory(int sentences, int width, List<Double> temperatures, List<Seen> seen) {
    /** How many images are shown with the sentences that they are projected from. */
    private static final int SHOWN = 3;
    private static final int NEAREST = 5;

    /**
     * @param reports one for each temperature
     * @param pairs null where images have no sentences
     * @param aligned what linear maps do; empty where there are too few pairs
     * @param examples of a few images, one for each temperature
     */
    record Seen(View view, List<ProjectionReport> reports, PairGeometry pairs, List<Aligned> aligned,
            List<Projection.Swept> examples) {}

    static Observatory look(SupportSet support, List<View> views, List<Double> temperatures) {
        List<Seen> seen = new ArrayList<>();
        for (View view : views) {
            List<String> few = view.ids().subList(0, Math.min(SHOWN, view.ids().size()));
            seen.add(new Seen(view,
                    ProjectionReport.of(support, view.images(), null, view.own(), temperatures),
                    view.own() == null || view.ids().size() < 2 ? null
                            : PairGeometry.of(view.images().rows(), view.own().rows()),
                    Aligned.of(view),
                    Projection.sweep(support, view.images().select(few), temperatures, NEAREST, true)));
        }
        return new Observatory(support.size(), support.width(), List.copyOf(temperatures), List.copyOf(seen));
    }
}
