package syntic.benchmark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import syntic.io.UserException;
import syntic.store.Columns;
import tech.tablesaw.api.Table;

/**
 * The processor hours that a protocol takes, by what the same systems took in former results. What is trained once,
 * such as one decoder at several temperatures or in several protocols, is counted once.
 *
 * @param units in the order in which they are run
 */
record WorkEstimate(String protocol, List<Work> units) {
    /** Of a system in a unit, or in several. */
    public record Work(String system, long trainings, long units, double hours) {
        private Work plus(Work other) {
            return new Work(system, trainings + other.trainings, units + other.units, hours + other.hours);
        }
    }

    /** Of all protocols one after the other: each finds what those before it trained. */
    static final class Campaign {
        private final BenchmarkResults known;
        private final Set<Training> trained = new HashSet<>();

        /**
         * @param known former results; a system that they do not have is taken for SynTIC, and marked so: SynTIC's rows
         *     without components take no longer, ZeroCap and MAGIC caption more slowly
         */
        Campaign(BenchmarkResults known) {
            this.known = known;
        }

        /** What a protocol takes after those that were asked for before. @throws UserException if there are no times */
        WorkEstimate next(BenchmarkRun run) {
            List<Work> units = new ArrayList<>();
            int photos = 0;
            for (Protocol.Trial trial : run.protocol().trials()) {
                Condition at = trial.condition();
                BenchmarkSettings limits = run.settings();
                int all = run.protocol().named(at.target()).references(limits.split()).byImage().size();
                int captioned = limits.photos() == 0 ? all : Math.min(all, limits.photos());
                photos = Math.max(photos, captioned);
                double training = at.share() * at.passes() * limited(run, trial)
                        * mean(trial, at.source(), BenchmarkUnit::trainingSeconds);
                double captioning = captioned * mean(trial, at.target(), unit -> unit.captioningSeconds()
                        / known.references().get(unit.target()).size());
                String name = trial.system().name() + (times(trial.system().name()).isEmpty()
                        ? " (as " + Systems.SYNTIC + ")" : "");
                for (long seed : run.seeds()) {
                    boolean isNew = trained.add(Training.of(trial, seed));
                    units.add(new Work(name, isNew ? 1 : 0, 1, ((isNew ? training : 0) + captioning) / 3600));
                }
            }
            return new WorkEstimate(run.protocol().name() + " (" + photos + " photos)", units);
        }

        /** The part of a whole training that the limits of a run leave. */
        private static double limited(BenchmarkRun run, Protocol.Trial trial) {
            BenchmarkSettings limits = run.settings();
            int all = run.protocol().named(trial.condition().source()).trainingSize();
            double sentences = limits.sentences() == 0 ? 1 : Math.min(1, (double) limits.sentences() / all);
            return sentences * (limits.epochs() == 0 || !trial.system().trainsDecoder() ? 1
                    : (double) limits.epochs() / trial.system().epochs());
        }

        /** Over the units of a data set, over all where it has none. */
        private double mean(Protocol.Trial trial, String data, ToDoubleFunction<BenchmarkUnit> seconds) {
            List<BenchmarkUnit> own = times(trial.system().name());
            List<BenchmarkUnit> some = own.isEmpty() ? times(Systems.SYNTIC) : own;
            List<BenchmarkUnit> same = some.stream().filter(unit -> unit.target().equals(data)).toList();
            return (same.isEmpty() ? some : same).stream().mapToDouble(seconds).average()
                    .orElseThrow(() -> new UserException("there are no times of " + trial.system().name() + " and none "
                            + "of " + Systems.SYNTIC + " in these results; name others, such as those of in-domain"));
        }

        private List<BenchmarkUnit> times(String system) {
            return known.units().stream().filter(unit -> unit.system().equals(system)
                    && Objects.nonNull(unit.trainingSeconds())).toList();
        }
    }

    /** What is trained once. */
    private record Training(Object learns, String source, double share, int support, double passes, long seed) {
        static Training of(Protocol.Trial trial, long seed) {
            Condition at = trial.condition();
            return new Training(trial.system().learns(), at.source(), at.share(),
                    trial.system().learnsFromSupport() ? at.support() : 0, at.passes(), seed);
        }
    }

    /** All together. */
    public double hours() {
        return hoursAfter(0);
    }

    /** Of what is left when so many units are done. */
    public double hoursAfter(int done) {
        return units.stream().skip(done).mapToDouble(Work::hours).sum();
    }

    /** Each system in all its conditions, with all seeds. */
    public Table table() {
        Map<String, Work> bySystem = new LinkedHashMap<>();
        units.forEach(unit -> bySystem.merge(unit.system(), unit, Work::plus));
        List<Work> systems = List.copyOf(bySystem.values());
        return Table.create("Estimated processor hours of " + protocol,
                Columns.text("system", systems, Work::system),
                Columns.count("trainings", systems, Work::trainings),
                Columns.count("captioned", systems, Work::units),
                Columns.number("processor hours", systems, one -> Math.round(100 * one.hours()) / 100.0));
    }
}
