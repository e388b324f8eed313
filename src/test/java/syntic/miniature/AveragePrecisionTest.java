package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntic.miniature.AveragePrecision.Truth;
import syntic.model.detr.Box;
import syntic.model.detr.DetectedObject;

class AveragePrecisionTest {
    private static final Box LEFT = new Box(0, 0, 10, 10);
    private static final Box RIGHT = new Box(20, 0, 30, 10);

    @Test
    void perfectDetectionsHaveOne() {
        List<List<Truth>> truths = List.of(List.of(new Truth(0, LEFT)), List.of(new Truth(0, RIGHT)));
        assertEquals(1, AveragePrecision.of(List.of(List.of(at(0, 0.9f, LEFT)), List.of(at(0, 0.2f, RIGHT))), truths, 0,
                0.5));
    }

    @Test
    void aMissedObjectCapsTheRecall() {
        List<List<Truth>> truths = List.of(List.of(new Truth(0, LEFT), new Truth(0, RIGHT)));
        // Precision 1 at the recalls 0 to 0.5: 51 of 101.
        assertEquals(51 / 101.0, AveragePrecision.of(List.of(List.of(at(0, 0.9f, LEFT))), truths, 0, 0.5), 1e-12);
    }

    @Test
    void aSurerFalseAlarmCostsPrecision() {
        List<List<Truth>> truths = List.of(List.of(new Truth(0, LEFT)));
        List<List<DetectedObject>> found = List.of(List.of(at(0, 0.9f, RIGHT), at(0, 0.8f, LEFT)));
        assertEquals(0.5, AveragePrecision.of(found, truths, 0, 0.5), 1e-12);
    }

    @Test
    void anObjectIsFoundOnce() {
        List<List<Truth>> truths = List.of(List.of(new Truth(0, LEFT), new Truth(0, RIGHT)));
        List<List<DetectedObject>> twice = List.of(List.of(at(0, 0.9f, LEFT), at(0, 0.8f, LEFT), at(0, 0.7f, RIGHT)));
        assertEquals((51 + 50 * 2 / 3.0) / 101, AveragePrecision.of(twice, truths, 0, 0.5), 1e-12);
    }

    @Test
    void theOverlapDecides() {
        List<List<Truth>> truths = List.of(List.of(new Truth(0, LEFT)));
        List<List<DetectedObject>> shifted = List.of(List.of(at(0, 0.9f, new Box(2, 0, 12, 10)))); // 8 of 12
        assertEquals(1, AveragePrecision.of(shifted, truths, 0, 0.66));
        assertEquals(0, AveragePrecision.of(shifted, truths, 0, 0.67));
    }

    @Test
    void classesThatNoImageShowsDoNotCount() {
        List<List<Truth>> truths = List.of(List.of(new Truth(1, LEFT)));
        List<List<DetectedObject>> found = List.of(List.of(at(0, 0.9f, RIGHT), at(1, 0.8f, LEFT)));
        assertEquals(1, AveragePrecision.mean(found, truths, 3, 0.5));
    }

    private static DetectedObject at(int label, float score, Box box) {
        return new DetectedObject("kind " + label, label, score, box);
    }
}
