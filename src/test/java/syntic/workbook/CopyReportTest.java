package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.metric.CopiedWords;
import syntic.stage.SupportSet;

/** What the panel says of copied words. */
class CopyReportTest {
    private static final CopiedWords LEARNT = new CopiedWords(List.of("A red car is parked on the beach.",
            "a <dog> runs on the beach", "A red car is in the city"));
    private static final SupportSet.Neighbour NEAREST = new SupportSet.Neighbour("7",
            "a <dog> runs on the beach", 0.97261);

    @Test
    void plainTextNamesEverySequence() {
        assertEquals("""
                Copied word for word from the sentences that are looked up: 2 sequences. \
                New: 75 % of its sequences of four words.
                - «A red car is» 2 times, such as in «A red car is parked on the beach.»
                - «on the beach» 2 times, such as in «A red car is parked on the beach.»
                Nearest sentence by its text feature (cosine 0.973): a <dog> runs on the beach""",
                report("A red car is on the beach").plain());
        assertTrue(report("a red car is in the city").plain().startsWith(
                "The whole caption stands in the sentences that are looked up, once. New: 0 %"));
        assertTrue(report("green boat").plain().startsWith("No 3 words in a row are copied.\nNearest"));
        assertEquals("No 3 words in a row are copied.", CopyReport.of(LEARNT.of(""), null).plain());
    }

    @Test
    void htmlMarksCopiedWordsAndIsEscaped() {
        String html = report("A red car is <b> on the beach").data().get("text/html");
        assertTrue(html.startsWith("<p><u>A red car is</u> &lt;b&gt; <u>on the beach</u></p>"), html);
        assertTrue(html.contains(">on the beach</td><td align=\"right\" style=\"text-align:right\">2</td>"), html);
        assertTrue(html.contains("<i>a &lt;dog&gt; runs on the beach</i>"), html);
        String overlapping = CopyReport.of(new CopiedWords(List.of("a b c", "b c d")).of("a b c d"), NEAREST).data()
                .get("text/html");
        assertTrue(overlapping.startsWith("<p><u>a b c d</u></p>"), overlapping);
    }

    private static Bundle report(String caption) {
        return CopyReport.of(LEARNT.of(caption), NEAREST);
    }
}
