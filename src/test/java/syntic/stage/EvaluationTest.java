package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.metric.Bootstrap;

class EvaluationTest {
    private static final String[] SCENES = {"a red ball on the beach", "two blue cars at night", "a dog in the snow",
        "a white boat at sea", "three birds above a house"};

    @Test
    void aBetterSystemStandsSignificantlyHigher() {
        List<Caption> captions = new ArrayList<>();
        Map<String, String> right = new LinkedHashMap<>();
        Map<String, String> wrong = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            String scene = SCENES[i % SCENES.length] + (i % 3 == 0 ? " today" : "");
            captions.add(new Caption("c" + i, "i" + i, scene));
            right.put("i" + i, scene);
            wrong.put("i" + i, SCENES[(i + 1) % SCENES.length]);
        }
        Evaluation evaluation = new Evaluation(new Bootstrap(200, 1));
        Corpus references = new Corpus("test", captions);
        Evaluation.Result good = evaluation.evaluate("good", references, right);
        Evaluation.Result bad = evaluation.evaluate("bad", references, wrong);
        assertEquals(1, good.score("Bleu_4"), 1e-6);
        assertTrue(bad.score("CIDEr") < good.score("CIDEr") / 2);
        String table = Evaluation.table(List.of(good, bad)).print();
        assertTrue(table.contains("CIDEr-D") && table.contains("100.0 [100.0, 100.0]"), table);
        assertTrue(evaluation.differences("CIDEr", bad, List.of(good)).doubleColumn("p").get(0) < 0.05);
        assertThrows(IllegalArgumentException.class, () -> good.score("METEOR"));
    }
}
