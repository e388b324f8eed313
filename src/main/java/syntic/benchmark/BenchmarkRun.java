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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
import syntic.stage.LanguageModels;
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

        /** Something that whoever waits may want to know. */
        default void note(String text) {}

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

    /** A run whose results are kept in a store, apart from those of other settings, systems, data and versions. */
    public static BenchmarkRun kept(ResultStore store, BenchmarkSettings settings, Protocol protocol,
            List<Long> seeds) {
        Provenance made = made(settings, protocol);
        SortedMap<String, String> inputs = new TreeMap<>(made.inputs());
        inputs.put("trials", hash(protocol.trials()));
        String name = "benchmark-" + new Provenance(made.stage(), made.settings(), inputs).hash();
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
        return run(models, listener, Packs.none());
    }

    /** @param packs whose units are not run again, and into which what is done is packed */
    BenchmarkResults run(FrozenModels models, Listener listener, Packs packs) {
        protocol.requireServed(settings);
        protocol.requireModels(models);
        Provenance made = made(settings, protocol);
        try (RunFolder own = RunFolder.open(folder, made)) {
            packs.open(made, listener::note);
            Going going = new Going(own, made, models.language(), new BenchmarkData(protocol, models, settings), packs,
                    listener, new LinkedHashSet<>());
            TrainingClock.measure(RunFolder.clock(folder), ProgressListener.SILENT, clock -> units(going, clock));
            BenchmarkResults results = soFar(going);
            results.write(folder);
            return results;
        }
    }

    /** @param names of the files of the units that are done, in the order of the protocol */
    private record Going(RunFolder own, Provenance made, LanguageModels language, BenchmarkData data, Packs packs,
            Listener listener, LinkedHashSet<String> names) {}

    private void units(Going going, CaptionTrainer.Listener clock) {
        int all = protocol.trials().size() * seeds.size();
        int number = 0;
        try {
            for (Protocol.Trial planned : protocol.trials()) {
                Protocol.Trial trial = planned.settled(others -> new BenchmarkResults(going.made,
                        references(going), going.own.units(others)));
                going.data.forgetSearches();
                for (long seed : seeds) {
                    CaptionSystem system = trial.trained(settings.epochs());
                    int done = number++;
                    Runnable stop = () -> stop(going.listener, done, all);
                    stop.run();
                    going.listener.begin(number, all, trial.condition().name() + ", " + system.name() + ", seed "
                            + seed);
                    going.names.add(unit(going, trial.condition(), system, seed, stop).fileName());
                    going.packs.done(() -> soFar(going));
                    clock.step(number, all, 0, 0);
                }
            }
        } catch (Stopped e) {
            if (!going.names.isEmpty()) {
                going.packs.pack(() -> soFar(going));
            }
            throw e;
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

    /** Differs where a setting of a system or of a condition does. */
    private static String hash(List<Protocol.Trial> trials) {
        SortedMap<String, String> settings = new TreeMap<>();
        trials.forEach(trial -> settings.put(BenchmarkUnit.fileName(trial.condition().name(), trial.system().name(), 0),
                Provenance.of("system", trial.system().config(), trial.condition().settings()).hash()));
        return new Provenance("trials", settings, new TreeMap<>()).hash();
    }

    private static BenchmarkUnit unit(Going going, Condition condition, CaptionSystem system, long seed,
            Runnable stop) {
        Map<String, String> settings = RunFolder.settings(condition, system, going.language);
        Optional<BenchmarkUnit> before = going.own.find(condition.name(), system.name(), seed, settings);
        Optional<BenchmarkUnit> known = before.or(() -> going.packs.find(BenchmarkUnit.fileName(condition.name(),
                system.name(), seed), settings, () -> going.data.references(condition.target())));
        BenchmarkUnit unit = known.orElseGet(() -> make(going.data, condition, system, seed, settings,
                (done, total, note) -> {
                    going.listener.at(done, total, note);
                    stop.run();
                }));
        if (before.isEmpty()) {
            going.own.write(unit);
        }
        going.listener.end(unit, known.isPresent());
        return unit;
    }

    private static BenchmarkUnit make(BenchmarkData data, Condition condition, CaptionSystem system, long seed,
            Map<String, String> settings, ProgressListener listener) {
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
                    settings, ordered, scores.corpus(), scores.perImage(),
                    Double.isNaN(training) ? null : training, seconds, trained.cost().parameters(),
                    meter.work(system, learned, training, data.itemSeconds(condition), photos, seconds));
        }
    }

    /** All units of the folder: those of this run in the order of the protocol, then those of earlier ones. */
    private BenchmarkResults soFar(Going going) {
        Map<String, Map<String, List<String>>> references = references(going);
        Path file = folder.resolve(BenchmarkResults.FILE);
        if (Files.exists(file)) {
            BenchmarkResults.read(file).references().forEach(references::putIfAbsent);
        }
        return new BenchmarkResults(going.made, references, going.own.units(going.names));
    }

    private Map<String, Map<String, List<String>>> references(Going going) {
        Map<String, Map<String, List<String>>> references = new TreeMap<>();
        protocol.trials().forEach(trial -> references.computeIfAbsent(trial.condition().target(),
                target -> going.data.references(target).textsByImage()));
        return references;
    }
}
