package syntic.benchmark;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import syntic.io.UserException;
import syntic.store.Columns;
import tech.tablesaw.api.Table;

/**
 * The processor hours that a protocol takes, by what the same systems took in former results. What systems share, such
 * as one decoder at several temperatures, is trained once and counted once.
 *
 * @param systems in the order of the protocol
 */
record WorkEstimate(String protocol, List<OfSystem> systems) {
    /** One system in all its conditions, with all seeds. */
    public record OfSystem(String name, long trainings, long units, double hours) {}

    /** What is trained once. */
    private record Training(Object learns, String source, double share, int support, double passes) {}

    /**
     * @param known former results; a system that they do not have is taken for SynTIC, and marked so: SynTIC's rows
     *     without components take no longer, ZeroCap and MAGIC caption more slowly
     * @throws UserException if they have no times
     */
    public static WorkEstimate of(Protocol protocol, int seeds, BenchmarkResults known) {
        int photos = known.references().values().stream().mapToInt(Map::size).max().orElseThrow();
        Set<Training> trained = new HashSet<>();
        Map<String, OfSystem> systems = new LinkedHashMap<>();
        for (Protocol.Trial trial : protocol.trials()) {
            Condition at = trial.condition();
            boolean isNew = trained.add(new Training(trial.system().learns(), at.source(), at.share(), at.support(),
                    at.passes()));
            double training = isNew ? at.share() * at.passes() * mean(known, trial, BenchmarkUnit::trainingSeconds) : 0;
            double captioning = mean(known, trial, BenchmarkUnit::captioningSeconds);
            String name = trial.system().name() + (mean(known, trial.system().name(), BenchmarkUnit::trainingSeconds)
                    .isPresent() ? "" : " (as " + Systems.SYNTIC + ")");
            systems.merge(name, new OfSystem(name, isNew ? seeds : 0, seeds,
                    seeds * (training + captioning) / 3600), (a, b) -> new OfSystem(a.name(),
                    a.trainings() + b.trainings(), a.units() + b.units(), a.hours() + b.hours()));
        }
        return new WorkEstimate(protocol.name() + " (" + photos + " photos)", List.copyOf(systems.values()));
    }

    private static double mean(BenchmarkResults known, Protocol.Trial trial, ToDoubleFunction<BenchmarkUnit> seconds) {
        OptionalDouble own = mean(known, trial.system().name(), seconds);
        return own.isPresent() ? own.getAsDouble() : mean(known, Systems.SYNTIC, seconds)
                .orElseThrow(() -> new UserException("there are no times of " + trial.system().name() + " and none of "
                        + Systems.SYNTIC + " in these results; name others, such as those of in-domain"));
    }

    private static OptionalDouble mean(BenchmarkResults known, String system, ToDoubleFunction<BenchmarkUnit> seconds) {
        return known.units().stream().filter(unit -> unit.system().equals(system)
                && Objects.nonNull(unit.trainingSeconds())).mapToDouble(seconds).average();
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
