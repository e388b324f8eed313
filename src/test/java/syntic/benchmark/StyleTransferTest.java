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
            assertTrue(found.error() < 0.05, "the classifier errs in " + found.error());
            assertTrue(row(found, "in the voice").kept().low() > 0.9, found.toString());
            assertTrue(row(found, "plain").kept().high() < 0.1, found.toString());
            assertTrue(row(found, "other voice").kept().high() < 0.1, found.toString());
            assertTrue(row(found, "other photo").kept().low() > 0.9, found.toString());
            assertTrue(row(found, "other photo").facts().high() < row(found, "in the voice").facts().low(),
                    found.toString());
            assertEquals(4, found.table().rowCount());
        }
    }

    @Test
    void resultsThatAreShownSayWhatTheRunSaid() {
        try (Miniature mini = Miniature.open()) {
            CaptionData romantic = mini.voices().get(0);
            Map<String, String> said = captions(romantic, 0);
            BenchmarkUnit one = unit("DeCap", said).withSettings(RunFolder.settings(Condition.within("romantic"),
                    Systems.MINIATURE.named("DeCap"))).withScores(CaptionScores.evaluate(romantic.references("test"),
                            said));
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
            List<Caption> mixed = new ArrayList<>(voices.get("humorous").captions());
            mixed.subList(0, 600).replaceAll(one -> voices.get("romantic").captions().get(mixed.indexOf(one)));
            voices.put("humorous", new Corpus("humorous", mixed));
            String message = assertThrows(UserException.class, () -> VoiceClassifier.requireApart(voices))
                    .getMessage();
            assertTrue(message.matches("humorous: (29|30|31) % of its 2,000 sentences read like those of romantic, such "
                    + "as '.*' \\(.*\\); a voice cannot be learnt from sentences of another: take them out"), message);
        }
        Protocol same = Protocols.named("style", Systems.MINIATURE, List.of(new GeneratedData("calm", 8),
                new GeneratedData("loud", 8)));
        assertTrue(assertThrows(UserException.class, () -> same.requireServed("test")).getMessage()
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
        return new BenchmarkUnit("romantic", "romantic", system, 1, true, Map.of(), captions, Map.of("CIDEr", 1.0),
                Map.of(), null, 0, 1, Map.of());
    }
}
