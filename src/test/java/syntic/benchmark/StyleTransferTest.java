package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.benchmark.StyleTransfer.Kept;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.GeneratedData;
import syntic.io.UserException;
import syntic.metric.CaptionScores;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.miniature.world.Voice;
import syntic.stage.LanguageModels;
import syntic.store.Provenance;
import syntic.store.ResultStore;

class StyleTransferTest {
    @TempDir
    private Path folder;

    @Test
    void voiceAndFactsAreTwoThings() {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            CaptionData romantic = mini.voices().get(0);
            CaptionData humorous = mini.voices().get(1);
            Map<String, String> right = captions(romantic, 0);
            Provenance made = new Provenance("benchmark", new TreeMap<>(), new TreeMap<>());
            StyleTransfer found = StyleTransfer.of(new BenchmarkResults(made, Map.of(), List.of(
                    unit("in the voice", right), unit("plain", captions(mini.data().get(0), 0)),
                    unit("other voice", captions(humorous, 0)), unit("other photo", captions(romantic, 1)))), mini);
            assertTrue(found.error().high() < 0.1, "the classifier errs in " + found.error());
            assertTrue(row(found, "in the voice").voice().low() > 0.85, found.toString());
            assertTrue(row(found, "plain").voice().high() < 0.15, found.toString());
            assertTrue(row(found, "other voice").voice().high() < 0.15, found.toString());
            assertTrue(row(found, "other photo").voice().low() > 0.85, found.toString());
            assertTrue(row(found, "other photo").facts().high() < row(found, "in the voice").facts().low(),
                    found.toString());
            assertEquals(4, found.table().rowCount());
            assertEquals(List.of("romantic"), found.voices());
            // What both have of every photo is no difference, and whoever errs on other photos is told apart.
            assertEquals(0, found.compare("romantic", Kept.FACTS, "in the voice", "plain").difference().high());
            assertTrue(found.compare("romantic", Kept.VOICE, "in the voice", "plain").difference().low() > 0.7);
            assertTrue(found.compare("romantic", Kept.FACTS, "other photo", "plain").difference().high() < 0);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> found.row("humorous", "plain")).getMessage()
                    .startsWith("there is no plain in the voice humorous; there are in the voice in romantic, "));
        }
    }

    /** Captions of one photo by several seeds are no more evidence on photos than one seed's. */
    @Test
    void moreSeedsThatSayTheSameMakeNoNarrowerInterval() {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            Map<String, String> captions = captions(mini.voices().get(0), 1);
            Provenance made = new Provenance("benchmark", new TreeMap<>(), new TreeMap<>());
            List<BenchmarkUnit> seeds = List.of(unit("same", captions), unit("same", captions, 2),
                    unit("same", captions, 3));
            StyleTransfer.Row one = StyleTransfer.of(new BenchmarkResults(made, Map.of(), seeds.subList(0, 1)), mini)
                    .row("romantic", "same");
            StyleTransfer.Row three = StyleTransfer.of(new BenchmarkResults(made, Map.of(), seeds), mini)
                    .row("romantic", "same");
            assertEquals(one.facts().low(), three.facts().low(), 1e-9);
            assertEquals(one.voice(), three.voice());
        }
    }

    @Test
    void resultsThatAreShownSayWhatTheRunSaid() {
        try (Miniature mini = Miniature.open()) {
            CaptionData romantic = mini.voices().get(0);
            Map<String, String> said = captions(romantic, 0);
            BenchmarkUnit one = unit("DeCap", said).withSettings(RunFolder.settings(Condition.within("romantic"),
                    Systems.MINIATURE.named("DeCap"), LanguageModels.NONE)).withScores(CaptionScores.evaluate(
                            romantic.references("test"), said));
            BenchmarkResults results = new BenchmarkResults(Provenance.of("benchmark", BenchmarkSettings.of("style"),
                    Map.of()), Map.of("romantic", romantic.references("test").textsByImage()), List.of(one));
            results.write(folder);
            CommandRun shown = CommandRun.of("benchmark", "--show", folder);
            assertEquals(0, shown.status(), shown.err());
            assertTrue(shown.out().contains(StyleTransfer.of(results, mini).table().printAll()), shown.out());
        }
    }

    @Test
    void aVoiceWithSentencesOfAnotherIsRefused() {
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            Corpus plain = mini.corpus(Style.PLAIN, Split.TRAIN);
            Map<String, Corpus> voices = new LinkedHashMap<>();
            for (Voice voice : Voice.values()) {
                voices.put(voice.label(), mini.world().voiced(voice, plain));
            }
            VoiceClassifier.requireApart(voices);
            voices.forEach((voice, corpus) -> assertTrue(corpus.captions().stream().filter(caption ->
                    mini.models().tokenizer().tokens(caption.text()).length > 30).count() < 0.005 * corpus.size(),
                    "CLIP of the miniature reads 30 tokens, more than a sentence of the voice " + voice + " has"));
            List<Caption> mixed = new ArrayList<>(voices.get("humorous").captions());
            mixed.subList(0, 600).replaceAll(one -> voices.get("romantic").captions().get(mixed.indexOf(one)));
            voices.put("humorous", new Corpus("humorous", mixed));
            String message = assertThrows(UserException.class, () -> VoiceClassifier.requireApart(voices))
                    .getMessage();
            assertTrue(message.matches("humorous: (2[89]|3[0-4]) % of its 2,000 sentences read like those of "
                    + "romantic, such as '.*' \\(.*\\); a voice cannot be learnt from sentences of another: take them "
                    + "out"), message);
        }
        Protocol same = Protocols.named("style", Systems.MINIATURE, List.of(new GeneratedData("calm", 8),
                new GeneratedData("loud", 8)));
        BenchmarkSettings settings = BenchmarkSettings.of("style");
        assertTrue(assertThrows(UserException.class, () -> same.requireServed(settings)).getMessage()
                .startsWith("loud: 100 % of its 16 sentences read like those of calm, such as 'a red dog' (loud-0)"));
    }

    private static StyleTransfer.Row row(StyleTransfer found, String system) {
        return found.rows().stream().filter(row -> row.system().equals(system)).findFirst().orElseThrow();
    }

    /** The first sentence of every test photo, given to the photo so many places further. */
    private static Map<String, String> captions(CaptionData data, int further) {
        List<List<Caption>> all = List.copyOf(data.references("test").byImage().values());
        Map<String, String> captions = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            captions.put(all.get((i + further) % all.size()).get(0).imageId(), all.get(i).get(0).text());
        }
        return captions;
    }

    private static BenchmarkUnit unit(String system, Map<String, String> captions) {
        return unit(system, captions, 1);
    }

    private static BenchmarkUnit unit(String system, Map<String, String> captions, long seed) {
        return new BenchmarkUnit("romantic", "romantic", system, seed, true, Map.of(), captions, Map.of("CIDEr", 1.0),
                Map.of(), null, 0, 1, Map.of());
    }
}
