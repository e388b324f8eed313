package syntic.workbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import syntic.metric.Bootstrap.Interval;
import syntic.miniature.PictureTable.Part;
import syntic.miniature.Verdict.Share;

/** Figures of what pictures show of their sentences, in percent with Wilson's intervals. */
public final class PictureFigures {
    private static final String PERCENT = "percent of what is stated (Wilson's 95 % interval)";
    private static final List<String> GUIDED = List.of("kind with colour", "count", "everything");

    private PictureFigures() {
    }

    /**
     * Bars of every fact that is stated for all pictures, side by side for the sets of them.
     *
     * @param sets shares by the names of facts, as {@code Verdict.shares()}, by the names of the sets
     */
    public static Figure bars(String title, Map<String, Map<String, Share>> sets) {
        Figure figure = Figure.of(title, "fact", PERCENT).rangeY(0, 100);
        for (Map.Entry<String, Map<String, Share>> set : sets.entrySet()) {
            figure = IntervalFigures.bars(figure, set.getKey(), stated(sets.values()), fact -> fact,
                    fact -> interval(set.getValue().get(fact)));
        }
        return figure;
    }

    /**
     * Curves over the guidance of what guidance changes most, which more intervals would only hide.
     *
     * @param parts by rising guidance
     */
    public static Figure guidance(String title, List<Part> parts) {
        Figure figure = Figure.of(title, "guidance", PERCENT).rangeY(0, 100);
        List<String> facts = new ArrayList<>(stated(parts.stream().map(Part::facts).toList()));
        facts.retainAll(GUIDED);
        for (String fact : facts) {
            figure = IntervalFigures.curve(figure, fact, parts, Part::guidance,
                    part -> interval(part.facts().get(fact)));
        }
        return figure;
    }

    private static List<String> stated(Collection<Map<String, Share>> sets) {
        return sets.stream().findFirst().map(first -> first.keySet().stream().filter(fact -> sets.stream()
                .allMatch(facts -> facts.get(fact).all() > 0)).toList()).orElse(List.of());
    }

    private static Interval interval(Share share) {
        return Interval.ofShare(share.right(), share.all());
    }
}
