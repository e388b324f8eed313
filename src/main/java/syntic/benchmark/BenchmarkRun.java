package syntic.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
import syntic.store.InUse;
import syntic.store.ProcessLock;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * Runs a protocol with several seeds. Every unit, one system in one condition with one seed, is kept in a file of its
 * own; a run that was killed goes on with the first that is missing and gives the same captions and scores.
 *
 * @param folder receives {@code results.json} and {@code units/}
 * @param seeds all different
 */
public record BenchmarkRun(Path folder, BenchmarkSettings settings, Protocol protocol, List<Long> seeds) {
    private static final String MADE = "made.json";
    private static final String LOCK = ".lock";
    private static final String UNITS = "units";
    private static final String CLOCK = "clock";

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
     * @throws UserException naming what the protocol asks for that its data sets do not have
     * @throws Stopped if the listener asked for it; what is done is kept, a decoder in training as well
     */
    public BenchmarkResults run(FrozenModels models, Listener listener) {
        protocol.requireServed(settings.split());
        protocol.requireModels(models);
        Provenance made = made(settings, protocol);
        claim(made);
        BenchmarkData data = new BenchmarkData(protocol, models, settings);
        TrainingClock.measure(folder.resolve(CLOCK), ProgressListener.SILENT, clock -> units(data, listener, clock));
        return collect(data, made);
    }

    private void units(BenchmarkData data, Listener listener, CaptionTrainer.Listener clock) {
        List<Protocol.Trial> trials = protocol.trials();
        int all = trials.size() * seeds.size();
        int number = 0;
        for (Protocol.Trial trial : trials) {
            for (long seed : seeds) {
                CaptionSystem system = trial.trained(settings.epochs());
                int done = number++;
                Runnable stop = () -> stop(listener, done, all);
                stop.run();
                listener.begin(number, all, trial.condition().name() + ", " + system.name() + ", seed " + seed);
                unit(data, trial.condition(), system, seed, listener, stop);
                clock.step(number, all, 0, 0);
            }
        }
    }

    /** What all runs of the folder took together, in processor seconds of their processes. */
    public double processorSeconds() {
        return TrainingClock.seconds(folder.resolve(CLOCK));
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

    /** Makes the folder this run's, or refuses one that holds other results; one process at a time looks. */
    void claim(Provenance made) {
        Path file = folder.resolve(MADE);
        try (ProcessLock lock = ProcessLock.acquire(folder.resolve(LOCK), () -> { })) {
            Files.createDirectories(folder.resolve(UNITS));
            Files.createDirectories(folder.resolve(CLOCK));
            if (Files.exists(file)) {
                Provenance found = Provenance.read(file, "choose another folder, or move this one away");
                if (!found.equals(made)) {
                    throw new StoreException(folder + ": holds results of another version or other settings ("
                            + found.differenceFrom(made) + "); choose another folder");
                }
            } else {
                made.write(file);
            }
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped("stopped while another run was looking at " + folder);
        }
    }

    private void unit(BenchmarkData data, Condition condition, CaptionSystem system, long seed, Listener listener,
            Runnable stop) {
        Map<String, String> own = settings(condition, system);
        Path file = folder.resolve(UNITS).resolve(BenchmarkUnit.fileName(condition.name(), system.name(), seed));
        if (Files.exists(file)) {
            BenchmarkUnit found = BenchmarkResults.readUnit(file);
            if (!own.equals(found.settings())) {
                throw new StoreException(file + ": was made with other settings (" + found.settings() + " instead of "
                        + own + "); choose another folder, or move it away");
            }
            listener.end(found, true);
            return;
        }
        BenchmarkUnit unit = make(data, condition, system, seed, own, (done, total, note) -> {
            listener.at(done, total, note);
            stop.run();
        });
        StoredJson.write(file, unit);
        listener.end(unit, false);
    }

    static Map<String, String> settings(Condition condition, CaptionSystem system) {
        Map<String, String> settings = new TreeMap<>(Provenance.of("system", system.config(), Map.of()).settings());
        settings.putAll(condition.settings());
        return settings;
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
    private BenchmarkResults collect(BenchmarkData data, Provenance made) {
        Map<String, BenchmarkUnit> units = new LinkedHashMap<>();
        LinkedHashSet<String> names = new LinkedHashSet<>();
        protocol.trials().forEach(trial -> seeds.forEach(seed -> names.add(
                BenchmarkUnit.fileName(trial.condition().name(), trial.system().name(), seed))));
        try (var files = Files.list(folder.resolve(UNITS))) {
            files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")).sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
        names.forEach(name -> units.put(name, BenchmarkResults.readUnit(folder.resolve(UNITS).resolve(name))));
        Map<String, Map<String, List<String>>> references = new TreeMap<>();
        for (Protocol.Trial trial : protocol.trials()) {
            references.computeIfAbsent(trial.condition().target(),
                    target -> data.references(target).textsByImage());
        }
        Path file = folder.resolve(BenchmarkResults.FILE);
        if (Files.exists(file)) {
            BenchmarkResults.read(file).references().forEach(references::putIfAbsent);
        }
        BenchmarkResults results = new BenchmarkResults(made, references, new ArrayList<>(units.values()));
        results.write(folder);
        return results;
    }
}
