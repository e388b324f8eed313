package syntic.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntic.Workbook;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.miniature.Miniature;

/** What captions are measured by where a claim is tested. */
@Tag("slow")
class MeasuresTest {
    private static final int PHOTOS = 20;

    @Test
    void valuesStandInTheOrderOfThePhotosIdsWhateverTheOrderOfAPack() {
        BenchmarkResults all = BenchmarkResults.shipped(Workbook.ROOT.resolve("notebooks/results"), "in-domain")
                .orElseThrow();
        BenchmarkUnit unit = all.where(one -> one.condition().equals("plain") && one.seed() == 1).units().get(0);
        List<String> photos = unit.captions().keySet().stream().sorted().limit(PHOTOS).toList();
        List<String> backwards = new ArrayList<>(photos);
        Collections.reverse(backwards);
        try (Measures measures = new Measures(Miniature::open)) {
            for (String measure : List.of("CIDEr", "facts", "nouns", "setting", "relations", "distinct-2",
                    "CLIPScore")) {
                assertArrayEquals(perPhoto(measures, measure, all, unit, photos),
                        perPhoto(measures, measure, all, unit, backwards), 1e-5, measure);
            }
        }
    }

    private static double[] perPhoto(Measures measures, String measure, BenchmarkResults all, BenchmarkUnit like,
            List<String> photos) {
        Map<String, String> captions = new LinkedHashMap<>();
        Map<String, List<String>> references = new LinkedHashMap<>();
        for (String photo : photos) {
            captions.put(photo, like.captions().get(photo));
            references.put(photo, all.references().get(like.target()).get(photo));
        }
        BenchmarkUnit unit = new BenchmarkUnit(like.condition(), like.target(), like.system(), like.seed(), true,
                like.settings(), captions, Map.of(), Map.of(), null, 0, 0, Map.of());
        return measures.of(measure, new BenchmarkResults(all.made(), Map.of(like.target(), references),
                List.of(unit)), unit).perImage();
    }
}
