package syntic.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import syntic.corpus.Corpus;
import syntic.io.UserException;
import syntic.metric.CaptionScores;
import syntic.store.Provenance;

/**
 * Packed results beside a run, so that it outlives its machine: it takes up units that they hold, where all that made
 * them is the same, and packs what it has done from time to time. That stands in a folder of its own, {@code partial},
 * since who draws from results takes a pack for the whole.
 */
final class Packs {
    /** The folder in a folder of packs that holds those of runs which are not at their end. */
    static final String PARTIAL = "partial";
    /** Between two packs of one run. */
    static final Duration USUAL = Duration.ofMinutes(30);

    private final Optional<Path> folder;
    private final Duration between;
    private final Map<String, BenchmarkUnit> held = new LinkedHashMap<>();
    private final Map<String, Map<String, List<String>>> references = new TreeMap<>();
    private long last = System.nanoTime();

    private Packs(Optional<Path> folder, Duration between) {
        this.folder = folder;
        this.between = between;
    }

    static Packs none() {
        return new Packs(Optional.empty(), USUAL);
    }

    /** @param folder such as {@code notebooks/results} */
    static Packs in(Path folder, Duration between) {
        return new Packs(Optional.of(folder), between);
    }

    /**
     * Looks for packs of the same results.
     *
     * @param said is told of each, and of those of which nothing can be taken up
     * @throws UserException if what this run packs would take the place of what another run packed before its end
     */
    void open(Provenance made, Consumer<String> said) {
        for (Path file : folder.map(own -> List.of(own, own.resolve(PARTIAL))).orElse(List.of()).stream()
                .map(own -> own.resolve(BenchmarkResults.packName(made))).filter(Files::exists).toList()) {
            BenchmarkResults results = BenchmarkResults.read(file);
            if (results.made().equals(made)) {
                results.units().forEach(unit -> held.put(unit.fileName(), unit));
                references.putAll(results.references());
                said.accept(file + ": units of it are not run again");
            } else if (folder.get().resolve(PARTIAL).equals(file.getParent())) {
                throw new UserException(file + ": was packed by a run of another version or other settings ("
                        + results.made().differenceFrom(made) + "), whose place this run would take; move it away, "
                        + "or name another folder with --packs");
            } else {
                said.accept(file + ": is of another version or other settings (" + results.made().differenceFrom(made)
                        + "); nothing of it is taken up");
            }
        }
    }

    /**
     * A unit with its scores as a run would have made it, but for the seconds, which are those of the run that made
     * it; nothing where there is none, or one with other settings.
     *
     * @param references of the photos that it captions
     */
    Optional<BenchmarkUnit> find(String fileName, Map<String, String> settings, Supplier<Corpus> references) {
        return Optional.ofNullable(held.get(fileName)).filter(unit -> unit.settings().equals(settings))
                .map(unit -> unit.withScores(CaptionScores.evaluate(references.get(), unit.captions())));
    }

    /** Packs what is done, if it is time to. */
    void done(Supplier<BenchmarkResults> results) {
        if (System.nanoTime() - last >= between.toNanos()) {
            pack(results);
        }
    }

    /** Packs what is done. */
    void pack(Supplier<BenchmarkResults> results) {
        folder.ifPresent(own -> withHeld(results.get()).pack(own.resolve(PARTIAL)));
        last = System.nanoTime();
    }

    /**
     * With what earlier packs hold and this run has not come to or leaves out, since the file takes their place; but
     * without units of a system that is run with other settings now.
     */
    private BenchmarkResults withHeld(BenchmarkResults done) {
        Map<String, Map<String, List<String>>> all = new TreeMap<>(references);
        all.putAll(done.references());
        List<BenchmarkUnit> rest = held.values().stream().filter(unit -> done.units().stream().noneMatch(one ->
                one.fileName().equals(unit.fileName()) || one.condition().equals(unit.condition())
                && one.system().equals(unit.system()) && !one.settings().equals(unit.settings()))).toList();
        return new BenchmarkResults(done.made(), all, Stream.concat(done.units().stream(), rest.stream()).toList());
    }
}
