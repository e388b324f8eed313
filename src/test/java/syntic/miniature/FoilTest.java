package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import syntic.miniature.world.Grammar;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.miniature.world.Style;

class FoilTest {
    private static final Splits SPLITS = new Splits(1);

    @ParameterizedTest
    @EnumSource(Foil.class)
    void oneChangeMakesTheSentenceWrong(Foil foil) {
        int found = 0;
        for (int i = 0; i < 300; i++) {
            long seed = SeededRandom.mix(3, i);
            Scene scene = SPLITS.sample(seed, SceneMix.of(Style.PLAIN), Split.TEST);
            Optional<Foil.Pair> pair = foil.of(scene, seed);
            if (pair.isEmpty()) {
                continue;
            }
            found++;
            assertEquals(Grammar.sentence(scene, seed, Style.PLAIN), pair.get().right());
            assertNotEquals(pair.get().right(), pair.get().wrong());
            List<String> right = words(pair.get().right());
            List<String> wrong = words(pair.get().wrong());
            switch (foil) {
                case COLOURS_SWAPPED, RELATION -> assertEquals(right.stream().sorted().toList(),
                        wrong.stream().sorted().toList(), pair.get().toString());
                case COLOUR, COUNT -> assertEquals(1, different(right, wrong), pair.get().toString());
                case SETTING -> assertFalse(right.equals(wrong));
            }
        }
        assertTrue(found > 20, found + " foils of 300 scenes");
    }

    private static List<String> words(String sentence) {
        return Arrays.stream(sentence.split(" ")).map(word -> word.equals("an") ? "a" : word).toList();
    }

    private static int different(List<String> a, List<String> b) {
        int different = 0;
        for (int i = 0; i < a.size(); i++) {
            different += a.get(i).equals(b.get(i)) ? 0 : 1;
        }
        return different;
    }
}
