package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FeatureGeometryTest {
    private static final float[][] A = {{1, 0}, {0, 1}, {1, 1}};
    private static final float[][] B = {{2, 0}, {1, 0}, {0, 3}};

    @Test
    void cosinesAndGap() {
        assertArrayEquals(new double[] {1, 0, Math.sqrt(0.5)}, FeatureGeometry.pairCosines(A, B), 1e-7);
        assertEquals(Math.hypot(1.0 / 3, 1.0 / 3), FeatureGeometry.gap(A, B), 1e-7);
    }

    @Test
    void recallCountsTiesAgainstTheQuery() {
        float[][] queries = {{1, 0}, {0, 1}, {1, 2}};
        // Query 0 ties with key 1; query 1 finds key 2 first and ties with key 0; query 2 finds its own.
        assertEquals(1.0 / 3, FeatureGeometry.recallAt(1, queries, B), 1e-12);
        assertEquals(2.0 / 3, FeatureGeometry.recallAt(2, queries, B), 1e-12);
        assertEquals(1, FeatureGeometry.recallAt(3, queries, B));
    }

    @Test
    void principalPlaneFindsTheLongAxes() {
        float[][] rows = {{10, 0, 1}, {-10, 0, 1}, {0, 3, 1}, {0, -3, 1}};
        FeatureGeometry.Plane plane = FeatureGeometry.principalPlane(rows);
        assertEquals(10, Math.abs(plane.coordinates(rows[0])[0]), 1e-6);
        assertEquals(3, Math.abs(plane.coordinates(rows[2])[1]), 1e-6);
    }

    @Test
    void unequalSetsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> FeatureGeometry.gap(A, new float[][] {{1}}));
        assertThrows(IllegalArgumentException.class, () -> FeatureGeometry.pairCosines(A, new float[0][]));
        assertThrows(IllegalArgumentException.class, () -> FeatureGeometry.centroid(new float[0][]));
    }

    @Test
    void pairsAreComparedWithAllOthers() {
        PairGeometry seen = PairGeometry.of(A, B);
        double others = 0;
        double images = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                others += i == j ? 0 : FeatureGeometry.cosine(A[i], B[j]) / 6;
                images += i == j ? 0 : FeatureGeometry.cosine(A[i], A[j]) / 6;
            }
        }
        assertEquals(others, seen.unpaired(), 1e-7);
        assertEquals(images, seen.amongImages(), 1e-7);
        assertEquals(FeatureGeometry.recallAt(1, A, B), seen.imageToText().get(1));
        assertEquals(FeatureGeometry.recallAt(1, B, A), seen.textToImage().get(1));
    }
}
