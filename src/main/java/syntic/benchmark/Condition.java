package syntic.benchmark;

import java.util.Locale;
import syntic.miniature.world.Corruption;
import syntic.miniature.world.Style;

/**
 * Where systems learn and where they are tested.
 *
 * @param name in tables, such as {@code plain} or {@code web to plain}
 * @param source the corpus of the training sentences
 * @param target the corpus of the photos and their references
 * @param targetSupport whether training sentences of the target are looked up at inference (TT in the papers)
 * @param share of the training sentences that is used, above 0 and up to 1
 * @param support sentences that are looked up; 0 stands for the training sentences and four more for each of them
 * @param corruption of the photos that are captioned; those that systems learn from stay as they are
 */
public record Condition(String name, Style source, Style target, boolean targetSupport, double share,
        int support, Corruption corruption) {
    public Condition {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of training sentences must be above 0 and up to 1, not "
                    + share);
        }
        if (support < 0) {
            throw new IllegalArgumentException("a support set cannot have " + support + " sentences; 0 stands for "
                    + "all");
        }
    }

    /** Training sentences and photos of one corpus. */
    static Condition within(Style style) {
        return new Condition(text(style), style, style, false, 1, 0, Corruption.NONE);
    }

    /** Training sentences of one corpus, photos of another. */
    static Condition across(Style source, Style target, boolean targetSupport) {
        return new Condition(text(source) + " to " + text(target) + (targetSupport ? " TT" : ""), source, target,
                targetSupport, 1, 0, Corruption.NONE);
    }

    Condition named(String other) {
        return new Condition(other, source, target, targetSupport, share, support, corruption);
    }

    Condition withShare(double other) {
        return new Condition(Math.round(100 * other) + " %", source, target, targetSupport, other,
                support, corruption);
    }

    /** With so many sentences to look up. */
    Condition withSupport(int sentences) {
        return new Condition(sentences + " sentences", source, target, targetSupport, share, sentences, corruption);
    }

    Condition with(Corruption other) {
        return new Condition(other.label(), source, target, targetSupport, share, support, other);
    }

    private static String text(Style style) {
        return style.name().toLowerCase(Locale.ROOT);
    }
}
