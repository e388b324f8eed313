package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.Workbook;
import syntic.io.UserException;
import syntic.metric.Bootstrap.Comparison;
import syntic.metric.HumanAgreement;
import syntic.miniature.Miniature;
import syntic.store.ProgressListener;
import syntic.store.ResultStore;

class FactAgreementTest {
    @TempDir
    private Path folder;

    /** Shipped captions of a few photos, and SynTIC's once more, each given to the next photo. */
    private static BenchmarkResults results() {
        BenchmarkResults all = BenchmarkResults.read(Workbook.ROOT.resolve("notebooks/results/in-domain.json.gz"));
        List<BenchmarkUnit> some = all.units().stream().filter(unit -> unit.condition().equals("plain")
                && unit.seed() == 1 && List.of("SynTIC", "CapDec").contains(unit.system())).toList();
        List<String> photos = some.get(0).captions().keySet().stream().limit(40).toList();
        BenchmarkUnit syntic = some.stream().filter(unit -> unit.system().equals("SynTIC")).findFirst().orElseThrow();
        Map<String, String> exchanged = new LinkedHashMap<>();
        for (int i = 0; i < photos.size(); i++) {
            exchanged.put(photos.get(i), syntic.captions().get(photos.get((i + 1) % photos.size())));
        }
        List<BenchmarkUnit> units = new ArrayList<>(some.stream().map(unit -> with(unit, unit.system(),
                photos.stream().collect(Collectors.toMap(id -> id, unit.captions()::get)))).toList());
        units.add(with(syntic, "exchanged", exchanged));
        return new BenchmarkResults(all.made(), all.references(), units);
    }

    private static BenchmarkUnit with(BenchmarkUnit unit, String system, Map<String, String> captions) {
        return new BenchmarkUnit(unit.condition(), unit.target(), system, unit.seed(), unit.textOnly(),
                unit.settings(), captions, unit.scores(), Map.of(), unit.trainingSeconds(), unit.captioningSeconds(),
                unit.parameters(), unit.work());
    }

    @Test
    void everyMetricAgreesWithTheTruthSomewhat() {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            FactAgreement agreement = FactAgreement.of(results(), "plain", mini, ProgressListener.SILENT);
            List<String> names = agreement.metrics().stream().map(HumanAgreement::metric).toList();
            assertTrue(names.containsAll(List.of("Bleu_4", "ROUGE_L", "CIDEr", "METEOR", "CLIPScore", "RefCLIPScore",
                    "aCLIP-S", "RefaCLIP-S")), names.toString());
            agreement.metrics().forEach(one -> assertTrue(one.b().low() > 0, one.metric() + " " + one.b()));
            // CIDEr-D reads the references, CLIPScore does not; the difference is that of the two.
            Comparison nearer = agreement.compare("CIDEr", "CLIPScore");
            double cider = agreement.metrics().get(names.indexOf("CIDEr")).b().value();
            double clip = agreement.metrics().get(names.indexOf("CLIPScore")).b().value();
            assertEquals(cider - clip, nearer.difference().value(), 1e-9);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> agreement.compare("CIDEr", "CIDEr-D"))
                    .getMessage().startsWith("there is no metric CIDEr-D; there are Bleu_1, "));
            assertEquals(List.of("SynTIC", "CapDec", "exchanged"),
                    agreement.systems().stream().map(FactAgreement.Truth::system).toList());
            FactAgreement.Truth syntic = agreement.systems().get(0);
            FactAgreement.Truth exchanged = agreement.systems().get(2);
            assertTrue(exchanged.f1().high() < syntic.f1().low(), exchanged + " " + syntic);
            assertEquals(agreement.metrics().size(), agreement.table().rowCount());
            assertEquals("SynTIC", agreement.truth().stringColumn("system").get(0));
            UserException none = assertThrows(UserException.class,
                    () -> FactAgreement.of(results(), "verbos", mini, ProgressListener.SILENT));
            assertEquals("there are no results in the condition 'verbos'; there are plain", none.getMessage());
        }
    }
}
