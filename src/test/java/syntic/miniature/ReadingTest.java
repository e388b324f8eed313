package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import syntic.miniature.world.Colour;
import syntic.miniature.world.Kind;
import syntic.miniature.world.Setting;

class ReadingTest {
    private static final int SIDE = JudgeNetwork.SIDE;

    private final float[][] kinds = new float[SIDE * SIDE][JudgeNetwork.NOTHING + 1];
    private final float[][] colours = new float[SIDE * SIDE][Colour.values().length];

    @BeforeEach
    void nothing() {
        for (float[] cell : kinds) {
            cell[JudgeNetwork.NOTHING] = 1;
        }
    }

    private void see(Kind kind, Colour colour, float confidence, int... cells) {
        for (int cell : cells) {
            kinds[cell][JudgeNetwork.NOTHING] = 0;
            kinds[cell][kind.ordinal()] = confidence;
            colours[cell][colour.ordinal()] = 1;
        }
    }

    private List<Kind> seen() {
        return Reading.of(Setting.SEA, kinds, colours).objects().stream().map(Reading.Sighting::kind).toList();
    }

    @Test
    void neighbouringCellsAreOneObject() {
        see(Kind.FISH, Colour.GREEN, 0.8f, 0, 1, SIDE, SIDE * SIDE - 1);
        Reading reading = Reading.of(Setting.SEA, kinds, colours);
        assertEquals(2, reading.objects().size());
        assertEquals(62, reading.objects().get(1).x(), 1e-6);
        assertEquals(Colour.GREEN, reading.objects().get(0).colour());
        assertEquals(0.8, reading.objects().get(0).confidence(), 1e-6);
    }

    @Test
    void theRimOfAnObjectIsNoObject() {
        see(Kind.DOG, Colour.RED, 0.9f, 0, 1, SIDE, SIDE + 1);
        see(Kind.BIRD, Colour.RED, 0.5f, 2, SIDE + 2);
        assertEquals(List.of(Kind.DOG), seen());
    }

    @Test
    void whatHasItsOwnColourOrPlaceOrIsSureIsAnObject() {
        see(Kind.DOG, Colour.RED, 0.8f, 0, 1, SIDE, SIDE + 1);
        see(Kind.BIRD, Colour.BLUE, 0.5f, 2, SIDE + 2);
        see(Kind.CUP, Colour.RED, 0.5f, 10);
        see(Kind.BALL, Colour.RED, 0.9f, 2 * SIDE);
        assertEquals(List.of(Kind.DOG, Kind.BIRD, Kind.CUP, Kind.BALL), seen());
    }
}
