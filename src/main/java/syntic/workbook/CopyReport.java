package syntic.workbook;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import syntic.metric.CopiedWords;
import syntic.stage.SupportSet;

/** What a caption has from the sentences that are looked up, as text and as HTML with the copied words marked. */
final class CopyReport {
    private CopyReport() {
    }

    /** @param nearest null where there is none, because the caption is empty */
    static Bundle of(CopiedWords.Copies copies, SupportSet.Neighbour nearest) {
        return Bundle.text(plain(copies, nearest)).html(html(copies, nearest));
    }

    private static String plain(CopiedWords.Copies copies, SupportSet.Neighbour nearest) {
        List<String> lines = new ArrayList<>(List.of(summary(copies)));
        for (CopiedWords.Span span : copies.spans()) {
            lines.add("- «%s» %s, such as in «%s»".formatted(copies.text(span), times(span), span.example()));
        }
        if (nearest != null) {
            lines.add(nearestLine(nearest, nearest.text()));
        }
        return String.join("\n", lines);
    }

    static String html(CopiedWords.Copies copies, SupportSet.Neighbour nearest) {
        StringBuilder html = new StringBuilder("<p>").append(marked(copies)).append("</p><p>")
                .append(Html.escape(summary(copies))).append("</p>");
        if (!copies.spans().isEmpty()) {
            html.append(new TextTable("", List.of("copied words", "times", "such as in"), List.of(false, true, false),
                    copies.spans().stream().map(span -> List.of(copies.text(span), "" + span.occurrences(),
                            span.example())).toList(), 0).html());
        }
        if (nearest != null) {
            html.append("<p>").append(nearestLine(nearest, "<i>" + Html.escape(nearest.text()) + "</i>"))
                    .append("</p>");
        }
        return html.toString();
    }

    /** The caption with copied words underlined. */
    private static String marked(CopiedWords.Copies copies) {
        BitSet copied = new BitSet();
        copies.spans().forEach(span -> copied.set(span.begin(), span.end()));
        StringBuilder html = new StringBuilder();
        int length = copies.caption().length();
        for (int from = 0, to; from < length; from = to) {
            boolean marked = copied.get(from);
            int change = marked ? copied.nextClearBit(from) : copied.nextSetBit(from);
            to = change < 0 ? length : Math.min(change, length);
            String part = Html.escape(copies.caption().substring(from, to));
            html.append(marked ? "<u>" + part + "</u>" : part);
        }
        return html.toString();
    }

    private static String summary(CopiedWords.Copies copies) {
        String copied = copies.whole() ? "The whole caption stands in the sentences that are looked up, "
                + times(copies.spans().get(0)) + "."
                : copies.spans().isEmpty() ? "No " + CopiedWords.SHORTEST + " words in a row are copied."
                : "Copied word for word from the sentences that are looked up: " + copies.spans().size()
                        + (copies.spans().size() == 1 ? " sequence." : " sequences.");
        return copies.novel().isEmpty() ? copied : String.format(Locale.ROOT,
                "%s New: %.0f %% of its sequences of four words.", copied, 100 * copies.novel().getAsDouble());
    }

    private static String times(CopiedWords.Span span) {
        return span.occurrences() == 1 ? "once" : span.occurrences() + " times";
    }

    private static String nearestLine(SupportSet.Neighbour nearest, String text) {
        return String.format(Locale.ROOT, "Nearest sentence by its text feature (cosine %.3f): %s", nearest.cosine(),
                text);
    }
}
