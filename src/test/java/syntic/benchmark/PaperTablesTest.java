package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.Main;
import syntic.Workbook;
import syntic.corpus.CocoResults;
import syntic.corpus.JsonOutput;
import syntic.io.UserException;
import syntic.metric.Metrics;
import syntic.metric.ReferenceData;
import syntic.metric.spice.CoreNlp;
import syntic.store.ProgressListener;
import tech.tablesaw.api.Table;

class PaperTablesTest {
    @TempDir
    private Path folder;

    private static BenchmarkResults shipped(String protocol, List<String> systems, List<String> conditions) {
        BenchmarkResults all = BenchmarkResults.read(
                Workbook.ROOT.resolve("notebooks/results/" + protocol + ".json.gz"));
        return new BenchmarkResults(all.made(), all.references(), all.units().stream().filter(unit -> unit.seed() == 1
                && systems.contains(unit.system()) && conditions.contains(unit.condition())).toList());
    }

    @Test
    void scoresAreThoseOfEvaluateOnTheSameCaptions() throws IOException {
        BenchmarkResults results = shipped("in-domain", List.of("DeCap", "supervised"), List.of("verbose"));
        PaperTables tables = PaperTables.of(results, null, ProgressListener.SILENT);
        BenchmarkUnit unit = results.units().stream().filter(one -> one.system().equals("DeCap")).findFirst()
                .orElseThrow();
        Path captions = folder.resolve("captions.json");
        CocoResults.write(captions, unit.captions());
        Path references = folder.resolve("references.json");
        writeReferences(references, results.references().get("verbose"));
        Path scores = folder.resolve("scores.json");
        assertEquals(0, Main.run(new String[] {"evaluate", "--references", references.toString(), "--results",
            captions.toString(), "--metrics", "bleu,rouge,cider,meteor", "--json", scores.toString()},
                System.out, System.err));
        JsonObject corpus = ReferenceData.json(scores).getAsJsonObject("corpus");
        for (String metric : List.of("Bleu_4", "METEOR", "ROUGE_L", "CIDEr")) {
            assertEquals(100 * corpus.get(metric).getAsDouble(), tables.score("verbose", "DeCap", metric)
                    .orElseThrow(), 1e-9, metric);
        }
    }

    @Test
    void whatTakesLongIsScoredWhenResultsArePacked() throws IOException {
        BenchmarkResults some = shipped("in-domain", List.of("DeCap", "supervised"), List.of("verbose"));
        BenchmarkResults fast = new BenchmarkResults(some.made(), some.references(), some.units().stream().map(unit -> {
            Map<String, Double> scores = new TreeMap<>(unit.scores());
            scores.keySet().removeAll(List.of("METEOR", "SPICE"));
            return unit.withCorpusScores(scores);
        }).toList());
        PaperTables before = PaperTables.ofStored(fast, null);
        assertTrue(before.score("verbose", "DeCap", "METEOR").isEmpty());
        assertTrue(before.score("verbose", "DeCap", "CIDEr").isPresent());
        assertTrue(before.scores("verbose").name().contains("these results were not scored by METEOR and SPICE"),
                before.scores("verbose").name());
        Path whole = fast.pack(folder);
        assertEquals(0, Main.run(new String[] {"benchmark", "--pack", whole.toString(),
            folder.resolve("packs").toString()}, System.out, System.err));
        BenchmarkResults packed = BenchmarkResults.shipped(folder.resolve("packs"), "in-domain").orElseThrow();
        PaperTables after = PaperTables.ofStored(packed, null);
        PaperTables anew = PaperTables.of(fast, null, ProgressListener.SILENT);
        for (String metric : Metrics.PAPERS) {
            assertEquals(anew.score("verbose", "DeCap", metric), after.score("verbose", "DeCap", metric), metric);
            assertEquals(CoreNlp.isAvailable() || !metric.equals("SPICE"),
                    after.score("verbose", "DeCap", metric).isPresent(), metric);
        }
        assertEquals(100 * after.score("verbose", "DeCap", "METEOR").orElseThrow()
                / after.score("verbose", "supervised", "METEOR").orElseThrow(),
                after.share("verbose", "DeCap", "METEOR").orElseThrow(), 1e-9);
    }

    private static void writeReferences(Path file, Map<String, List<String>> references) {
        JsonOutput.write(file, json -> {
            json.beginObject().name("images").beginArray();
            for (String id : references.keySet()) {
                json.beginObject().name("id").value(id).endObject();
            }
            json.endArray().name("annotations").beginArray();
            int number = 0;
            for (Map.Entry<String, List<String>> of : references.entrySet()) {
                for (String text : of.getValue()) {
                    json.beginObject().name("image_id").value(of.getKey()).name("id").value(number++).name("caption")
                            .value(text).endObject();
                }
            }
            json.endArray().endObject();
        });
    }

