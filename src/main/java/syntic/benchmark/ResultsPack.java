package syntic.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * Results in a form small enough to be shipped: every different caption of a photo once, compressed. The scores of
 * single photos are left out; they follow from captions and references.
 *
 * @param texts the different captions of each photo, by corpus and photo id
 */
record ResultsPack(Provenance made, Map<String, Map<String, List<String>>> references,
        Map<String, Map<String, List<String>>> texts, List<Packed> units) {
    static final String ENDING = ".json.gz";
    private static final String REMEDY = "pack the results again with benchmark --pack";

    /**
     * @param unit without captions and without scores of single photos
     * @param chosen which text of each photo, in their order
     */
    record Packed(BenchmarkUnit unit, int[] chosen) {}

    static ResultsPack of(BenchmarkResults results) {
        Map<String, Map<String, List<String>>> texts = new LinkedHashMap<>();
        List<Packed> packed = new ArrayList<>();
        for (BenchmarkUnit unit : results.units()) {
            Map<String, List<String>> ofPhotos = texts.computeIfAbsent(unit.target(), target -> {
                Map<String, List<String>> empty = new LinkedHashMap<>();
                unit.captions().keySet().forEach(photo -> empty.put(photo, new ArrayList<>()));
                return empty;
            });
            if (!List.copyOf(unit.captions().keySet()).equals(List.copyOf(ofPhotos.keySet()))) {
                throw new StoreException(unit.fileName() + ": captions other photos than the units before it; run the "
                        + "benchmark again in an empty folder");
            }
            int[] chosen = unit.captions().entrySet().stream()
                    .mapToInt(caption -> place(ofPhotos.get(caption.getKey()), caption.getValue())).toArray();
            packed.add(new Packed(unit.withCaptions(Map.of()), chosen));
        }
        return new ResultsPack(results.made(), results.references(), texts, packed);
    }

    private static int place(List<String> texts, String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
        return texts.indexOf(text);
    }

    BenchmarkResults results() {
        return new BenchmarkResults(made, references, units.stream().map(this::unpacked).toList());
    }

    private BenchmarkUnit unpacked(Packed packed) {
        Map<String, String> captions = new LinkedHashMap<>();
        Map<String, List<String>> ofPhotos = texts.get(packed.unit().target());
        if (ofPhotos.size() != packed.chosen().length) {
            throw new IllegalArgumentException("captions of " + packed.chosen().length + " photos instead of "
                    + ofPhotos.size());
        }
        var chosen = Arrays.stream(packed.chosen()).iterator();
        ofPhotos.forEach((photo, some) -> captions.put(photo, some.get(chosen.next())));
        return packed.unit().withCaptions(captions);
    }

    /** Writes the file whole or not at all. */
    void write(Path file) {
        StoredJson.write(file, this);
    }

    static BenchmarkResults read(Path file) {
        ResultsPack pack = StoredJson.read(file, ResultsPack.class, REMEDY);
        try {
            return pack.results();
        } catch (NullPointerException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new StoreException(file + ": holds no packed results (" + e.getMessage() + "); move it away and "
                    + REMEDY, e);
        }
    }
}
