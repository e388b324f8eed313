package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntic.metric.Bootstrap.Interval;
import syntic.miniature.PictureTable;
import syntic.miniature.Verdict.Share;

/** Shares of what is stated stand with the interval that their number gives them. */
class PictureFiguresTest {
    private static Map<String, Share> facts(int settings, int all, int relations) {
        Map<String, Share> facts = new LinkedHashMap<>();
        facts.put("setting", new Share(settings, all));
        facts.put("relation", new Share(0, relations));
        return facts;
    }

    private static PictureTable.Part part(double guidance, Map<String, Share> facts) {
        return new PictureTable.Part("test", "sampled", guidance, facts, Map.of(), "");
    }

    @Test
    void barsShowWhatIsStatedForAllSets() {
        Map<String, Map<String, Share>> sets = new LinkedHashMap<>();
        sets.put("sampled", facts(3, 4, 0));
        sets.put("autoencoded", facts(4, 4, 2));
        Figure figure = PictureFigures.bars("shown", sets);
        Series.Bars sampled = (Series.Bars) figure.series.get(0);
        Interval wilson = Interval.ofShare(3, 4);
        assertEquals(List.of("setting"), sampled.categories());
        assertArrayEquals(new double[] {75, 100 * wilson.low(), 100 * wilson.high()},
                new double[] {sampled.values()[0], sampled.low()[0], sampled.high()[0]}, 1e-9);
        assertTrue(figure.text().contains("sampled (setting 75), autoencoded (setting 100)"), figure.text());
    }

    /** A point of a hundred pictures must not look as sure as one of three hundred. */
    @Test
    void fewerPicturesHaveTheWiderInterval() {
        Map<String, Share> few = facts(50, 100, 0);
        few.put("count", new Share(50, 100));
        few.put("everything", new Share(0, 0));
        Map<String, Share> many = facts(150, 300, 0);
        many.put("count", new Share(150, 300));
        many.put("everything", new Share(0, 0));
        Figure figure = PictureFigures.guidance("by guidance", List.of(part(1, few), part(3, many)));
        Series.Line count = (Series.Line) figure.series.get(0);
        assertEquals(1, figure.series.size(), "settings are nearly always right, of everything nothing is said");
        assertArrayEquals(new double[] {50, 50}, count.y(), 1e-9);
        assertTrue(count.high()[0] - count.low()[0] > count.high()[1] - count.low()[1] + 5);
    }
}
