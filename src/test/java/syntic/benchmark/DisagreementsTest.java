package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.benchmark.Disagreements.Case;
import syntic.benchmark.Disagreements.Kind;
import syntic.io.UserException;
import syntic.metric.Bootstrap.Interval;
import syntic.miniature.Miniature;
import syntic.miniature.world.CaptionFacts;
import syntic.miniature.world.FactScore;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.store.ResultStore;
import syntic.workbook.SystemFigures;

/** Photos are shown by the rule, and both systems' errors are counted by it. */
class DisagreementsTest {
    private static final int PHOTOS = 300;

    @TempDir
    private Path folder;

    private static BenchmarkResults results() {
        BenchmarkResults all = BenchmarkResults.shipped(ShippedResultsTest.FOLDER, "in-domain").orElseThrow();
        return new BenchmarkResults(all.made(), all.references(), all.units().stream()
                .filter(unit -> unit.condition().equals("plain") && unit.seed() < 3
                        && List.of("SynTIC", "DeCap").contains(unit.system())).map(unit -> {
                    Map<String, String> some = new LinkedHashMap<>();
                    unit.captions().entrySet().stream().limit(PHOTOS)
                            .forEach(one -> some.put(one.getKey(), one.getValue()));
                    return unit.withCaptions(some);
                }).toList());
    }

    @Test
    void everyPhotoIsTheFirstOfItsKindAndEveryErrorIsThere() {
        BenchmarkResults results = results();
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            Disagreements found = Disagreements.of(results, "plain", "SynTIC", "DeCap", mini);
            Map<String, String> syntic = results.units().stream().filter(unit -> unit.system().equals("SynTIC"))
                    .findFirst().orElseThrow().captions();
            Map<String, String> decap = results.units().stream().filter(unit -> unit.system().equals("DeCap"))
                    .findFirst().orElseThrow().captions();
            for (FactScore.Error error : List.of(FactScore.Error.NOUN, FactScore.Error.COLOUR, FactScore.Error.COUNT,
                    FactScore.Error.RELATION)) {
                List<String> decapErrs = syntic.keySet().stream().filter(photo -> errors(mini, photo, syntic).isEmpty()
                        && errors(mini, photo, decap).contains(error)).toList();
                Optional<Case> shown = found.cases().stream().filter(one -> one.wrong().equals("DeCap")
                        && one.kind().name().equals(error.name())).findFirst();
                List<String> before = found.cases().stream().takeWhile(one -> !Optional.of(one).equals(shown))
                        .map(Case::photo).toList();
                assertEquals(decapErrs.stream().filter(photo -> !before.contains(photo)).findFirst(),
                        shown.map(Case::photo), error.name());
                assertEquals(decapErrs.size(), found.counts().get(Kind.valueOf(error.name()).ordinal()).secondWrong());
                String cell = found.table().stringColumn("DeCap errs").get(Kind.valueOf(error.name()).ordinal());
                assertEquals(decapErrs.size() + "; " + Interval.ofShare(decapErrs.size(), PHOTOS).percent(), cell);
                shown.ifPresent(one -> assertEquals(syntic.get(one.photo()), one.firstCaption()));
                shown.ifPresent(one -> assertEquals(decap.get(one.photo()), one.secondCaption()));
            }
            assertTrue(found.cases().stream().anyMatch(one -> one.wrong().equals("SynTIC")), "both sides are shown");
            assertEquals(found.cases().size(), found.cases().stream().map(Case::photo).distinct().count(),
                    "no photo twice");
            List<String> photos = List.copyOf(syntic.keySet());
            List<List<String>> tags = mini.photoTags(photos);
            for (Case one : found.cases()) {
                assertEquals(tags.get(photos.indexOf(one.photo())), one.detected());
                assertTrue(one.detected().containsAll(one.used()));
                assertTrue(one.kind() != Kind.NO_USEFUL_OBJECT || one.used().isEmpty());
            }
            List<Case> without = found.cases().stream().filter(one -> one.kind() == Kind.NO_USEFUL_OBJECT).toList();
            assertTrue(!without.isEmpty(), "a photo without a useful object is shown");
            without.forEach(one -> assertTrue(!errors(mini, one.photo(), one.wrong().equals("SynTIC") ? syntic : decap)
                    .isEmpty(), one.toString()));
            assertTrue(found.cases().stream().anyMatch(one -> !one.used().isEmpty()), "tags are named in captions");
            assertEquals(Kind.values().length, found.table().rowCount());
            assertTrue(mini.photoIds(Style.PLAIN, Split.TEST).containsAll(photos));
            assertTrue(SystemFigures.disagreements(found, mini).text().contains("disagree, plain, seed 1"));
            String text = SystemFigures.disagreements(found, mini).text();
            assertTrue(text.contains("(DeCap). SynTIC: " + found.cases().get(0).firstCaption()), text);
            assertEquals("the results have no MAGIC in the condition 'plain'; there are SynTIC in plain, DeCap in "
                    + "plain", assertThrows(UserException.class, () -> Disagreements.of(results, "plain", "SynTIC",
                    "MAGIC", mini)).getMessage());
        }
    }

    private static Set<FactScore.Error> errors(Miniature mini, String photo, Map<String, String> captions) {
        return FactScore.of(CaptionFacts.of(captions.get(photo)), mini.world().scene(photo)).errors();
    }
}
