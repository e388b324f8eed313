package syntic.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.metric.Bootstrap.Interval;
import syntic.miniature.Miniature;
import syntic.miniature.world.CaptionFacts;
import syntic.miniature.world.FactScore;
import syntic.miniature.world.Mention;
import syntic.store.Columns;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Photos on which two systems disagree, with the kind of error read off the scene: the counterpart of SynTIC's
 * Figure 3, whose photos were chosen by hand. The rule: <b>for each kind, and for each of the two systems, the first
 * photo of the results on which this system's caption has that error and the other's has none at all, and which is not
 * shown yet.</b> So both sides are shown, and {@link #table} says how often each of them is met. Photos without a
 * useful object are hard for both systems: there the other's caption may err too.
 *
 * @param first the system whose tags are told, such as SynTIC
 * @param condition by name
 * @param seed of both systems
 * @param cases by kind, those where {@code second} errs before those where {@code first} does, no photo twice; where
 *     there is no such photo there is no case
 */
public record Disagreements(String first, String second, String condition, long seed, List<Case> cases,
        List<Count> counts) {
    /** What is wrong with one of the two captions. */
    public enum Kind {
        NOUN("wrong noun", FactScore.Error.NOUN), COLOUR("wrong colour", FactScore.Error.COLOUR),
        COUNT("wrong count", FactScore.Error.COUNT), RELATION("wrong relation", FactScore.Error.RELATION),
        /** Any error, on a photo of whose detected objects the first system's caption names none; both may err. */
        NO_USEFUL_OBJECT("no useful object", null);

        private final String label;
        private final FactScore.Error error;

        Kind(String label, FactScore.Error error) {
            this.label = label;
            this.error = error;
        }

        public String label() {
            return label;
        }
    }

    /**
     * One photo.
     *
     * @param wrong the system whose caption has the error
     * @param detected names of the detected objects, the surest first
     * @param used those of them that the first system's caption names
     */
    public record Case(Kind kind, String wrong, String photo, String firstCaption, String secondCaption,
            List<String> detected, List<String> used) {}

    /** On how many of the photos one system has the error and, without useful objects aside, the other none at all. */
    public record Count(Kind kind, int firstWrong, int secondWrong, int photos) {}

    /** A photo with what both captions state. */
    private record Looked(String photo, String first, String second, FactScore ofFirst, FactScore ofSecond,
            List<String> detected, List<String> used) {
        boolean has(Kind kind, FactScore wrong, FactScore other) {
            return kind.error == null ? used.isEmpty() && !wrong.errors().isEmpty()
                    : other.errors().isEmpty() && wrong.errors().contains(kind.error);
        }

        boolean firstWrong(Kind kind) {
            return has(kind, ofFirst, ofSecond);
        }

        boolean secondWrong(Kind kind) {
            return has(kind, ofSecond, ofFirst);
        }
    }

    /**
     * @param results of the miniature world; those of the first seed that both systems have
     * @param condition by name, such as {@code plain}
     * @throws UserException if the results lack one of the systems in this condition, or a seed that both have
     */
    public static Disagreements of(BenchmarkResults results, String condition, String first, String second,
            Miniature mini) {
        Map<Long, Map<String, String>> bySeed = captions(results, condition, first);
        Map<Long, Map<String, String>> other = captions(results, condition, second);
        long seed = bySeed.keySet().stream().filter(other::containsKey).findFirst().orElseThrow(() ->
                new UserException(first + " has the seeds " + bySeed.keySet() + ", " + second + " " + other.keySet()
                        + "; run both with one seed"));
        Map<String, String> ofFirst = bySeed.get(seed);
        Map<String, String> ofSecond = other.get(seed);
        List<String> photos = ofFirst.keySet().stream().filter(ofSecond::containsKey).toList();
        List<List<String>> tags = mini.photoTags(photos);
        List<Looked> all = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            String photo = photos.get(i);
            CaptionFacts facts = CaptionFacts.of(ofFirst.get(photo));
            List<String> named = facts.mentions().stream().map(Mention::kind).map(kind -> kind.label()).toList();
            all.add(new Looked(photo, ofFirst.get(photo), ofSecond.get(photo),
                    FactScore.of(facts, mini.world().scene(photo)), FactScore.of(CaptionFacts.of(ofSecond.get(photo)),
                    mini.world().scene(photo)), tags.get(i), tags.get(i).stream().filter(named::contains).toList()));
        }
        List<Case> cases = new ArrayList<>();
        List<Count> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            add(cases, kind, second, all.stream().filter(one -> one.secondWrong(kind)));
            add(cases, kind, first, all.stream().filter(one -> one.firstWrong(kind)));
            counts.add(new Count(kind, (int) all.stream().filter(one -> one.firstWrong(kind)).count(),
                    (int) all.stream().filter(one -> one.secondWrong(kind)).count(), all.size()));
        }
        return new Disagreements(first, second, condition, seed, List.copyOf(cases), List.copyOf(counts));
    }

    /** The first of them that is not shown yet. */
    private static void add(List<Case> cases, Kind kind, String wrong, Stream<Looked> some) {
        Set<String> already = cases.stream().map(Case::photo).collect(Collectors.toSet());
        some.filter(one -> !already.contains(one.photo())).findFirst()
                .ifPresent(one -> cases.add(shown(kind, wrong, one)));
    }

    private static Case shown(Kind kind, String wrong, Looked one) {
        return new Case(kind, wrong, one.photo(), one.first(), one.second(), one.detected(), one.used());
    }

    /** By seed, in order. */
    private static SortedMap<Long, Map<String, String>> captions(BenchmarkResults results, String condition,
            String system) {
        SortedMap<Long, Map<String, String>> captions = new TreeMap<>();
        results.units().stream().filter(one -> one.condition().equals(condition) && one.system().equals(system))
                .forEach(unit -> captions.put(unit.seed(), new LinkedHashMap<>(unit.captions())));
        if (captions.isEmpty()) {
            throw new UserException("the results have no " + system + " in the condition '" + condition
                    + "'; there are " + String.join(", ", results.units().stream()
                    .flatMap(one -> Stream.of(one.system() + " in " + one.condition())).distinct().toList()));
        }
        return captions;
    }

    /** On how many photos each of the two errs so, with Wilson's intervals. */
    public Table table() {
        return Table.create("Photos on which one caption has an error and the other has none (without useful objects "
                + "both may), " + condition + ", seed " + seed + " (number; percent of " + counts.get(0).photos()
                + " photos, Wilson's 95 % intervals)",
                Columns.text("error", counts, one -> one.kind().label()),
                column(first + " errs", Count::firstWrong), column(second + " errs", Count::secondWrong));
    }

    private StringColumn column(String name, ToIntFunction<Count> wrong) {
        return Columns.text(name, counts, one -> wrong.applyAsInt(one) + "; "
                + Interval.ofShare(wrong.applyAsInt(one), one.photos()).percent());
    }

    /** What stands below a photo: both captions, the objects with those used in brackets, and who errs how. */
    public String text(Case one) {
        return String.format(Locale.ROOT, "%s (%s). %s: %s. %s: %s. Objects: %s", one.kind().label(), one.wrong(),
                first, one.firstCaption(), second, one.secondCaption(), one.detected().isEmpty() ? "none"
                : String.join(", ", one.detected().stream().map(tag -> one.used().contains(tag) ? "[" + tag + "]" : tag)
                        .toList()));
    }
}
