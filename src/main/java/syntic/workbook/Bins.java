package syntic.workbook;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
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
        DoubleSummaryStatistics span = histograms.stream().flatMapToDouble(one -> Arrays.stream(one.values()))
                .summaryStatistics();
        double margin = span.getMin() == span.getMax() ? 0.5 : 0;
        double low = span.getMin() - margin;
        double high = span.getMax() + margin;
        double width = Scale.roundStep((high - low) / about);
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
