package syntic.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.miniature.Miniature;
import syntic.miniature.world.CaptionFacts;
import syntic.miniature.world.FactScore;
import syntic.miniature.world.Mention;
import syntic.store.Columns;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Photos on which two systems disagree, with the kind of error read off the scene: the counterpart of SynTIC's
 * Figure 3, whose photos were chosen by hand. The rule: <b>for each kind, and for each of the two systems, the first
 * photo of the results on which this system's caption has that error and the other's has none at all.</b> So both sides
 * are shown, and {@link #table} says how often each of them is met.
 *
 * @param first the system whose tags are told, such as SynTIC
 * @param cases by kind, those where {@code second} errs before those where {@code first} does; where there is no such
 *     photo there is no case
 */
public record Disagreements(String first, String second, List<Case> cases, List<Count> counts) {
    /** What is wrong with one of the two captions. */
    public enum Kind {
        NOUN("wrong noun", FactScore.Error.NOUN), COLOUR("wrong colour", FactScore.Error.COLOUR),
        COUNT("wrong count", FactScore.Error.COUNT), RELATION("wrong relation", FactScore.Error.RELATION),
        /** Any error, on a photo of whose detected objects the first system's caption names none. */
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

    /** On how many photos one system has the error and the other none at all. */
    public record Count(Kind kind, int firstWrong, int secondWrong) {}

    /** A photo with what both captions state. */
    private record Looked(String photo, String first, String second, FactScore ofFirst, FactScore ofSecond,
            List<String> detected, List<String> used) {
        boolean has(Kind kind, FactScore wrong, FactScore other) {
            return other.errors().isEmpty() && (kind.error == null ? used.isEmpty() && !wrong.errors().isEmpty()
                    : wrong.errors().contains(kind.error));
        }

        boolean firstWrong(Kind kind) {
            return has(kind, ofFirst, ofSecond);
        }

        boolean secondWrong(Kind kind) {
            return has(kind, ofSecond, ofFirst);
        }
    }

    /**
     * @param results of the miniature world; of each system those of its first seed
     * @param condition by name, such as {@code plain}
     * @throws UserException if the results lack one of the systems in this condition
     */
    public static Disagreements of(BenchmarkResults results, String condition, String first, String second,
            Miniature mini) {
        Map<String, String> ofFirst = captions(results, condition, first);
        Map<String, String> ofSecond = captions(results, condition, second);
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
            all.stream().filter(one -> one.secondWrong(kind)).findFirst()
                    .ifPresent(one -> cases.add(shown(kind, second, one)));
            all.stream().filter(one -> one.firstWrong(kind)).findFirst()
                    .ifPresent(one -> cases.add(shown(kind, first, one)));
            counts.add(new Count(kind, (int) all.stream().filter(one -> one.firstWrong(kind)).count(),
                    (int) all.stream().filter(one -> one.secondWrong(kind)).count()));
        }
        return new Disagreements(first, second, List.copyOf(cases), List.copyOf(counts));
    }

    private static Case shown(Kind kind, String wrong, Looked one) {
        return new Case(kind, wrong, one.photo(), one.first(), one.second(), one.detected(), one.used());
    }

    private static Map<String, String> captions(BenchmarkResults results, String condition, String system) {
        Optional<BenchmarkUnit> unit = results.units().stream().filter(one -> one.condition().equals(condition)
                && one.system().equals(system)).min(Comparator.comparingLong(BenchmarkUnit::seed));
        return new LinkedHashMap<>(unit.orElseThrow(() -> new UserException("the results have no " + system
                + " in the condition '" + condition + "'; there are " + String.join(", ", results.units().stream()
                .flatMap(one -> Stream.of(one.system() + " in " + one.condition())).distinct().toList()))).captions());
    }

    /** On how many photos each of the two errs while the other has no error. */
    public Table table() {
        return Table.create("Photos on which one caption has an error and the other has none",
                Columns.text("error", counts, one -> one.kind().label()),
                column(first + " errs", Count::firstWrong), column(second + " errs", Count::secondWrong));
    }

    private IntColumn column(String name, ToIntFunction<Count> value) {
        return IntColumn.create(name, counts.stream().mapToInt(value).toArray());
    }

    /** What stands below a photo: both captions, the objects with those used in brackets, and who errs how. */
    public String text(Case one) {
        return String.format(Locale.ROOT, "%s (%s). %s: %s. %s: %s. Objects: %s", one.kind().label(), one.wrong(),
                first, one.firstCaption(), second, one.secondCaption(), one.detected().isEmpty() ? "none"
                : String.join(", ", one.detected().stream().map(tag -> one.used().contains(tag) ? "[" + tag + "]" : tag)
                        .toList()));
    }
}
