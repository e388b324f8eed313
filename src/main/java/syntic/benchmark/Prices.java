package syntic.benchmark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import syntic.corpus.Caption;
import syntic.data.ItemSeconds;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.metric.Bootstrap.Interval;
import syntic.stage.Evaluation;
import syntic.stage.ImageFeatures;
import syntic.store.Columns;
import tech.tablesaw.api.Table;

/**
 * What every system costs whole, in processor seconds from its sentences to the captions of all photos: pictures that
 * are drawn, features of pictures, photos and sentences, refinement, the fit of a map, the decoder or prompt model, and
 * captioning. What the frozen models make is counted by the number of items, at the seconds that one takes on the same
 * machine ({@link ItemSeconds}), however often it was found in a cache.
 *
 * @param rows the cheapest first; those whose price is not known whole last
 */
public record Prices(List<Row> rows) {
    static final String DECODER = "decoder";
    private static final String PICTURES = "pictures";
    private static final String FEATURES = "features";
    private static final String CAPTIONING = "captioning";
    /** All stages, in their order. */
    public static final List<String> STAGES = List.of(PICTURES, FEATURES, "refinement", "alignment", DECODER,
            CAPTIONING);

    /**
     * @param seconds by stage, without those that were not measured: the mean over the seeds; of captioning the most,
     *     since a search that CLIP steers finds texts in memory that it read with the seed before
     * @param cider with its interval over photos and seeds
     */
    public record Row(String system, boolean textOnly, Map<String, Double> seconds, Interval cider) {
        /** All stages together; empty where one was not measured. */
        public OptionalDouble total() {
            return seconds.keySet().containsAll(STAGES) ? OptionalDouble.of(seconds.values().stream()
                    .mapToDouble(Double::doubleValue).sum()) : OptionalDouble.empty();
        }
    }

    /** What a system of a run asked for of its task. */
    static final class Meter {
        private final Set<String> asked = new HashSet<>();
        private final CaptionTask task;

        Meter(CaptionTask task) {
            this.task = task;
        }

        /** The task, which is watched. */
        CaptionTask task() {
            return new CaptionTask(task.sentences(), () -> {
                asked.add("synthetic");
                return task.synthetic().get();
            }, () -> {
                asked.add("photos");
                return task.photos().get();
            }, task.support(), task.targetSupport(), task.models());
        }

        /** What all stages took, by name. @param items of the sentences' data set, and of the photos */
        Map<String, Double> work(CaptionSystem system, Learned learned, double decoder, ItemSeconds items,
                ImageFeatures captioned, double captioning) {
            double look = items.image() + (system.readsObjects() ? items.objects() : 0);
            long pictures = asked.contains("synthetic") ? task.sentences().size() : 0;
            long photos = asked.contains("photos") ? task.sentences().corpus().captions().stream()
                    .map(Caption::imageId).distinct().count() : 0;
            Map<String, Double> work = new TreeMap<>(Map.of("refinement", 0.0, "alignment", 0.0));
            work.putAll(learned.seconds());
            work.put(DECODER, decoder);
            work.put(PICTURES, pictures * items.picture());
            work.put(FEATURES, (pictures + photos) * look + sentences(system) * items.sentence());
            work.put(CAPTIONING, captioned.features().size() * look + captioning);
            work.values().removeIf(value -> value.isNaN());
            return work;
        }

        private long sentences(CaptionSystem system) {
            long trained = system.readsSentences() ? task.sentences().size() : 0;
            Sentences lookedUp = task.targetSupport();
            return trained + (!system.looksUp() ? 0 : lookedUp.equals(task.support())
                    ? Math.max(0, lookedUp.size() - trained) : lookedUp.size());
        }
    }

    /** @param table of the same results */
    public static Prices of(BenchmarkResults results, BenchmarkTable table, Condition condition) {
        List<Row> rows = new ArrayList<>();
        table.rows(condition).forEach(row -> {
            Map<String, Double> means = new LinkedHashMap<>();
            List<BenchmarkUnit> units = results.units(condition, row.system());
            STAGES.stream().filter(stage -> units.stream().allMatch(unit -> unit.work().containsKey(stage)))
                    .forEach(stage -> {
                        DoubleStream seconds = units.stream().mapToDouble(unit -> unit.work().get(stage));
                        means.put(stage, (stage.equals(CAPTIONING) ? seconds.max() : seconds.average()).orElseThrow());
                    });
            rows.add(new Row(row.system(), row.textOnly(), means, row.score(BenchmarkTable.CIDER)));
        });
        rows.sort((a, b) -> Double.compare(a.total().orElse(Double.MAX_VALUE), b.total().orElse(Double.MAX_VALUE)));
        return new Prices(List.copyOf(rows));
    }

    public Table table() {
        Table table = Table.create("Processor seconds of every stage, and CIDEr-D (× 100, 95 % interval)",
                Columns.text("system", rows, row -> row.system() + (row.textOnly() ? "" : " *")));
        STAGES.forEach(stage -> table.addColumns(Columns.text(stage, rows, row -> shown(
                row.seconds().containsKey(stage) ? OptionalDouble.of(row.seconds().get(stage))
                        : OptionalDouble.empty()))));
        return table.addColumns(
                Columns.text("together", rows, row -> shown(row.total())),
                Columns.text(Evaluation.shown(BenchmarkTable.CIDER), rows, row -> row.cider().percent()));
    }

    private static String shown(OptionalDouble seconds) {
        return seconds.isEmpty() ? "not measured" : String.format(Locale.ROOT, seconds.getAsDouble() == 0 ? "0"
                : seconds.getAsDouble() < 10 ? "%.2g" : "%.0f", seconds.getAsDouble());
    }
}
