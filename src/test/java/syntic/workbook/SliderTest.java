package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Every step is there for a reader without scripts. */
class SliderTest {
    private static Table table(String sentence) {
        return Table.create(StringColumn.create("sentence", sentence));
    }

    @Test
    void everyStepIsThereWithoutScripts() {
        Slider slider = Slider.of("τ").step("1/400", "1.2 sentences", table("a <dog>"))
                .step("1/10", "", table("a cat"));
        Bundle bundle = slider.bundle("figure_1");
        assertEquals("""
                τ 1/400: 1.2 sentences
                sentence
                ────────
                a <dog>

                τ 1/10
                sentence
                ────────
                a cat""", bundle.plain());
        String html = bundle.data().get("text/html");
        assertTrue(html.startsWith("<div id=\"figure_1\"><details><summary>τ 1/400: 1.2 sentences</summary>"), html);
        assertTrue(html.contains("a &lt;dog&gt;"), html);
        assertEquals(2, html.split("<details>", -1).length - 1);
    }

    @Test
    void aValueIsShownFirst() {
        Slider slider = Slider.of("τ").step("1/400", "", table("a dog")).step("1/100", "", table("a bird"))
                .step("1/10", "", table("a cat"));
        assertTrue(slider.bundle("figure_1").data().get("text/html").contains("input.value = 1;"));
        assertTrue(slider.startingAt("1/10").bundle("figure_1").data().get("text/html").contains("input.value = 2;"));
        assertEquals("the slider 'τ' has no value 1/80; it has 1/400, 1/100, 1/10", assertThrows(
                IllegalArgumentException.class, () -> slider.startingAt("1/80")).getMessage());
    }

    @Test
    void aSliderNeedsAStep() {
        assertThrows(IllegalArgumentException.class, () -> Slider.of("τ").bundle("figure_1"));
    }
}
