package syntic.metric.spice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.metric.spice.SceneGraphScorer.Counts;
import syntic.store.ProgressListener;

/** The parser itself, where the profile {@code spice} has fetched it. */
class CoreNlpTest {

    private static DependencyParser parser;

    @TempDir
    private Path cache;

    @BeforeAll
    static void load() {
        Assumptions.assumeTrue(CoreNlp.isAvailable(), "CoreNLP is not there; mvn -Pspice process-resources fetches it");
        parser = CoreNlp.parser();
    }

    private List<Counts> scoreByThemselves(List<String> captions, Path folder) {
        return new SceneGraphScorer(parser, folder).score(captions, captions.stream().map(List::of).toList(),
                ProgressListener.SILENT);
    }

    @Test
    void itIsTheReleaseWhoseRelationsNamePrepositions() {
        List<Sentence> parsed = parser.parse("a brown dog runs on the grass");
        assertEquals(1, parsed.size());
        assertTrue(parsed.get(0).dependencies().contains(new Sentence.Dependency("nmod:on", 4, 7)), parsed.toString());
        assertEquals("run", parsed.get(0).token(4).lemma());
    }

    @Test
    void britishSpellingIsUnderstoodAndKept() {
        Sentence parsed = parser.parse("a colourful ball").get(0);
        assertEquals("colourful", parsed.token(2).word());
        assertEquals("JJ", parsed.token(2).tag());
    }

    @Test
    void oddCaptionsHaveADefinedScore() {
        List<String> odd = List.of("", "?!", "!!!", "-lrb- -rrb-", "*", "555\u00a0123\u00a04567 people",
                "\ud83d\ude00", "\ud83d", "\u05db\u05dc\u05d1 \u0631\u062c\u0644", "\u72ac\u304c\u8d70\u308b", "the",
                "x".repeat(20_000), "a\u2028dog", "http://example.org/dog.jpg", "dog dog dog dog",
                "`` '' . , ; : --", "a dog . a cat . ");
        List<Counts> counts = scoreByThemselves(odd, cache);
        assertEquals(odd.size(), counts.size());
        for (int i = 0; i < odd.size(); i++) {
            Counts count = counts.get(i);
            assertEquals(count.candidate(), count.matched(), odd.get(i));
            assertEquals(count.candidate() == 0 ? 0 : 1, count.f(), 1e-12, odd.get(i));
        }
        assertEquals(counts, scoreByThemselves(odd, cache), "from the parses on disk");
    }

    @Test
    void aThousandWordsTakeSeconds() {
        String caption = String.join(" ", Collections.nCopies(200, "a man holds two dogs"));
        Counts count = scoreByThemselves(List.of(caption), cache).get(0);
        assertTrue(count.candidate() > 3 && count.matched() == count.candidate(), count.toString());
    }

    @Test
    void parsesDoNotDependOnTheNumberOfThreads() throws Exception {
        List<String> captions = new ArrayList<>();
        for (String who : List.of("man", "woman", "dog", "child")) {
            for (String where : List.of("in the park", "next to a red car", "under a tree with its ball")) {
                captions.add("a young " + who + " is sitting " + where);
            }
        }
        List<List<Sentence>> alone = captions.stream().map(parser::parse).toList();
        ForkJoinPool pool = new ForkJoinPool(4);
        try {
            assertEquals(alone, pool.submit(() -> captions.parallelStream().map(parser::parse).toList()).get());
        } finally {
            pool.shutdown();
        }
    }
}
