package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.miniature.Reading.Sighting;
import syntic.miniature.Verdict.Share;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Mention;
import syntic.miniature.world.Relation;
import syntic.miniature.world.Setting;
import syntic.miniature.world.StatedFacts;

class VerdictTest {
    private static final Mention RED_DOG = new Mention(Kind.DOG, Colour.RED, null, 1, 1, null);
    private static final Mention BALL = new Mention(Kind.BALL, null, null, 1, 1, null);

    private static Sighting seen(Kind kind, Colour colour, double x, double y) {
        return new Sighting(kind, colour, x, y, 0.9);
    }

    private static Verdict judge(Relation relation, Sighting... objects) {
        return Verdict.of(new Reading(Setting.BEACH, List.of(objects)),
                new StatedFacts(Setting.BEACH, List.of(RED_DOG, BALL), relation));
    }

    @Test
    void everythingIsRight() {
        Verdict verdict = judge(Relation.LEFT_OF, seen(Kind.DOG, Colour.RED, 10, 30),
                seen(Kind.BALL, Colour.BLUE, 50, 34));
        assertEquals(new Share(1, 1), verdict.whole());
        assertEquals(new Share(2, 2), verdict.objects());
        assertEquals(new Share(1, 1), verdict.colours(), "only one colour is stated");
        assertEquals(new Share(1, 1), verdict.relation());
    }

    @Test
    void theWrongSideIsSeen() {
        Sighting dog = seen(Kind.DOG, Colour.RED, 50, 30);
        Sighting ball = seen(Kind.BALL, Colour.BLUE, 10, 34);
        assertEquals(new Share(0, 1), judge(Relation.LEFT_OF, dog, ball).relation());
        assertEquals(new Share(1, 1), judge(Relation.RIGHT_OF, dog, ball).relation());
        assertEquals(new Share(0, 1), judge(Relation.ABOVE, dog, ball).relation());
        assertEquals(new Share(0, 0), judge(Relation.NEXT_TO, dog, ball).relation(), "no side is stated");
    }

    @Test
    void aThingOfTheWrongKindIsStillOnItsSide() {
        Verdict verdict = judge(Relation.ABOVE, seen(Kind.CUP, Colour.RED, 30, 10),
                seen(Kind.BALL, Colour.BLUE, 30, 50));
        assertEquals(new Share(1, 2), verdict.kinds());
        assertEquals(new Share(1, 1), verdict.colours());
        assertEquals(new Share(1, 1), verdict.relation());
        assertEquals(new Share(0, 1), verdict.whole());
    }

    @Test
    void tooManyAreCounted() {
        Verdict verdict = judge(null, seen(Kind.DOG, Colour.RED, 10, 10), seen(Kind.DOG, Colour.RED, 50, 10),
                seen(Kind.BALL, Colour.BLUE, 30, 50));
        assertEquals(new Share(1, 2), verdict.counts());
        assertEquals(new Share(0, 1), verdict.whole());
    }

    @Test
    void verdictsAddUp() {
        Verdict right = judge(Relation.LEFT_OF, seen(Kind.DOG, Colour.RED, 10, 30),
                seen(Kind.BALL, Colour.RED, 50, 30));
        Verdict nothing = judge(Relation.LEFT_OF);
        Verdict sum = Verdict.sum(List.of(right, nothing));
        assertEquals(new Share(1, 2), sum.whole());
        assertEquals(new Share(2, 4), sum.kinds());
        assertEquals(new Share(2, 2), sum.setting());
        assertEquals(0.5, sum.shares().get("everything").value());
    }
}
