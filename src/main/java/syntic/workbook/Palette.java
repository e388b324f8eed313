package syntic.workbook;

import java.awt.Color;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The colours of everything that is drawn, which colour-blind readers tell apart. */
public final class Palette {
    public static final Color BLUE = new Color(0x0072B2);
    public static final Color VERMILLION = new Color(0xD55E00);
    public static final Color GREEN = new Color(0x009E73);
    public static final Color PURPLE = new Color(0xCC79A7);
    public static final Color ORANGE = new Color(0xE69F00);
    public static final Color SKY = new Color(0x56B4E9);
    public static final Color BLACK = new Color(0x222222);
    public static final Color GREY = new Color(0x8A8A8A);
    /** Of what is nearly SynTIC. */
    private static final Color BROWN = new Color(0x7A3200);

    /** Frame of what is right, and of what is wrong; distinct without red and green. */
    public static final Color RIGHT = GREEN;
    public static final Color WRONG = VERMILLION;

    static final Color INK = BLACK;
    static final Color FAINT_INK = new Color(0x666666);
    static final Color GRID = new Color(0xE4E4E4);
    static final Color AXIS = new Color(0x777777);

    /** Okabe and Ito's palette, most readable on white first; their yellow is left out, it vanishes on white. */
    private static final List<Color> SERIES = List.of(BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK);

    /** What has the same colour in every figure: systems, kinds of them, sets of features and pictures, settings. */
    private static final Map<String, Color> NAMED = Map.ofEntries(Map.entry("SynTIC", VERMILLION),
            Map.entry("other text-only", BLUE), Map.entry("trained on photos", GREY), Map.entry("supervised", GREY),
            Map.entry("DeCap", BLUE), Map.entry("CapDec", SKY), Map.entry("CapDec-ball", PURPLE),
            Map.entry("CLOSE", ORANGE), Map.entry("C3", BLACK), Map.entry("CLIPRe", GREEN),
            Map.entry("+refinement+projection", BROWN), Map.entry("ReCap-Procrustes", ORANGE),
            Map.entry("no difference", BLACK),
            Map.entry("photos", BLUE), Map.entry("generated pictures", ORANGE),
            Map.entry("refined pictures", VERMILLION), Map.entry("sentences", GREEN),
            Map.entry("projected", ORANGE), Map.entry("refined and projected", VERMILLION),
            Map.entry("not projected", SKY), Map.entry("refined, not projected", PURPLE),
            Map.entry("paper's τ (MSCOCO)", BLACK), Map.entry("paper's τ (Flickr30k)", GREY),
            Map.entry("sampled", ORANGE), Map.entry("autoencoded", PURPLE), Map.entry("drawn", BLACK));

    private Palette() {
    }

    /** The colour of the {@code index}-th series; the palette begins anew after the seventh. */
    static Color series(int index) {
        return SERIES.get(Math.floorMod(index, SERIES.size()));
    }

    /** Colours of these series: their own where they have one, the others' in order, none of them one that is taken. */
    static Map<String, Color> of(Collection<String> names) {
        Map<String, Color> colours = new LinkedHashMap<>();
        names.forEach(name -> colours.put(name, NAMED.get(name)));
        List<Color> free = SERIES.stream().filter(colour -> !colours.containsValue(colour)).toList();
        int next = 0;
        for (Map.Entry<String, Color> one : colours.entrySet()) {
            if (one.getValue() == null) {
                one.setValue(free.isEmpty() ? series(next) : free.get(next % free.size()));
                next++;
            }
        }
        return colours;
    }

    static Color translucent(Color colour, double opacity) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
    }

    static Color mix(Color from, Color to, double share) {
        return new Color((int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
                (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
                (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
    }

    /** Black or white, whichever is read more easily on this background. */
    static Color inkOn(Color background) {
        double luminance = 0.299 * background.getRed() + 0.587 * background.getGreen() + 0.114 * background.getBlue();
        return luminance > 140 ? INK : Color.WHITE;
    }

    static String css(Color colour) {
        return colour.getAlpha() == 255
                ? String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF)
                : String.format(Locale.ROOT, "rgba(%d,%d,%d,%s)", colour.getRed(), colour.getGreen(), colour.getBlue(),
                        Math.round(colour.getAlpha() / 2.55) / 100.0);
    }
}
