package syntic.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.miniature.ShippedModels;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * The file {@code results.json}: all that tables and figures of a benchmark are drawn from.
 *
 * @param made protocol, limits, version of the results and fingerprints of the models
 * @param references sentences of each photo, by corpus and photo id
 */
public record BenchmarkResults(Provenance made, Map<String, Map<String, List<String>>> references,
        List<BenchmarkUnit> units) {
    /** The name of the file in a benchmark's folder. */
    public static final String FILE = "results.json";

    private static final String REMEDY = "run the benchmark again: what was done before is kept beside it";
    private static final String PICTURES = "text-to-image";
    private static final List<String> SETTINGS = List.of("protocol", "split", "sentences", "epochs");

    public BenchmarkResults {
        Objects.requireNonNull(made, "it does not say what made it");
        Objects.requireNonNull(references, "it has no references");
        Objects.requireNonNull(units, "it has no units");
        units = List.copyOf(units);
    }

    /**
     * @param file the file, or the folder that it is in, or a file of packed results ({@code .json.gz})
     * @throws StoreException if it holds no results of a benchmark
     */
    public static BenchmarkResults read(Path file) {
        Path own = Files.isDirectory(file) ? file.resolve(FILE) : file;
        BenchmarkResults results = file.toString().endsWith(ResultsPack.ENDING) ? ResultsPack.read(file)
                : StoredJson.read(own, BenchmarkResults.class, REMEDY);
        if (!results.made.settings().keySet().containsAll(SETTINGS)) {
            throw new StoreException(own + ": holds no results of a benchmark, which has the settings " + SETTINGS
                    + "; name another file, or " + REMEDY);
        }
        return FormerNames.today(results);
    }

    /**
     * Packed results that were run elsewhere and shipped, if there are any.
     *
     * @param folder such as {@code notebooks/results}, filled by {@link #pack}
     * @param name such as {@code in-domain}, or {@code in-domain-held_out} for photos of another split than the usual
     */
    public static Optional<BenchmarkResults> shipped(Path folder, String name) {
        Path file = folder.resolve(name + ResultsPack.ENDING);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /**
     * Writes everything but the scores of single photos into one small file, named by the protocol and, if it is not
     * the usual one, the split of the photos. What a run packed there before its end is deleted.
     *
     * @return the file
     */
    public Path pack(Path folder) {
        Path file = folder.resolve(packName(made));
        ResultsPack.of(this).write(file);
        Path partial = folder.resolve(Packs.PARTIAL).resolve(packName(made));
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw UserException.ofWriting(partial, e);
        }
        return file;
    }

    /** The name of the file that results are packed into. */
    static String packName(Provenance made) {
        String protocol = made.settings().get("protocol");
        String split = made.settings().get("split");
        String usual = BenchmarkSettings.of(protocol).split();
        return protocol + (split.equals(usual) ? "" : "-" + split) + ResultsPack.ENDING;
    }

    /** What one system did in one condition, a unit for each seed. */
    public List<BenchmarkUnit> units(Condition condition, String system) {
        return units.stream().filter(unit -> unit.condition().equals(condition.name()) && unit.system().equals(system))
                .toList();
    }

    /**
     * Systems that differ in nothing that was run: each with the one before it that says the same of every photo, with
     * every seed, in every condition that it was run in.
     */
    public Map<String, String> twins() {
        Map<String, Map<List<?>, Map<String, String>>> said = new LinkedHashMap<>();
        units.forEach(unit -> said.computeIfAbsent(unit.system(), none -> new LinkedHashMap<>())
                .put(List.of(unit.condition(), unit.seed()), unit.captions()));
        Map<String, String> twins = new LinkedHashMap<>();
        said.forEach((system, captions) -> said.keySet().stream().takeWhile(other -> !other.equals(system))
                .filter(other -> said.get(other).equals(captions)).findFirst()
                .ifPresent(other -> twins.put(system, other)));
        return twins;
    }

    /** The same with each system once: without those that are {@link #twins} of another. */
    public BenchmarkResults withoutTwins() {
        Set<String> twins = twins().keySet();
        return where(unit -> !twins.contains(unit.system()));
    }

    /** A part of the results. */
    public BenchmarkResults where(Predicate<BenchmarkUnit> wanted) {
        return new BenchmarkResults(made, references, units.stream().filter(wanted).toList());
    }

    /**
     * With the units of other results beside these, to compare systems of two protocols on the same photos.
     *
     * @throws IllegalArgumentException if there are {@link #differences}: what systems learnt from would be taken for
     *     what they can do
     */
    public BenchmarkResults with(BenchmarkResults more) {
        List<String> differences = differences(more);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("results of " + made.settings().get("protocol") + " and "
                    + more.made.settings().get("protocol") + " are not of the same " + String.join(", ", differences)
                    + ": compare each with its own, or run the older ones again");
        }
        return new BenchmarkResults(made, references, Stream.concat(units.stream(), more.units.stream()).toList());
    }

    /**
     * What both results were made with and not the same of: {@code pictures}, where another model drew them, or the
     * name of another model or of data; empty if they can be compared.
     */
    public List<String> differences(BenchmarkResults other) {
        Map<String, String> theirs = other.made.inputs();
        return made.inputs().entrySet().stream().filter(one -> theirs.containsKey(one.getKey())
                && !theirs.get(one.getKey()).equals(one.getValue())).map(Map.Entry::getKey)
                .map(name -> name.equals(PICTURES) ? "pictures" : name).toList();
    }

    /** Whether the pictures of the miniature that systems learnt from are not those of the model shipped now. */
    public boolean isOfEarlierPictures() {
        Map<String, String> inputs = made.inputs();
        return inputs.containsKey("world") && inputs.containsKey(PICTURES)
                && !inputs.get(PICTURES).equals(ShippedModels.fingerprint(PICTURES));
    }

    /**
     * Where the results come from, in a line: protocol, seeds, photos, limits, version of the results, and whether the
     * generated pictures are those of an earlier model.
     */
    public String origin() {
        Map<String, String> settings = made.settings();
        StringBuilder line = new StringBuilder("protocol " + settings.get("protocol") + ", seeds "
                + String.join(", ", units.stream().map(BenchmarkUnit::seed).distinct().sorted()
                        .map(seed -> Long.toString(seed)).toList()));
        references.forEach((target, photos) -> line.append(", ").append(photos.size()).append(' ').append(target)
                .append(" photos"));
        line.append(" of the split ").append(settings.get("split"));
        for (String limit : List.of("sentences", "epochs")) {
            if (!settings.get(limit).equals("0")) {
                line.append(", ").append(limit).append(": ").append(settings.get(limit));
            }
        }
        return line.append(", results version ").append(made.inputs().get(ResultsVersion.NAME))
                .append(isOfEarlierPictures() ? ", of the pictures of an earlier model" : "").toString();
    }

    /** The file of one unit. */
    static BenchmarkUnit readUnit(Path file) {
        return FormerNames.today(StoredJson.read(file, BenchmarkUnit.class, REMEDY));
    }

    /** Writes the file whole or not at all. */
    void write(Path folder) {
        StoredJson.write(folder.resolve(FILE), this);
    }
}
