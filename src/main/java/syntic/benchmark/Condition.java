package syntic.benchmark;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.data.Corruption;
import syntic.store.Provenance;

/**
 * Where systems learn and where they are tested.
 *
 * @param name in tables, such as {@code plain} or {@code web to plain}
 * @param source name of the data set of the training sentences
 * @param target name of the data set of the photos and their references
 * @param targetSupport whether training sentences of the target are looked up at inference (TT in the papers)
 * @param share of the training sentences that is used, above 0 and up to 1
 * @param support sentences that are looked up; 0 stands for all that belong to the training sentences
 * @param passes over the training sentences, as a multiple of what each system has in its settings
 * @param corruption of the photos that are captioned; those that systems learn from stay as they are
 */
public record Condition(String name, String source, String target, boolean targetSupport, double share,
        int support, double passes, Corruption corruption) {
    /** What the names of its settings begin with, where they stand among those of a system. */
    static final String SETTINGS = "condition.";

    public Condition {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of training sentences must be above 0 and up to 1, not "
                    + share);
        }
        if (support < 0) {
            throw new IllegalArgumentException("a support set cannot have " + support + " sentences; 0 stands for "
                    + "all");
        }
        if (!(passes > 0) || Double.isInfinite(passes)) {
            throw new IllegalArgumentException("a condition cannot have " + passes + " times the passes");
        }
    }

    /** Training sentences and photos of one data set. */
    public static Condition within(String data) {
        return new Condition(data, data, data, false, 1, 0, 1, Corruption.NONE);
    }

    /** Training sentences of one data set, photos of another. */
    public static Condition across(String source, String target, boolean targetSupport) {
        return new Condition(source + " to " + target + (targetSupport ? " TT" : ""), source, target, targetSupport, 1,
                0, 1, Corruption.NONE);
    }

    /** As results hold it beside the settings of a system. */
    SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        Provenance.of("condition", this, Map.of()).settings()
                .forEach((name, value) -> settings.put(SETTINGS + name, value));
        return settings;
    }

    /** What {@link #settings} gives, read again; others are passed over. */
    static Condition of(Map<String, String> settings) {
        return new Condition(settings.get(SETTINGS + "name"), settings.get(SETTINGS + "source"),
                settings.get(SETTINGS + "target"), Boolean.parseBoolean(settings.get(SETTINGS + "targetSupport")),
                Double.parseDouble(settings.get(SETTINGS + "share")),
                Integer.parseInt(settings.get(SETTINGS + "support")),
                Double.parseDouble(settings.get(SETTINGS + "passes")),
                new Corruption(Corruption.Kind.valueOf(settings.get(SETTINGS + "corruption.kind")),
                        Double.parseDouble(settings.get(SETTINGS + "corruption.strength"))));
    }

    public Condition named(String other) {
        return new Condition(other, source, target, targetSupport, share, support, passes, corruption);
    }

    public Condition withShare(double other) {
        return new Condition(Math.round(100 * other) + " %", source, target, targetSupport, other,
                support, passes, corruption);
    }

    /** With another number of passes over the training sentences, as a multiple of the usual one. */
    public Condition withPasses(double other) {
        return new Condition(name, source, target, targetSupport, share, support, other, corruption);
    }

    /** With so many sentences to look up. */
    public Condition withSupport(int sentences) {
        return new Condition(sentences + " sentences", source, target, targetSupport, share, sentences, passes,
                corruption);
    }

    public Condition with(Corruption other) {
        return new Condition(other.label(), source, target, targetSupport, share, support, passes, other);
    }
}
