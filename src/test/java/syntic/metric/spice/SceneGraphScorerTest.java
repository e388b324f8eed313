package syntic.metric.spice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntic.metric.spice.ParsedCaptions.sentence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.io.UserException;
import syntic.metric.MetricScores;
import syntic.metric.Spice;
import syntic.metric.TokenizedCaptions;
import syntic.metric.spice.SceneGraphScorer.Counts;
import syntic.store.ProgressListener;

class SceneGraphScorerTest {

    private static final Map<String, List<Sentence>> PARSES = Map.of(
            "child sleeps", List.of(clause("child", "sleep")),
            "kid sleeps", List.of(clause("kid", "sleep")),
            "dog runs", List.of(clause("dog", "run")),
            "", List.of());

    @TempDir
    private Path cache;

    private static Sentence clause(String subject, String verb) {
        return sentence(subject + "/" + subject + "/NN " + verb + "s/" + verb + "/VBZ",
                "(ROOT (S (NP (NN " + subject + ")) (VP (VBZ " + verb + "s))))", "root(0,2) nsubj(2,1)");
    }

    private List<Counts> score(ParsedCaptions parser, String candidate, String... references) {
        return new SceneGraphScorer(parser, cache).score(List.of(candidate), List.of(List.of(references)),
                ProgressListener.SILENT);
    }

    @Test
    void synonymsMatchAndAreOneObjectAmongReferences() {
        ParsedCaptions parser = new ParsedCaptions(PARSES);
        assertEquals(List.of(new Counts(2, 2, 2)), score(parser, "kid sleeps", "child sleeps", "kid sleeps"));
        assertEquals(List.of(new Counts(2, 2, 4)), score(parser, "kid sleeps", "child sleeps", "dog runs"));
        assertEquals(2 / 3.0, new Counts(2, 2, 4).f(), 1e-15);
    }

    /** Both words have a meaning that "car" has, and none in common. */
    @Test
    void twoStatementsMayMatchTheSame() {
        ParsedCaptions parser = new ParsedCaptions(Map.of("both", List.of(clause("automobile", "run"),
                clause("gondola", "run")), "car", List.of(clause("car", "run"))));
        Counts counts = score(parser, "both", "car").get(0);
        assertEquals(new Counts(4, 4, 2), counts);
        assertEquals(4 / 3.0, counts.f(), 1e-15);
    }

    @Test
    void nothingStatedOrNothingMatchedScoresZero() {
        ParsedCaptions parser = new ParsedCaptions(PARSES);
        for (String candidate : List.of("", "dog runs")) {
            assertEquals(0, score(parser, candidate, "child sleeps").get(0).f());
        }
        assertEquals(0, score(parser, "", "").get(0).f());
    }

    @Test
    void onlyCaptionsThatAreNotOnDiskAreParsed() throws Exception {
        score(new ParsedCaptions(PARSES), "dog runs", "child sleeps");
        ParsedCaptions again = new ParsedCaptions(PARSES);
        List<Counts> counts = score(again, "kid sleeps", "child sleeps");
        assertEquals(List.of("kid sleeps"), again.asked);
        assertEquals(List.of(new Counts(2, 2, 2)), counts);
    }

    @Test
    void aLineThatARunLeftUnfinishedIsParsedAnew() throws Exception {
        score(new ParsedCaptions(PARSES), "dog runs", "child sleeps");
        try (Stream<Path> files = Files.list(cache)) {
            Path file = files.findFirst().orElseThrow();
            Files.writeString(file, "{\"caption\":\"kid sleeps\",\"sentences\":[{\"tok", StandardOpenOption.APPEND);
        }
        score(new ParsedCaptions(PARSES), "kid sleeps", "child sleeps");
        ParsedCaptions third = new ParsedCaptions(PARSES);
        score(third, "kid sleeps", "child sleeps", "dog runs");
        assertEquals(List.of(), third.asked);
    }

    @Test
    void oddCaptionsAreKeptOnDiskWithoutShiftingOthers() {
        List<String> odd = List.of("", "\u05db\u05dc\u05d1", "\ud83d\ude00", "555\u00a0123", "a\u2028b", "a\rb", "\"}",
                "dog runs");
        Map<String, List<Sentence>> parses = new HashMap<>();
        for (int i = 0; i < odd.size(); i++) {
            parses.put(odd.get(i), i == 0 ? List.of() : List.of(clause("thing" + i, "move")));
        }
        ParsedCaptions parser = new ParsedCaptions(parses);
        List<List<String>> references = odd.stream().map(List::of).toList();
        List<Counts> first = new SceneGraphScorer(parser, cache).score(odd, references, ProgressListener.SILENT);
        assertEquals(odd.size(), parser.asked.size());
        assertEquals(first, new SceneGraphScorer(parser, cache).score(odd, references, ProgressListener.SILENT));
        assertEquals(odd.size(), parser.asked.size());
        for (int i = 0; i < odd.size(); i++) {
            assertEquals(i == 0 ? new Counts(0, 0, 0) : new Counts(2, 2, 2), first.get(i));
        }
    }

    @Test
    void whatALongCaptionStatesIsCollectedFromItsParts() {
        String part = "dog runs" + " x".repeat(CaptionParts.PART_WORDS - 2);
        ParsedCaptions parser = new ParsedCaptions(Map.of(part, List.of(clause("dog", "run")), "kid sleeps",
                List.of(clause("kid", "sleep"))));
        String caption = part + " " + part + " kid sleeps";
        assertEquals(List.of(new Counts(4, 4, 4)), score(parser, caption, caption));
    }

    @Test
    void theMetricSaysWhichParserItUsed() {
        MetricScores scores = new Spice(new ParsedCaptions(PARSES), cache).score(new TokenizedCaptions(List.of("1"),
                List.of("dog runs"), List.of(List.of("dog runs")))).get(0);
        assertEquals("SPICE", scores.name());
        assertEquals(1, scores.corpus());
        assertTrue(scores.variant().contains("parses of a test"), scores.variant());
    }

    @Test
    void withoutCoreNlpItSaysHowToGetIt() {
        String before = System.getProperty("syntic.corenlp");
        System.setProperty("syntic.corenlp", cache.toString());
        try {
            String message = assertThrows(UserException.class, Spice::new).getMessage();
            assertTrue(message.contains(cache.toString()) && message.contains("-Pspice"), message);
        } finally {
            if (before == null) {
                System.clearProperty("syntic.corenlp");
            } else {
                System.setProperty("syntic.corenlp", before);
            }
        }
    }
}
