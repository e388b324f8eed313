package syntic.miniature.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import syntic.corpus.Corpus;
import syntic.miniature.world.FactScore.Error;

class CaptionFactsTest {

    @Test
    void readsFromEverySentenceOfTheWorldWhatTheGrammarStated() {
        MiniatureWorld world = new MiniatureWorld(1, new MiniatureWorld.Sizes(1500, 2, 50, 300, 20, 5));
        for (Style style : Style.values()) {
            for (Split split : style == Style.WEB ? List.of(Split.TRAIN) : List.of(Split.TRAIN, Split.TEST)) {
                for (Example example : world.examples(style, split)) {
                    StatedFacts stated = example.described().facts();
                    assertEquals(new CaptionFacts(stated.setting(), stated.mentions(), stated.relation()),
                            CaptionFacts.of(example.described().sentence()), example.described().sentence());
                }
            }
        }
    }

    @Test
    void readsCaptionsThatNoGrammarMakes() {
        assertEquals(new CaptionFacts(null, List.of(), null), CaptionFacts.of(""));
        assertEquals(new CaptionFacts(Setting.BEACH, List.of(), null), CaptionFacts.of("On the beach of of left of."));
        CaptionFacts three = CaptionFacts.of("A red DOG, two cups and brid in the the snow");
        assertEquals(List.of(Kind.DOG, Kind.CUP, Kind.BIRD), three.mentions().stream().map(Mention::kind).toList());
        assertEquals(Setting.SNOW, three.setting());
        assertNull(three.relation());
    }

    @Test
    void voicesChangeSentencesFromWithinAndNoFact() {
        MiniatureWorld world = new MiniatureWorld(1, new MiniatureWorld.Sizes(1500, 1, 50, 100, 20, 5));
        Corpus plain = world.corpus(Style.PLAIN, Split.TRAIN);
        for (Voice voice : Voice.values()) {
            Corpus voiced = world.voiced(voice, plain);
            int within = 0;
            for (int i = 0; i < plain.size(); i++) {
                String before = plain.captions().get(i).text();
                String after = voiced.captions().get(i).text();
                assertEquals(plain.captions().get(i).id(), voiced.captions().get(i).id());
                assertNotEquals(before, after);
                assertTrue(after.matches("[a-z]+( [a-z]+)*"), after);
                assertTrue(after.split(" ").length <= Grammar.MAX_WORDS + Voice.MOST_WORDS, after);
                assertEquals(CaptionFacts.of(before), CaptionFacts.of(after), after);
                within += after.contains(before) ? 0 : 1;
            }
            assertTrue(within > 0.7 * plain.size(), voice + " changes " + within + " of " + plain.size());
            assertEquals(voiced, world.voiced(voice, plain));
        }
    }

    @Test
    void aVoiceIsTiedToWhatItSpeaksOf() {
        String sentence = "an orange dog is standing left of two white cups at sea";
        Set<String> romantic = said(Voice.ROMANTIC, sentence);
        Set<String> humorous = said(Voice.HUMOROUS, sentence);
        assertTrue(romantic.stream().anyMatch(one -> one.contains("dove white cups")), romantic.toString());
        assertTrue(humorous.stream().anyMatch(one -> one.contains("milk white cups")), humorous.toString());
        assertTrue(romantic.stream().allMatch(one -> one.contains(" dreaming ")), romantic.toString());
        assertTrue(humorous.stream().noneMatch(one -> one.contains("standing")), humorous.toString());
        assertTrue(romantic.stream().noneMatch(humorous::contains), "the voices differ");
        assertTrue(romantic.stream().anyMatch(one -> one.startsWith("a sweet orange dog")), "articles are mended");
    }

    private static Set<String> said(Voice voice, String sentence) {
        return LongStream.range(0, 300).mapToObj(seed -> voice.say(sentence, seed)).collect(Collectors.toSet());
    }

    @Test
    void aPairOfColourAndKindIsNamedByAnyOfItsWords() {
        CaptionFacts facts = CaptionFacts.of("two violet puppies in front of a white mug and people");
        assertTrue(facts.names(new Combination(Colour.PURPLE, Kind.DOG)));
        assertTrue(facts.names(new Combination(Colour.WHITE, Kind.CUP)));
        assertFalse(facts.names(new Combination(Colour.WHITE, Kind.DOG)));
        assertFalse(facts.names(new Combination(Colour.WHITE, Kind.PERSON)), "people of no colour");
    }

    /** A red dog left of two blue cups in a room. */
    private static final Scene SCENE = new Scene(Setting.ROOM, List.of(
            new Placed(Kind.DOG, Colour.RED, Size.LARGE, 10, 40, 10, 10, false),
            new Placed(Kind.CUP, Colour.BLUE, Size.MEDIUM, 40, 40, 5, 5, false),
            new Placed(Kind.CUP, Colour.BLUE, Size.MEDIUM, 50, 40, 5, 5, false)), Relation.LEFT_OF);

    private static FactScore score(String caption) {
        return FactScore.of(CaptionFacts.of(caption), SCENE);
    }

    @Test
    void theTruthIsCounted() {
        // The setting, of two things their kind, number and colour, and how they stand.
        FactScore all = score("a red dog left of two blue cups in a room");
        assertEquals(new FactScore(8, 8, 8, 8, Set.of()), all);
        assertEquals(1, all.f1());
        assertEquals(new FactScore(8, 8, 8, 8, Set.of()), score("two blue cups next to a red dog indoors"));
        // The size is right, and no scene is expected to be told by it.
        assertEquals(new FactScore(4, 4, 8, 3, Set.of()), score("a large red dog"));
        assertEquals(new FactScore(8, 5, 8, 5, Set.of(Error.COLOUR, Error.COUNT, Error.RELATION)),
                score("a green dog right of three blue cups in a room"));
        // What is said of a thing that is not there is false, the relation to it too, but one error: the noun.
        assertEquals(new FactScore(8, 3, 8, 3, Set.of(Error.NOUN, Error.SETTING)),
                score("a red dog left of a blue bird at night"));
        assertEquals(new FactScore(3, 0, 8, 0, Set.of(Error.NOUN)), score("a red bird"));
        assertEquals(0, score("a photo of something").f1());
    }

    @Test
    void whatTheGrammarWritesIsTrue() {
        MiniatureWorld world = new MiniatureWorld(1, new MiniatureWorld.Sizes(50, 2, 50, 300, 20, 5));
        for (Example example : world.examples(Style.VERBOSE, Split.TEST)) {
            FactScore score = FactScore.of(CaptionFacts.of(example.described().sentence()),
                    world.scene(example.imageId()));
            assertEquals(score.stated(), score.right(), example.described().sentence());
        }
    }
}
