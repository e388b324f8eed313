package syntic.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import syntic.benchmark.Protocol.Trial;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.model.ModelFolder;
import syntic.stage.LanguageModels;
import syntic.store.ProcessLock;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * The folder of a run: what made it, a file for every unit, and the work that all runs in it took. Until it is closed,
 * no other run has it.
 */
final class RunFolder implements AutoCloseable {
    private static final String MADE = "made.json";
    private static final String LOCK = ".lock";
    private static final String UNITS = "units";
    private static final String CLOCK = "clock";
    private static final String LANGUAGE_MODEL = Condition.SETTINGS + "languageModel";

    private final Path path;
    private final ProcessLock lock;

    private RunFolder(Path path, ProcessLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder a run's.
     *
     * @throws UserException if another process or thread has it
     * @throws StoreException if it holds other results
     */
    static RunFolder open(Path path, Provenance made) {
        try {
            RunFolder folder = new RunFolder(path, ProcessLock.tryAcquire(path.resolve(LOCK)).orElseThrow(() ->
                    new UserException(path + ": another benchmark is running in this folder; wait for its end, or "
                            + "choose another folder")));
            try {
                folder.claim(made);
            } catch (IOException | RuntimeException e) {
                folder.lock.close();
                throw e;
            }
            return folder;
        } catch (IOException e) {
            throw UserException.ofWriting(path, e);
        }
    }

    private void claim(Provenance made) throws IOException {
        Path file = path.resolve(MADE);
        Files.createDirectories(path.resolve(UNITS));
        Files.createDirectories(clock(path));
        if (!Files.exists(file)) {
            made.write(file);
            return;
        }
        Provenance found = Provenance.read(file, "choose another folder, or move this one away");
        if (!found.equals(made)) {
            throw new StoreException(path + ": holds results of another version or other settings ("
                    + found.differenceFrom(made) + "); choose another folder");
        }
    }

    /** Where the time of all runs of a folder is kept. */
    static Path clock(Path path) {
        return path.resolve(CLOCK);
    }

    /**
     * The unit of a condition and a system with a seed, if it is there.
     *
     * @param settings as of {@link #settings}
     * @throws StoreException if it, or that of another seed, was made with other settings: their mean would be of
     *     nothing that was run
     */
    Optional<BenchmarkUnit> find(String condition, String system, long seed, Map<String, String> settings) {
        Optional<BenchmarkUnit> wanted = Optional.empty();
        for (String name : names()) {
            if (!BenchmarkUnit.isFile(name, condition, system)) {
                continue;
            }
            BenchmarkUnit found = read(name);
            if (!settings.equals(found.settings())) {
                throw new StoreException(file(name) + ": was made with other settings (" + found.settings()
                        + " instead of " + settings + "); choose another folder, or move it away");
            }
            wanted = found.seed() == seed ? Optional.of(found) : wanted;
        }
        return wanted;
    }

    /**
     * What a unit holds of a condition and a system.
     *
     * @param models those that systems begin with; which it is stands with the condition, since any of a family serves
     */
    static Map<String, String> settings(Condition condition, CaptionSystem system, LanguageModels models) {
        Map<String, String> settings = new TreeMap<>(Provenance.of("system", system.config(), Map.of()).settings());
        settings.putAll(condition.settings());
        Path begun = system.language(models);
        if (begun != null) {
            settings.put(LANGUAGE_MODEL, new ModelFolder(begun).fingerprint());
        }
        return settings;
    }

    void write(BenchmarkUnit unit) {
        StoredJson.write(file(unit.fileName()), unit);
    }

    /** What is there of some trials, with all seeds of all runs. */
    List<BenchmarkUnit> units(List<Trial> trials) {
        return names().stream().filter(name -> trials.stream().anyMatch(trial -> BenchmarkUnit.isFile(name,
                trial.condition().name(), trial.system().name()))).map(this::read).toList();
    }

    /** All that is there. @param first names of files that come first, in their order */
    List<BenchmarkUnit> units(LinkedHashSet<String> first) {
        LinkedHashSet<String> ordered = new LinkedHashSet<>(first);
        List<String> names = names();
        ordered.retainAll(names);
        ordered.addAll(names);
        return ordered.stream().map(this::read).toList();
    }

    private List<String> names() {
        try (var files = Files.list(path.resolve(UNITS))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")).sorted()
                    .toList();
        } catch (IOException e) {
            throw UserException.ofReading(path, e);
        }
    }

    private BenchmarkUnit read(String name) {
        return BenchmarkResults.readUnit(file(name));
    }

    private Path file(String name) {
        return path.resolve(UNITS).resolve(name);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw UserException.ofWriting(path, e);
        }
    }
}
