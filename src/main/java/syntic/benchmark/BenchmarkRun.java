package syntic.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.method.TrainingClock;
import syntic.metric.CaptionScores;
import syntic.nn.ProcessorTime;
import syntic.nn.Stopped;
import syntic.stage.CaptionTrainer;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.store.InUse;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * Runs a protocol with several seeds. Every unit, one system in one condition with one seed, is kept in a file of its
 * own; a run that was killed goes on with the first that is missing and gives the same captions and scores.
 *
 * @param folder receives {@code results.json} and {@code units/}
 * @param seeds all different
 */
public record BenchmarkRun(Path folder, BenchmarkSettings settings, Protocol protocol, List<Long> seeds) {
    /** Hears of the run. */
    public interface Listener {
        /** Hears nothing. */
        Listener SILENT = new Listener() { };

        /** A unit begins. @param number counted from 1 */
        default void begin(int number, int all, String unit) {}

        /** A decoder is trained within the unit. */
        default void at(long done, long total, String note) {}

        /** Asked before every unit and after every step of a training: whether to save and end. */
        default boolean stop() {
            return false;
        }

        /** A unit is finished, or was before. */
        default void end(BenchmarkUnit unit, boolean before) {}
    }

    public BenchmarkRun {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new UserException("a benchmark needs 1 or more seeds");
        }
        for (long seed : seeds) {
            if (seeds.indexOf(seed) != seeds.lastIndexOf(seed)) {
                throw new UserException("the seed " + seed + " is given twice; a system with the same seed "
                        + "gives the same captions, so a repetition would only make intervals too narrow");
            }
        }
    }

    /** A run whose results are kept in a store, apart from those of other settings, data and versions. */
    public static BenchmarkRun kept(ResultStore store, BenchmarkSettings settings, Protocol protocol,
            List<Long> seeds) {
        String name = "benchmark-" + made(settings, protocol).hash();
        InUse.mark(store.folder(), name);
        return new BenchmarkRun(store.folder().resolve(name), settings, protocol, seeds);
    }

    /**
     * @param models of which the features of the protocol's data sets are
     * @return all units of the folder, those of earlier runs with other seeds or systems included
     * @throws UserException naming what the protocol asks for that its data sets do not have, or if another run has the
     *     folder
     * @throws Stopped if the listener asked for it; what is done is kept, a decoder in training as well
     */
    public BenchmarkResults run(FrozenModels models, Listener listener) {
        protocol.requireServed(settings.split());
        protocol.requireModels(models);
        Provenance made = made(settings, protocol);
        try (RunFolder own = RunFolder.open(folder, made)) {
            BenchmarkData data = new BenchmarkData(protocol, models, settings);
            LinkedHashSet<String> names = new LinkedHashSet<>();
            TrainingClock.measure(RunFolder.clock(folder), ProgressListener.SILENT, clock -> units(data, own, listener,
                    clock, trials -> new BenchmarkResults(made, references(data), own.units(trials)), names::add));
            return collect(own, data, made, names);
        }
    }

    private void units(BenchmarkData data, RunFolder own, Listener listener, CaptionTrainer.Listener clock,
            Function<List<Protocol.Trial>, BenchmarkResults> before, Consumer<String> names) {
        int all = protocol.trials().size() * seeds.size();
        int number = 0;
        for (Protocol.Trial planned : protocol.trials()) {
            Protocol.Trial trial = planned.settled(before);
            for (long seed : seeds) {
                CaptionSystem system = trial.trained(settings.epochs());
                int done = number++;
                Runnable stop = () -> stop(listener, done, all);
                stop.run();
                listener.begin(number, all, trial.condition().name() + ", " + system.name() + ", seed " + seed);
                names.accept(unit(data, own, trial.condition(), system, seed, listener, stop).fileName());
                clock.step(number, all, 0, 0);
            }
        }
    }

    /** What all runs of the folder took together, in processor seconds of their processes. */
    public double processorSeconds() {
        return TrainingClock.seconds(RunFolder.clock(folder));
    }

    private void stop(Listener listener, int done, int all) {
        if (listener.stop()) {
            throw new Stopped(String.format(Locale.ROOT, "stopped; %d of %d are done, kept in %s: the same command "
                    + "goes on", done, all, folder));
        }
    }

    /** What must be the same for results to stand in one folder. */
    private static Provenance made(BenchmarkSettings settings, Protocol protocol) {
        Map<String, Set<String>> values = new TreeMap<>();
        protocol.data().forEach(data -> data.inputs().forEach((name, value) ->
                values.computeIfAbsent(name, missing -> new TreeSet<>()).add(value)));
        Map<String, String> inputs = new TreeMap<>();
        protocol.data().forEach(data -> data.inputs().forEach((name, value) ->
                inputs.put(values.get(name).size() == 1 ? name : data.name() + "." + name, value)));
        inputs.put(ResultsVersion.NAME, Integer.toString(ResultsVersion.CURRENT));
        return Provenance.of("benchmark", settings, inputs);
    }

    private static BenchmarkUnit unit(BenchmarkData data, RunFolder own, Condition condition, CaptionSystem system,
            long seed, Listener listener, Runnable stop) {
        Optional<BenchmarkUnit> found = own.find(condition, system, seed);
        BenchmarkUnit unit = found.orElseGet(() -> make(data, condition, system, seed, (done, total, note) -> {
            listener.at(done, total, note);
            stop.run();
        }));
        if (found.isEmpty()) {
            own.write(unit);
        }
        listener.end(unit, found.isPresent());
        return unit;
    }

    private static BenchmarkUnit make(BenchmarkData data, Condition condition, CaptionSystem system, long seed,
            ProgressListener listener) {
        ImageFeatures photos = data.photos(condition);
        Prices.Meter meter = new Prices.Meter(data.task(condition));
        CaptionTask task = meter.task();
        Learned learned = system.learn(task, seed, listener);
        try (CaptionSystem.Trained trained = system.open(learned, task.targetSupport(), task.models())) {
            double start = ProcessorTime.seconds();
            Map<String, String> captions = trained.caption(photos);
            double seconds = ProcessorTime.seconds() - start;
            CaptionScores scores = CaptionScores.evaluate(data.references(condition.target()), captions);
            Map<String, String> ordered = new LinkedHashMap<>();
            scores.imageIds().forEach(id -> ordered.put(id, captions.get(id)));
            double training = trained.cost().trainingSeconds();
            return new BenchmarkUnit(condition.name(), condition.target(), system.name(), seed, system.textOnly(),
                    RunFolder.settings(condition, system), ordered, scores.corpus(), scores.perImage(),
                    Double.isNaN(training) ? null : training, seconds, trained.cost().parameters(),
                    meter.work(system, learned, training, data.itemSeconds(condition), photos, seconds));
        }
    }

    /** All units of the folder: those of this run in the order of the protocol, then those of earlier ones. */
    private BenchmarkResults collect(RunFolder own, BenchmarkData data, Provenance made,
            LinkedHashSet<String> names) {
        Map<String, Map<String, List<String>>> references = references(data);
        Path file = folder.resolve(BenchmarkResults.FILE);
        if (Files.exists(file)) {
            BenchmarkResults.read(file).references().forEach(references::putIfAbsent);
        }
        BenchmarkResults results = new BenchmarkResults(made, references, own.units(names));
        results.write(folder);
        return results;
    }

    private Map<String, Map<String, List<String>>> references(BenchmarkData data) {
        Map<String, Map<String, List<String>>> references = new TreeMap<>();
        protocol.trials().forEach(trial -> references.computeIfAbsent(trial.condition().target(),
                target -> data.references(target).textsByImage()));
        return references;
    }
}
