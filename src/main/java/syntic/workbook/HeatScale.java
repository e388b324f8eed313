package syntic.workbook;

import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * Colours of a heat map: white to blue where no value is negative, else vermillion over white to blue around zero.
 *
 * @param low value of the first colour
 * @param high value of the last colour
 */
record HeatScale(double low, double high, List<Color> colours) {
    private static final Color PALE = new Color(0xF4F8FB);
    private static final Color DEEP = new Color(0x08306B);

    static HeatScale of(Series.HeatMap cells) {
        DoubleSummaryStatistics span = Arrays.stream(cells.values()).flatMapToDouble(Arrays::stream)
                .summaryStatistics();
        double low = span.getMin();
        double high = span.getMax();
        if (low < 0) {
            double far = Math.max(-low, high);
            return new HeatScale(-far, far, List.of(Palette.VERMILLION, Color.WHITE, Palette.BLUE));
        }
        return new HeatScale(low, low == high ? low + 1 : high, List.of(PALE, Palette.SKY, Palette.BLUE, DEEP));
    }

    Color colour(double value) {
        double place = Math.min(Math.max((value - low) / (high - low), 0), 1) * (colours.size() - 1);
        int first = Math.min((int) place, colours.size() - 2);
        return Palette.mix(colours.get(first), colours.get(first + 1), place - first);
    }
}
