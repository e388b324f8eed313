package syntic.miniature.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;

class MiniatureWorldTest {
    private final MiniatureWorld world = MiniatureWorld.standard(1);

    @Test
    void theStandardCorporaHaveTheirSizes() {
        assertEquals(4000, world.corpus(Style.PLAIN, Split.TRAIN).size());
        assertEquals(2000, world.corpus(Style.VERBOSE, Split.TRAIN).size());
        assertEquals(4000, world.corpus(Style.WEB, Split.TRAIN).size());
        assertEquals(200, world.imageIds(Style.PLAIN, Split.VALIDATION).size());
        assertEquals(500 * 5, world.corpus(Style.PLAIN, Split.TEST).size());
        assertEquals(250 * 5, world.corpus(Style.VERBOSE, Split.TEST).size());
        assertThrows(IllegalArgumentException.class, () -> world.corpus(Style.WEB, Split.TEST));
    }

    @Test
    void noSceneGraphIsInTwoSplitsOfAnyCorpus() {
        Map<String, Split> home = new HashMap<>();
        for (Style style : List.of(Style.PLAIN, Style.VERBOSE, Style.WEB)) {
            for (Split split : Split.values()) {
                if (style == Style.WEB && split != Split.TRAIN) {
                    continue;
                }
                for (String imageId : world.imageIds(style, split)) {
                    Split before = home.putIfAbsent(world.scene(imageId).key(), split);
                    assertTrue(before == null || before == split, world.scene(imageId).key());
                }
            }
        }
    }

    @Test
    void furtherSentencesAreNewOnesOfTheSameKind() {
        for (Style style : Style.values()) {
            List<Caption> further = world.further(style, 300).captions();
            assertEquals(further.subList(0, 20), world.further(style, 20).captions());
            Set<String> ids = new HashSet<>();
            world.corpus(style, Split.TRAIN).captions().forEach(caption -> ids.add(caption.id()));
            further.forEach(caption -> assertTrue(ids.add(caption.id()), caption.id()));
            Set<String> known = new HashSet<>();
            world.corpus(style, Split.TRAIN).captions().forEach(caption -> known.addAll(words(caption)));
            further.forEach(caption -> assertTrue(style == Style.WEB || known.containsAll(words(caption)),
                    caption.text()));
            for (Combination combination : world.splits().heldOut()) {
                String phrase = combination.colour().label() + " " + combination.kind().label() + " ";
                further.forEach(caption -> assertFalse((caption.text() + " ").contains(phrase), caption.text()));
            }
        }
    }

    private static List<String> words(Caption caption) {
        return List.of(caption.text().split(" "));
    }

    @Test
    void photosToBeToldApartAreOfDifferentScenes() {
        for (Style style : List.of(Style.PLAIN, Style.VERBOSE)) {
            Set<String> keys = new HashSet<>();
            world.imageIds(style, Split.TEST).forEach(id -> assertTrue(keys.add(world.scene(id).key())));
        }
    }

    @Test
    void heldOutCombinationsAreOnlyInTheirOwnSplit() {
        Set<Combination> heldOut = world.splits().heldOut();
        assertEquals(8, heldOut.size());
        assertEquals(8, heldOut.stream().map(Combination::kind).distinct().count());
        for (Style style : Style.values()) {
            world.imageIds(style, Split.TRAIN).forEach(id -> assertFalse(shows(world.scene(id), heldOut)));
        }
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            world.imageIds(Style.PLAIN, split).forEach(id -> assertFalse(shows(world.scene(id), heldOut)));
        }
        world.imageIds(Style.PLAIN, Split.HELD_OUT).forEach(id -> assertTrue(shows(world.scene(id), heldOut)));
        for (int seed = 0; seed < 500; seed++) {
            Scene drawn = world.splits().sample(seed, SceneMix.uniform(), Split.TRAIN);
            assertEquals(Split.TRAIN, world.splits().of(drawn));
        }
    }

    private static boolean shows(Scene scene, Set<Combination> combinations) {
        return scene.objects().stream()
                .anyMatch(object -> combinations.contains(new Combination(object.colour(), object.kind())));
    }

    @Test
    void aWorldIsAFunctionOfItsSeed() {
        MiniatureWorld again = MiniatureWorld.standard(1);
        MiniatureWorld other = MiniatureWorld.standard(2);
        Corpus captions = world.corpus(Style.PLAIN, Split.TEST);
        assertEquals(captions, again.corpus(Style.PLAIN, Split.TEST));
        assertFalse(captions.equals(other.corpus(Style.PLAIN, Split.TEST)));
        String imageId = captions.captions().get(7).imageId();
        assertArrayEquals(world.photo(imageId), again.photo(imageId));
        assertArrayEquals(world.illustration(imageId), again.illustration(imageId));
    }

    /** Shipped models and features belong to exactly these sentences. */
    @Test
    void sentencesAreTheOnesTheShippedModelsKnow() {
        CRC32 sum = new CRC32();
        for (Style style : Style.values()) {
            world.corpus(style, Split.TRAIN).captions()
                    .forEach(caption -> sum.update((caption.id() + caption.text()).getBytes(StandardCharsets.UTF_8)));
        }
        world.corpus(Style.PLAIN, Split.TEST).captions().forEach(caption ->
                sum.update(caption.text().getBytes(StandardCharsets.UTF_8)));
        assertEquals("2941f890", Long.toHexString(sum.getValue()));
    }

    @Test
    void everySentenceFitsItsPhotoAndEveryPhotoHasDistinctReferences() {
        for (Style style : List.of(Style.PLAIN, Style.VERBOSE)) {
            Map<String, Set<String>> references = new HashMap<>();
            for (Example example : world.examples(style, Split.TEST)) {
                assertTrue(example.described().facts().fits(world.scene(example.imageId())));
                assertTrue(references.computeIfAbsent(example.imageId(), id -> new HashSet<>())
                        .add(example.described().sentence()));
            }
            references.values().forEach(sentences -> assertEquals(5, sentences.size()));
        }
    }

    /** The paper's corpora leave little doubt which photo a full sentence is about; so must these. */
    @Test
    void mostSentencesFitFewPhotos() {
        List<Scene> scenes = world.imageIds(Style.PLAIN, Split.TEST).stream().limit(256).map(world::scene).toList();
        double ceiling = world.examples(Style.PLAIN, Split.TEST).stream().limit(256 * 5)
                .mapToDouble(each -> 1.0 / scenes.stream().filter(each.described().facts()::fits).count())
                .average().orElseThrow();
        assertTrue(ceiling > 0.85, "retrieval among 256 photos cannot be better than " + ceiling);
    }

    @Test
    void anUnknownPhotoIsNamed() {
        var error = assertThrows(IllegalArgumentException.class, () -> world.photo("plain-test-99999"));
        assertTrue(error.getMessage().contains("plain-test-99999"));
    }
}
