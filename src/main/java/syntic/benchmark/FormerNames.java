package syntic.benchmark;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.miniature.ShippedModels;
import syntic.store.Provenance;

/**
 * Results outlive the names of the settings that made them: what was written under a former name is read under today's.
 * Who renames a setting, or divides it, adds a line to the tables; values are never changed.
 */
public final class FormerNames {
    /** @param before the whole name of a setting, or what its parts' names begin with before a dot */
    private record Renamed(String before, String now) {}

    /**
     * @param before name and value, as {@code name=value}, under the name of today
     * @param now what stands for it today: any number of names and values
     */
    private record Replaced(String before, List<String> now) {}

    /**
     * What former results did not say: of which kind a component is that may be one of several, since settings alone
     * told kinds apart, or a setting that had one value only.
     *
     * @param with a setting of results that this is about
     * @param without settings of results that this is not about
     */
    private record Unsaid(String with, Set<String> without, String name, String kind) {}

    /** In the order in which names were changed. */
    private static final List<Renamed> RENAMED = List.of(
            new Renamed("ingredients", "components"),
            new Renamed("training", "decoder.training"),
            new Renamed("longest", "decoder.longest"),
            new Renamed("miniature", "decoder.miniature"));
    private static final List<Replaced> REPLACED = List.of(
            new Replaced("decoder.miniature=true", List.of("decoder.shape.positions=48", "decoder.shape.width=128",
                    "decoder.shape.layers=4", "decoder.shape.heads=4", "decoder.shape.objectHeads=4",
                    "decoder.shape.whitened=true")),
            new Replaced("decoder.shape.whitened=true", List.of("decoder.shape.normalisation=WHITENED")),
            new Replaced("decoder.shape.whitened=false", List.of("decoder.shape.normalisation=NONE")),
            // Splits and data sets were named by constants of the miniature world.
            new Replaced("split=TEST", List.of("split=test")),
            new Replaced("split=VALIDATION", List.of("split=validation")),
            new Replaced("split=HELD_OUT", List.of("split=held_out")),
            new Replaced("condition.source=PLAIN", List.of("condition.source=plain")),
            new Replaced("condition.source=VERBOSE", List.of("condition.source=verbose")),
            new Replaced("condition.source=WEB", List.of("condition.source=web")),
            new Replaced("condition.target=PLAIN", List.of("condition.target=plain")),
            new Replaced("condition.target=VERBOSE", List.of("condition.target=verbose")));
    /** In the order in which kinds came to be said. */
    private static final List<Unsaid> UNSAID = List.of(
            new Unsaid("components.objects", Set.of(), "query", "FEATURE"),
            new Unsaid("decoder.decoding.beams", Set.of(), "decoder.decoding", "BeamSearch"),
            new Unsaid("decoder.longest", Set.of("decoder.margin"), "decoder.decoding", "GreedyDecoding"),
            new Unsaid("alignment.method", Set.of("decoder.before"), "decoder", "DecoderConfig"),
            new Unsaid("noise.scale", Set.of("decoder.mapper.layers", "imageMean"), "decoder", "DecoderConfig"),
            new Unsaid("condition.share", Set.of(), "condition.passes", "1.0"));
    /** Before results had a declared version, they named a fingerprint of the classes; their values are the first. */
    private static final String FINGERPRINT = "code";

    private FormerNames() {}

    static BenchmarkResults today(BenchmarkResults results) {
        SortedMap<String, String> inputs = new TreeMap<>(results.made().inputs());
        if (inputs.remove(FINGERPRINT) != null) {
            inputs.put(ResultsVersion.NAME, "1");
        }
        Provenance made = new Provenance(results.made().stage(), today(results.made().settings()), inputs);
        return new BenchmarkResults(ShippedModels.today(made),
                results.references(), results.units().stream().map(FormerNames::today).toList());
    }

    static BenchmarkUnit today(BenchmarkUnit unit) {
        return unit.withSettings(today(unit.settings()));
    }

    /** Settings under the names of today. */
    public static SortedMap<String, String> today(Map<String, String> settings) {
        SortedMap<String, String> now = new TreeMap<>();
        settings.forEach((name, value) -> now.put(renamed(name), value));
        for (Replaced one : REPLACED) {
            String[] before = one.before().split("=", 2);
            if (now.remove(before[0], before[1])) {
                one.now().forEach(setting -> now.putIfAbsent(setting.split("=", 2)[0], setting.split("=", 2)[1]));
            }
        }
        for (Unsaid one : UNSAID) {
            if (now.containsKey(one.with()) && Collections.disjoint(now.keySet(), one.without())) {
                now.putIfAbsent(one.name(), one.kind());
            }
        }
        return now;
    }

    private static String renamed(String name) {
        String now = name;
        for (Renamed one : RENAMED) {
            if (now.equals(one.before()) || now.startsWith(one.before() + ".")) {
                now = one.now() + now.substring(one.before().length());
            }
        }
        return now;
    }
}
