package syntic.benchmark;

import syntic.data.Corruption;

/**
 * Where systems learn and where they are tested.
 *
 * @param name in tables, such as {@code plain} or {@code web to plain}
 * @param source name of the data set of the training sentences
 * @param target name of the data set of the photos and their references
 * @param targetSupport whether training sentences of the target are looked up at inference (TT in the papers)
 * @param share of the training sentences that is used, above 0 and up to 1
 * @param support sentences that are looked up; 0 stands for all that belong to the training sentences
 * @param corruption of the photos that are captioned; those that systems learn from stay as they are
 */
public record Condition(String name, String source, String target, boolean targetSupport, double share,
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

    /** Training sentences and photos of one data set. */
    public static Condition within(String data) {
        return new Condition(data, data, data, false, 1, 0, Corruption.NONE);
    }

    /** Training sentences of one data set, photos of another. */
    public static Condition across(String source, String target, boolean targetSupport) {
        return new Condition(source + " to " + target + (targetSupport ? " TT" : ""), source, target, targetSupport, 1,
                0, Corruption.NONE);
    }

    public Condition named(String other) {
        return new Condition(other, source, target, targetSupport, share, support, corruption);
    }

    public Condition withShare(double other) {
        return new Condition(Math.round(100 * other) + " %", source, target, targetSupport, other,
                support, corruption);
    }

    /** With so many sentences to look up. */
    public Condition withSupport(int sentences) {
        return new Condition(sentences + " sentences", source, target, targetSupport, share, sentences, corruption);
    }

    public Condition with(Corruption other) {
        return new Condition(other.label(), source, target, targetSupport, share, support, other);
    }
}
