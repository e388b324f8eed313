package syntic.miniature.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import syntic.nn.Torch;

class DetrLossTest {

    @Test
    void matchesTheCheapestOfAllAssignments() {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            int rows = random.nextInt(5);
            int columns = rows + random.nextInt(3);
            double[][] cost = new double[rows][columns];
            for (double[] row : cost) {
                for (int j = 0; j < columns; j++) {
                    row[j] = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextGaussian() * 5;
                }
            }
            int[] assigned = HungarianMatcher.assign(cost);
            double total = 0;
            boolean[] taken = new boolean[columns];
            for (int row = 0; row < rows; row++) {
                assertEquals(false, taken[assigned[row]], "each row has a column of its own");
                taken[assigned[row]] = true;
                total += cost[row][assigned[row]];
            }
            assertEquals(cheapest(cost, 0, new boolean[columns]), total, 1e-9);
        }
    }

    private static double cheapest(double[][] cost, int row, boolean[] taken) {
        if (row == cost.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int column = 0; column < taken.length; column++) {
            if (!taken[column]) {
                taken[column] = true;
                best = Math.min(best, cost[row][column] + cheapest(cost, row + 1, taken));
                taken[column] = false;
            }
        }
        return best;
    }

    @Test
    void boxesPayTheirDistanceAndTheirLackOfOverlap() {
        Target target = new Target(0, 0.5, 0.5, 0.2, 0.4);
        // Beside it, touching: no overlap, and a hull of twice the union's share.
        assertEquals(5 * 0.2 - 2 * 0 - 0.3, target.cost(0.3, 0.7, 0.5, 0.2, 0.4), 1e-9);
        // Half the width, inside: intersection over union 0.5, hull as large as the union.
        assertEquals(5 * 0.1 - 2 * 0.5, target.cost(0, 0.5, 0.5, 0.1, 0.4), 1e-9);
        // As far apart as the boxes are wide: the hull is three boxes, one of them empty.
        assertEquals(5 * 0.4 + 2 / 3.0, target.cost(0, 0.9, 0.5, 0.2, 0.4), 1e-9);
    }

    @Test
    void theLossOfBoxesIsWhatMatchingCounts() {
        Random random = new Random(5);
        try (NDManager manager = Torch.newManager()) {
            float[] boxes = new float[6 * 4];
            for (int i = 0; i < boxes.length; i++) {
                boxes[i] = 0.1f + 0.8f * random.nextFloat();
            }
            BoxLoss loss = new BoxLoss();
            double expected = 0;
            for (int row : new int[] {4, 0, 3}) {
                Target target = new Target(1, random.nextDouble(), random.nextDouble(), 0.1 + random.nextDouble(), 0.3);
                loss.add(row, target);
                int at = row * 4;
                expected += (target.cost(0, boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]) + DetrLoss.OVERLAP)
                        / 3;
            }
            assertEquals(expected, loss.of(manager, manager.create(boxes, new Shape(6, 4))).getFloat(), 1e-5);
        }
    }

    @Test
    void perfectAnswersCostNothing() {
        try (NDManager manager = Torch.newManager()) {
            Target first = new Target(1, 0.3, 0.3, 0.2, 0.2);
            Target second = new Target(0, 0.7, 0.6, 0.3, 0.2);
            float[] boxes = new float[2 * 3 * 4];
            Arrays.fill(boxes, 0.5f);
            float[] logits = new float[2 * 3 * 3];
            // Image 0: query 2 answers for the first; image 1: queries 1 and 0 for both.
            answer(first, 2, boxes, logits);
            answer(second, 3, boxes, logits);
            answer(first, 4, boxes, logits);
            for (int row : new int[] {0, 1, 5}) {
                logits[row * 3 + 2] = 100;
            }
            NDArray loss = DetrLoss.of(manager, manager.create(logits, new Shape(2, 3, 3)),
                    manager.create(boxes, new Shape(2, 3, 4)), List.of(List.of(first), List.of(first, second)), 1);
            assertEquals(0, loss.getFloat(), 1e-4);
        }
    }

    private static void answer(Target target, int row, float[] boxes, float[] logits) {
        target.write(boxes, row * 4);
        logits[row * 3 + target.kind()] = 100;
    }
}
