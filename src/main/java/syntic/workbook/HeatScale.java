package syntic.workbook;

import java.awt.Color;
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
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] row : cells.values()) {
            for (double value : row) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low < 0) {
            double far = Math.max(-low, high);
            return new HeatScale(-far, far, List.of(Style.VERMILLION, Color.WHITE, Style.BLUE));
        }
        return new HeatScale(low, low == high ? low + 1 : high, List.of(PALE, Style.SKY, Style.BLUE, DEEP));
    }

    Color colour(double value) {
        double place = Math.min(Math.max((value - low) / (high - low), 0), 1) * (colours.size() - 1);
        int first = Math.min((int) place, colours.size() - 2);
        return Style.mix(colours.get(first), colours.get(first + 1), place - first);
    }
}
