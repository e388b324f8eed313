package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.metric.CaptionSetException.Problem;

class CaptionScoresTest {

    private static final Corpus REFERENCES = new Corpus("references", List.of(
            new Caption("1", "beach", "A man walks on the beach."),
            new Caption("2", "beach", "Someone strolls along the shore."),
            new Caption("3", "street", "Two dogs cross the street."),
            new Caption("4", "room", "A woman reads a book in a room.")));

    private static void assertRefused(Problem problem, String imageId, Map<String, List<String>> references,
            Map<String, String> candidates) {
        CaptionSetException refusal = assertThrows(CaptionSetException.class,
                () -> CaptionScores.evaluate(references, candidates));
        assertEquals(problem, refusal.problem());
        assertEquals(imageId, refusal.imageId());
        assertTrue(refusal.getMessage().contains(imageId), refusal.getMessage());
    }

    @Test
    void scoresComeInTheOrderOfTheReferences() {
        Map<String, String> candidates = new LinkedHashMap<>();
        candidates.put("room", "A woman reads a book in a room.");
        candidates.put("street", "A cat.");
        candidates.put("beach", "");
        CaptionScores scores = CaptionScores.evaluate(REFERENCES, candidates);
        assertEquals(List.of("beach", "street", "room"), scores.imageIds());
        assertEquals(List.of("Bleu_1", "Bleu_2", "Bleu_3", "Bleu_4", "ROUGE_L", "CIDEr"),
                List.copyOf(scores.corpus().keySet()));
        double[] rouge = scores.perImage().get("ROUGE_L");
        assertEquals(0, rouge[0]);
        assertEquals(0, rouge[1]);
        assertEquals(1, rouge[2], 1e-12);
        assertEquals(Arrays.stream(rouge).sum() / 3, scores.corpus().get("ROUGE_L"), 1e-12);
    }

    @Test
    void imagesWithoutACandidateAreLeftOut() {
        CaptionScores scores = CaptionScores.evaluate(REFERENCES, Map.of("street", "Two dogs cross the street."));
        assertEquals(List.of("street"), scores.imageIds());
        assertEquals(1, scores.corpus().get("Bleu_4"), 1e-8);
    }

    @Test
    void aLineBreakInOneCaptionLeavesTheScoresOfOthersAlone() {
        Map<String, String> candidates = new LinkedHashMap<>();
        candidates.put("beach", "A man on the beach");
        candidates.put("street", "Two dogs");
        candidates.put("room", "A woman in a room");
        CaptionScores plain = CaptionScores.evaluate(REFERENCES, candidates);
        candidates.put("beach", "A man\r\non\u2028the\u0085beach");
        assertEquals(plain.corpus(), CaptionScores.evaluate(REFERENCES, candidates).corpus());
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        Map<String, List<String>> references = REFERENCES.textsByImage();
        assertRefused(Problem.CANDIDATE_WITHOUT_REFERENCES, "moon", references, Map.of("moon", "A crater."));
        assertRefused(Problem.NO_REFERENCES, "moon", Map.of("moon", List.of()), Map.of("moon", "A crater."));
        assertRefused(Problem.NULL_CAPTION, "room", references, Collections.singletonMap("room", null));
        assertRefused(Problem.NULL_CAPTION, "moon", Map.of("moon", Arrays.asList("A crater.", null)),
                Map.of("moon", "A crater."));
        assertRefused(Problem.NO_CANDIDATES, "", references, Map.of());
    }
}
