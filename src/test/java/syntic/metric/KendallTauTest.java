package syntic.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KendallTauTest {

    @Test
    void givesTheValuesOfScipysExample() {
        // Two concordant pairs, six discordant ones, one tied in the first list and one in both.
        KendallTau tau = KendallTau.of(new double[] {12, 2, 1, 12, 2}, new double[] {1, 4, 7, 1, 0});
        assertEquals(-0.47140452079103173, tau.b(), 1e-15);
        assertEquals(-0.48, tau.c(), 1e-15);
    }

    @Test
    void countsAsTheDefinitionsDo() {
        SplittableRandom random = new SplittableRandom(1);
        for (int levels : new int[] {2, 3, 5, 1000}) {
            double[] first = random.ints(60, 0, levels).asDoubleStream().toArray();
            double[] second = random.ints(60, 0, 7).mapToDouble(i -> i == 0 ? -0.0 : i).toArray();
            second[3] = 0;
            KendallTau tau = KendallTau.of(first, second);
            double difference = 0;
            double told = 0;
            double toldSecond = 0;
            for (int i = 0; i < 60; i++) {
                for (int j = 0; j < i; j++) {
                    difference += Math.signum(first[i] - first[j]) * Math.signum(second[i] - second[j]);
                    told += first[i] != first[j] ? 1 : 0;
                    toldSecond += second[i] != second[j] ? 1 : 0;
                }
            }
            int fewer = Math.min(levels, 7);
            assertEquals(difference / Math.sqrt(told * toldSecond), tau.b(), 1e-12);
            assertEquals(difference * 2 * fewer / (60 * 60 * (fewer - 1)), tau.c(), 1e-12);
        }
    }

    @Test
    void orderOfOneScoreIsNotDefined() {
        KendallTau tau = KendallTau.of(new double[] {1, 1, 1}, new double[] {1, 2, 3});
        assertEquals(Double.NaN, tau.b());
        assertEquals(Double.NaN, tau.c());
        assertThrows(IllegalArgumentException.class, () -> KendallTau.of(new double[1], new double[2]));
    }
}
