package syntic.workbook;

import java.util.List;

/**
 * Equal bins over all values of a figure's histograms.
 *
 * @param start lower end of the first bin
 * @param width of each bin
 */
record Bins(double start, double width, int count) {
    /** Bins of a round width over the values of all series, about as many as asked for. */
    static Bins over(List<Series.Histogram> histograms, int about) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series.Histogram histogram : histograms) {
            for (double value : histogram.values()) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        double rough = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double width = 10 * power;
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= rough * (1 - 1e-9)) {
                width = factor * power;
                break;
            }
        }
        double start = Math.floor(low / width) * width;
        return new Bins(start, width, (int) Math.floor((high - start) / width) + 1);
    }

    /** How many values fall into each bin, or which share of them. */
    double[] fill(double[] values, boolean shares) {
        double[] filled = new double[count];
        for (double value : values) {
            int bin = Math.min(Math.max((int) Math.floor((value - start) / width), 0), count - 1);
            filled[bin] += shares ? 1.0 / values.length : 1;
        }
        return filled;
    }

    double[] centres() {
        double[] centres = new double[count];
        for (int i = 0; i < count; i++) {
            centres[i] = start + (i + 0.5) * width;
        }
        return centres;
    }
}