    @Test
    void publishedNumbersStandBesideOurs() throws IOException {
        Path file = folder.resolve("in-domain.json.gz");
        ResultsPack.of(shipped("in-domain", List.of("SynTIC", "supervised"), List.of("plain"))).write(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, Main.run(new String[] {"benchmark", "--show", file.toString(), "--paper"},
                new PrintStream(out, true, StandardCharsets.UTF_8), System.err));
        String printed = out.toString(StandardCharsets.UTF_8);
        assertTrue(printed.contains("Table 1 of SynTIC's paper, plain beside MSCOCO: scores (times 100, mean over "
                + "seeds), here / published"), printed);
        assertTrue(printed.lines().anyMatch(line -> line.matches(" *SynTIC +\\|.* \\d+\\.\\d / 101\\.1 .*")), printed);
        // CIDEr 101.1 and 114.9 of Barraco et al. in the paper; ours of the table above.
        assertTrue(printed.lines().anyMatch(line -> line.matches(" *SynTIC +\\|.* \\d\\d / 88 .*")), printed);
        // A system whose results are not there yet.
        assertTrue(printed.lines().anyMatch(line -> line.matches(" *MAGIC +\\|.*not run / 43 .*")), printed);
        assertTrue(printed.contains("ESPER and the adversarial systems stay out"), printed);
        // A row that is not among the systems here is in the table all the same.
        assertTrue(printed.lines().anyMatch(line -> line.matches(" *ESPER-Style +\\|.*– / 68 .*")), printed);
        assertTrue(printed.lines().anyMatch(line -> line.matches(" *supervised +\\|.* 100 / – .*")), printed);
    }

    @Test
    void whatIsLookedUpIsSaidInTheRow() {
        BenchmarkResults cross = shipped("cross-domain", List.of("DeCap"),
                List.of("plain to verbose", "plain to verbose TT"));
        BenchmarkResults bound = shipped("in-domain", List.of("supervised", "CLIPRe"), List.of("verbose"));
        PaperTables tables = PaperTables.of(cross, bound, ProgressListener.SILENT);
        Table table = tables.besidePublished("plain to verbose");
        List<String> rows = table.stringColumn("system").asList();
        assertTrue(rows.containsAll(List.of("DeCap", "DeCap-TT", "SynTIC-TT", "MAGIC")), rows.toString());
        String cell = table.stringColumn("CIDEr-D").get(rows.indexOf("DeCap-TT"));
        // 42.0 of BUTD's 56.6 in the paper.
        assertTrue(cell.matches("\\d+ / 74"), cell);
        double ours = tables.score("plain to verbose", "DeCap-TT", "CIDEr").orElseThrow();
        double most = PaperTables.of(bound, null, ProgressListener.SILENT).score("verbose", "supervised", "CIDEr")
                .orElseThrow();
        assertEquals(Math.round(100 * ours / most) + " / 74", cell);
    }

    @Test
    void theBoundIsTrainedOnTheWholeAndTestedOnTheSamePhotos() {
        BenchmarkResults ablation = shipped("ablation", List.of("SynTIC"), List.of("plain"));
        BenchmarkResults corruption = shipped("corruption", List.of("supervised"), List.of("none", "haze 0.5"));
        PaperTables tables = PaperTables.ofStored(ablation, corruption);
        double clean = corruption.units().stream().filter(unit -> unit.condition().equals("none")).findFirst()
                .orElseThrow().scores().get("CIDEr");
        assertEquals(tables.score("plain", "SynTIC", "CIDEr").orElseThrow() / clean,
                tables.share("plain", "SynTIC", "CIDEr").orElseThrow(), 1e-9, "of photos as they are");
        BenchmarkResults hazy = corruption.where(unit -> unit.condition().equals("haze 0.5"));
        assertTrue(assertThrows(UserException.class, () -> PaperTables.ofStored(ablation, hazy)).getMessage()
                .startsWith("the results of corruption hold no bound, which is supervised trained and tested on the "
                        + "whole of one data set"));
        BenchmarkResults other = shipped("in-domain-held_out", List.of("supervised"), List.of("plain"));
        assertTrue(assertThrows(UserException.class, () -> PaperTables.ofStored(ablation, other)).getMessage()
                .startsWith("the bound is of other photos of plain than the results of ablation"));
    }

    @Test
    void whatNeedsNoTrainingStandsBesideTheZeroShotSystems() {
        Table table = PaperTables.of(shipped("zero-shot", List.of("DeCap"), List.of("web to plain")), null,
                ProgressListener.SILENT).besidePublished("web to plain");
        List<String> rows = table.stringColumn("system").asList();
        String column = "CIDEr-D";
        // 14.6 and 50.6 of the 114.9 of Barraco et al. in the paper; without a bound here.
        assertEquals("not run / 13", table.stringColumn(column).get(rows.indexOf("ZeroCap")));
        assertEquals("– / 44", table.stringColumn(column).get(rows.indexOf("DeCap")));
    }

    @Test
    void dataOfOnesOwnAreKnownByTheirNamesAlone() {
        assertEquals(Optional.of("SS1M to MSCOCO"), PublishedScores.data(Condition.across("web", "plain", false)));
        assertEquals(Optional.of("MSCOCO to Flickr30k"), PublishedScores.data(Condition.across("coco-webcams",
                "Flickr30k", false)), "webcams are not the miniature's web");
        assertEquals(Optional.empty(), PublishedScores.data(Condition.within("explained")));
    }

    @Test
    void everyPublishedRowOfASystemHereNamesIt() {
        List<String> systems = new ArrayList<>(Systems.PAPER.names());
        systems.addAll(Systems.PAPER.ablation().stream().map(system -> system.name()).toList());
        List<String> unknown = PublishedScores.read().rows().stream().flatMap(row -> row.system().stream())
                .map(name -> name.replace("-TT", "")).distinct().filter(name -> !systems.contains(name)).toList();
        assertEquals(List.of(), unknown);
    }
}
