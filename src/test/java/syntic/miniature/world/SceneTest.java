package syntic.miniature.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SceneTest {

    @Test
    void relationsHoldWhereThingsAre() {
        for (int seed = 0; seed < 3000; seed++) {
            Scene scene = SceneSampler.sample(seed, SceneMix.uniform());
            if (scene.relation() == null) {
                continue;
            }
            Thing first = scene.things().get(0);
            for (Placed one : scene.objects()) {
                for (Placed other : scene.objects()) {
                    if (one.kind() == first.kind() && other.kind() != first.kind()) {
                        assertRelated(scene, one, other);
                    }
                }
            }
        }
    }

    private static void assertRelated(Scene scene, Placed one, Placed other) {
        boolean holds = switch (scene.relation()) {
            case LEFT_OF -> one.x() + one.width() / 2 <= other.x() - other.width() / 2;
            case ABOVE -> one.y() + one.height() / 2 <= other.y() - other.height() / 2;
            case IN_FRONT_OF -> one.touches(other, 0)
                    && one.y() + one.height() / 2 > other.y() + other.height() / 2
                    && one.width() * one.height() < other.width() * other.height();
            default -> false;
        };
        assertTrue(holds, scene.toString());
    }

    @Test
    void membersOfAGroupDoNotTouch() {
        for (int seed = 0; seed < 3000; seed++) {
            List<Placed> objects = SceneSampler.sample(seed, SceneMix.uniform()).objects();
            for (Placed one : objects) {
                for (Placed other : objects) {
                    assertFalse(one != other && one.kind() == other.kind() && one.touches(other, 0));
                }
            }
        }
    }

    @Test
    void theKeyKnowsTheGraphAndNotThePlaces() {
        for (int seed = 0; seed < 300; seed++) {
            Scene scene = SceneSampler.sample(seed, SceneMix.uniform());
            Scene again = SceneSampler.rearranged(scene, seed);
            assertEquals(scene.key(), again.key());
            assertEquals(scene.things(), again.things());
            assertFalse(scene.equals(again));
        }
        Placed ball = new Placed(Kind.BALL, Colour.RED, Size.SMALL, 16, 32, 20, 20, false);
        Placed cup = new Placed(Kind.CUP, Colour.BLUE, Size.SMALL, 48, 32, 20, 20, false);
        assertEquals("sea: 1 red ball left_of 1 blue cup",
                new Scene(Setting.SEA, List.of(ball, cup), Relation.LEFT_OF).key());
        assertEquals(new Scene(Setting.SEA, List.of(ball, cup), null).key(),
                new Scene(Setting.SEA, List.of(cup, ball), null).key());
        assertThrows(IllegalArgumentException.class, () -> new Scene(Setting.SEA, List.of(), null));
    }

    @Test
    void detectionScenesLeaveOutExcludedCombinations() {
        Set<Combination> excluded = new Splits(3).heldOut();
        for (int seed = 0; seed < 2000; seed++) {
            Scene scene = DetectionScenes.sample(seed, excluded);
            assertTrue(scene.objects().size() <= 4);
            scene.objects().forEach(object ->
                    assertFalse(excluded.contains(new Combination(object.colour(), object.kind()))));
        }
    }
}
