package syntic.miniature.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GrammarTest {

    @Test
    void whatASentenceStatesHoldsInItsScene() {
        for (Style style : Style.values()) {
            for (int seed = 0; seed < 3000; seed++) {
                Scene scene = SceneSampler.sample(seed, SceneMix.of(style));
                Described described = Grammar.describe(scene, seed, style);
                assertTrue(described.facts().fits(scene), described + " of " + scene);
                assertEquals(described, Grammar.describe(scene, seed, style));
            }
        }
    }

    /** The words are checked against the scene apart from the facts: no colour, number or kind that is not there. */
    @Test
    void noWordSpeaksOfWhatIsNotThere() {
        for (Style style : Style.values()) {
            for (int seed = 0; seed < 3000; seed++) {
                Scene scene = SceneSampler.sample(seed, SceneMix.of(style));
                String sentence = Grammar.sentence(scene, seed, style);
                Set<String> words = new HashSet<>(Arrays.asList(sentence.split(" ")));
                for (Colour colour : Colour.values()) {
                    boolean shown = scene.things().stream().anyMatch(thing -> thing.colour() == colour);
                    assertTrue(shown || !words.contains(colour.label()), sentence + " of " + scene.key());
                }
                for (Kind kind : Kind.values()) {
                    boolean shown = scene.things().stream().anyMatch(thing -> thing.kind() == kind);
                    for (String noun : Phrases.nouns(kind)) {
                        boolean said = words.contains(noun) || words.contains(Phrases.plural(noun));
                        assertTrue(shown || !said, sentence + " of " + scene.key());
                    }
                }
                for (int count = 2; count <= 4; count++) {
                    int number = count;
                    String word = List.of("two", "three", "four").get(count - 2);
                    boolean shown = scene.things().stream().anyMatch(thing -> thing.count() == number);
                    assertTrue(shown || !words.contains(word), sentence + " of " + scene.key());
                }
            }
        }
    }

    @Test
    void sentencesAreLowerCaseAndShort() {
        for (Style style : Style.values()) {
            for (int seed = 0; seed < 3000; seed++) {
                String sentence = Grammar.sentence(SceneSampler.sample(seed, SceneMix.of(style)), seed, style);
                assertTrue(sentence.matches("[a-z]+( [a-z]+)*"), "'" + sentence + "'");
                assertEquals(sentence.toLowerCase(Locale.ROOT), sentence);
                assertTrue(sentence.split(" ").length <= Grammar.MAX_WORDS, sentence);
            }
        }
    }

    @Test
    void eachStyleHasItsOwnModestVocabulary() {
        Set<String> all = new TreeSet<>();
        for (Style style : Style.values()) {
            Set<String> words = new TreeSet<>();
            for (int seed = 0; seed < 6000; seed++) {
                Scene scene = SceneSampler.sample(seed, SceneMix.of(style));
                words.addAll(List.of(Grammar.sentence(scene, seed, style).split(" ")));
            }
            assertTrue(words.size() >= 110 && words.size() <= 180, style + ": " + words.size() + " words");
            all.addAll(words);
        }
        assertTrue(all.size() >= 150 && all.size() <= 230, all.size() + " words");
    }

    @Test
    void fiveReferencesAreFiveDifferentSentences() {
        for (int seed = 0; seed < 500; seed++) {
            Scene scene = SceneSampler.sample(seed, SceneMix.uniform());
            Set<String> distinct = new HashSet<>();
            Grammar.references(scene, seed, Style.PLAIN, 5).forEach(each -> distinct.add(each.sentence()));
            assertEquals(5, distinct.size());
        }
    }

    @Test
    void factsTellScenesApart() {
        Placed dog = new Placed(Kind.DOG, Colour.RED, Size.LARGE, 16, 32, 22, 20, false);
        Placed cup = new Placed(Kind.CUP, Colour.BLUE, Size.SMALL, 48, 32, 16, 16, false);
        Scene scene = new Scene(Setting.ROOM, List.of(dog, cup), Relation.LEFT_OF);
        Mention redDog = new Mention(Kind.DOG, Colour.RED, null, 1, 1, null);
        Mention blueCup = new Mention(Kind.CUP, Colour.BLUE, Size.SMALL, 1, 1, null);
        assertTrue(new StatedFacts(Setting.ROOM, List.of(redDog, blueCup), Relation.LEFT_OF).fits(scene));
        assertTrue(new StatedFacts(null, List.of(blueCup, redDog), Relation.RIGHT_OF).fits(scene));
        assertTrue(new StatedFacts(null, List.of(blueCup, redDog), Relation.NEXT_TO).fits(scene));
        assertTrue(new StatedFacts(null, List.of(redDog), null).fits(scene));
        assertFalse(new StatedFacts(null, List.of(blueCup, redDog), Relation.LEFT_OF).fits(scene));
        assertFalse(new StatedFacts(null, List.of(blueCup, redDog), Relation.ABOVE).fits(scene));
        assertFalse(new StatedFacts(Setting.SEA, List.of(redDog), null).fits(scene));
        assertFalse(new StatedFacts(null, List.of(redDog, redDog), null).fits(scene));
        assertFalse(new StatedFacts(null,
                List.of(new Mention(Kind.DOG, null, null, 2, Integer.MAX_VALUE, null)), null).fits(scene));
        assertFalse(new StatedFacts(null,
                List.of(new Mention(Kind.DOG, Colour.BLUE, null, 1, 1, null)), null).fits(scene));
    }
}
