package syntic.benchmark;

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
 * The processor hours that a protocol takes, by what the same systems took in former results. What is trained once, such
 * as one decoder at several temperatures or in several protocols, is counted once.
 *
 * @param systems in the order of the protocol
 */
record WorkEstimate(String protocol, List<OfSystem> systems) {
    /** One system in all its conditions, with all seeds. */
    public record OfSystem(String name, long trainings, long units, double hours) {
        private OfSystem plus(OfSystem other) {
            return new OfSystem(name, trainings + other.trainings, units + other.units, hours + other.hours);
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
            Map<String, OfSystem> systems = new LinkedHashMap<>();
            int photos = 0;
            for (Protocol.Trial trial : run.protocol().trials()) {
                Condition at = trial.condition();
                int captioned = run.protocol().named(at.target()).references(run.settings().split()).byImage().size();
                photos = Math.max(photos, captioned);
                long isNew = run.seeds().stream().filter(seed -> trained.add(Training.of(trial, seed))).count();
                double training = at.share() * at.passes() * mean(trial, at.source(), BenchmarkUnit::trainingSeconds);
                double captioning = captioned * mean(trial, at.target(), unit -> unit.captioningSeconds()
                        / known.references().get(unit.target()).size());
                String name = trial.system().name() + (times(trial.system().name()).isEmpty()
                        ? " (as " + Systems.SYNTIC + ")" : "");
                systems.merge(name, new OfSystem(name, isNew, run.seeds().size(),
                        (isNew * training + run.seeds().size() * captioning) / 3600), OfSystem::plus);
            }
            return new WorkEstimate(run.protocol().name() + " (" + photos + " photos)", List.copyOf(systems.values()));
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
        return systems.stream().mapToDouble(OfSystem::hours).sum();
    }

    public Table table() {
        return Table.create("Estimated processor hours of " + protocol,
                Columns.text("system", systems, OfSystem::name),
                Columns.count("trainings", systems, OfSystem::trainings),
                Columns.count("captioned", systems, OfSystem::units),
                Columns.number("processor hours", systems, one -> Math.round(100 * one.hours()) / 100.0));
    }
}
