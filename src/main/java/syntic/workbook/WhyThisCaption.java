package syntic.workbook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import syntic.method.syntic.Syntic;
import syntic.model.RgbImage;
import syntic.model.detr.DetectedObject;
import syntic.stage.Projection;

/**
 * The panel that answers «why this caption?»: the photo with its objects and the attention to their names, the
 * sentences that the photo was projected from, and what the caption has word for word from them all.
 */
public final class WhyThisCaption {
    private static final int LONGEST = 60;

    private WhyThisCaption() {}

    /** Shows the panel. */
    public static void show(Syntic.Why why) {
        Notebook.markdown("**" + why.caption() + "**");
        Notebook.show(attentionText(why), attention(why));
        sentences(why).show();
        Notebook.display(CopyReport.of(why.copies(), why.nearest()));
    }

    /**
     * The panel as a page; its figures are pictures, so that a page for each of many photos is small.
     *
     * @param title such as the photo's name
     * @param note shown under the caption; may be empty
     */
    public static HtmlPage page(String title, Syntic.Why why, String note) {
        return new HtmlPage(title).add("<p><b>" + Html.escape(why.caption()) + "</b></p>").paragraph(note)
                .picture(attention(why), attentionText(why), Canvas.PIXEL_RATIO)
                .picture(sentences(why).picture(), sentences(why).text(), Canvas.PIXEL_RATIO)
                .add(CopyReport.html(why.copies(), why.nearest()));
    }

    private static BufferedImage attention(Syntic.Why why) {
        List<DetectedObject> named = surestOfEachName(why);
        double[] attention = named.stream().mapToDouble(found -> why.attention().getOrDefault(found.label(), 0.0))
                .toArray();
        return Drawing.attention(why.photo().toBufferedImage(), boxes(why.photo(), named), attention);
    }

    private static String attentionText(Syntic.Why why) {
        return surestOfEachName(why).stream().map(found -> String.format(Locale.ROOT,
                "%s (detected %.0f %%, attention %.0f %%)", found.label(), 100 * found.score(),
                100 * why.attention().getOrDefault(found.label(), 0.0))).collect(Collectors.collectingAndThen(
                Collectors.joining(", "), all -> "The photo, and what is detected on it: "
                + (all.isEmpty() ? "no object" : all)));
    }

    private static Figure sentences(Syntic.Why why) {
        List<String> sentences = new ArrayList<>();
        List<Double> percent = new ArrayList<>();
        for (Projection.Weighted share : why.support().nearest()) {
            sentences.add(shortened(share.text()));
            percent.add(100 * share.weight());
        }
        return Figure.of("Sentences the photo is projected from", "sentence", "weight (percent)")
                .bars("weight", sentences, Figure.numbers(percent)).across()
                .size(860, 120 + 26 * sentences.size())
                .caption(String.format(Locale.ROOT, "The weights are spread over %.1f sentences.",
                        why.support().effectiveNumber()));
    }

    /** Objects as boxes to draw. */
    public static List<Drawing.Box> boxes(RgbImage image, List<DetectedObject> objects) {
        return objects.stream().map(found -> new Drawing.Box(
                within(found.box().x0() / image.width()), within(found.box().y0() / image.height()),
                within(found.box().x1() / image.width()), within(found.box().y1() / image.height()),
                found.label(), found.score())).toList();
    }

    /** The attention is to names: of several objects of one name the surest stands for all. */
    private static List<DetectedObject> surestOfEachName(Syntic.Why why) {
        Set<String> seen = new LinkedHashSet<>();
        return why.objects().stream().filter(found -> seen.add(found.label())).toList();
    }

    private static double within(double share) {
        return Math.max(0, Math.min(1, share));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
