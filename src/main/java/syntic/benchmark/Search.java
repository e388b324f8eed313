package syntic.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import syntic.benchmark.Protocol.Trial;
import syntic.method.CaptionSystem;
import syntic.stage.Normalisation;
import syntic.store.ChangedSettings;

/**
 * The protocol that settings are chosen with: of every system the setting that its paper names, in six values of which
 * one is the paper's, each with every normalisation of what is read, on validation photos. Where no decoder reads a
 * feature (ZeroCap, MAGIC) a second setting of the paper takes the place of the normalisations; in ReCap it is what is
 * done to features before the map. What has no setting of its own (ClipCap, the upper bound) is tried with every
 * normalisation; CLIPRe has nothing to choose; variants of a system take what was chosen for it. {@link Choices}
 * applies the rule.
 */
final class Search {
    static final String NAME = "tuning";
    /** Values of the setting that a system's paper names. */
    static final int VALUES = 6;

    private static final String NORMALISATION = "decoder.shape.normalisation";
    private static final Setting INPUT = new Setting(NORMALISATION, "input", Arrays.stream(Normalisation.values())
            .map(Enum::name).toList());
    private static final List<Setting> STANDARDIZED = List.of(setting("alignment.centre", "centre", "true", "false"),
            setting("alignment.scale", "scale", "true", "false"));
    private static final double[] TEMPERATURES = {1 / 400.0, 1 / 200.0, 1 / 50.0, 1 / 20.0, 1 / 10.0};
    private static final double[] DEVIATIONS = {0.01, 0.02, 0.04, 0.08, 0.32};
    /** The ball's radius is the length of its noise, which for a deviation is the root of 128 times as much. */
    private static final double[] RADII = {0.2, 0.4, 0.8, 1.6, 3.2};

    private static final List<Space> SPACES = List.of(
            space(Systems.SYNTIC, paper(Systems.SYNTIC, "projection.temperature", "tau", TEMPERATURES), INPUT),
            space("DeCap", paper("DeCap", "projection.temperature", "tau", TEMPERATURES), INPUT),
            space("CapDec", paper("CapDec", "noise.scale", "sigma", DEVIATIONS), INPUT),
            space("CapDec-ball", paper("CapDec-ball", "noise.scale", "radius", RADII), INPUT),
            space("CLOSE", paper("CLOSE", "noise.scale", "sigma", DEVIATIONS), INPUT),
            space("C3", paper("C3", "noise.scale", "sigma", DEVIATIONS), INPUT),
            space("ZeroCap", paper("ZeroCap", "steering.fluency", "lambda", 0.05, 0.1, 0.4, 0.8, 1.6),
                    paper("ZeroCap", "steering.stepSize", "alpha", 0.1, 0.6, 1)),
            space("MAGIC", paper("MAGIC", "search.beta", "beta", 0.5, 1, 4, 8, 16),
                    paper("MAGIC", "search.alpha", "alpha", 0, 0.3, 0.6)),
            space("ReCap-Procrustes", setting("retrieved", "k", "1", "2", "3", "4", "5", "6"),
                    STANDARDIZED.get(0), STANDARDIZED.get(1)),
            space("ReCap-ridge", paper("ReCap-ridge", "alignment.ridge", "ridge", 0.01, 0.1, 10, 100, 1000),
                    STANDARDIZED.get(0), STANDARDIZED.get(1)),
            space("ClipCap", INPUT),
            space(Systems.SUPERVISED, INPUT));

    /** @param label in the names of conditions */
    record Setting(String name, String label, List<String> values) {}

    /** All that is tried of a system: every value of each setting with every value of the others. */
    record Space(String system, List<Setting> settings) {
        /** How many settings of a try are not those of the paper; what a paper does not have is none in its try. */
        long fromPaper(Map<String, String> tried) {
            Map<String, String> paper = paper();
            return settings.stream().filter(setting -> !paper.get(setting.name()).equals(tried.get(setting.name())))
                    .count();
        }

        /** The values of the paper or its code, by setting. No paper normalises. */
        Map<String, String> paper() {
            Map<String, String> at = Systems.PAPER.named(system).settings();
            return settings.stream().collect(Collectors.toMap(Setting::name,
                    setting -> at.getOrDefault(setting.name(), Normalisation.NONE.name())));
        }

        List<Map<String, String>> tries() {
            List<Map<String, String>> tries = List.of(Map.of());
            for (Setting setting : settings) {
                tries = tries.stream().flatMap(one -> setting.values().stream().map(value -> {
                    Map<String, String> more = new LinkedHashMap<>(one);
                    more.put(setting.name(), value);
                    return more;
                })).toList();
            }
            return tries;
        }

        private String name(Map<String, String> tried) {
            return settings.stream().map(setting -> setting.label() + " = "
                    + tried.get(setting.name()).toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        }

        /** At full size systems that begin with a language model do not normalise. */
        private Space servedBy(CaptionSystem one) {
            return new Space(system, settings.stream().filter(setting -> one.settings().containsKey(setting.name()))
                    .toList());
        }
    }

    private Search() {}

    private static Space space(String system, Setting... settings) {
        return new Space(system, List.of(settings));
    }

    private static Setting setting(String name, String label, String... values) {
        return new Setting(name, label, List.of(values));
    }

    /** The paper's value and others, in their order. */
    private static Setting paper(String system, String name, String label, double... others) {
        double paper = ChangedSettings.number(Systems.PAPER.named(system).settings().get(name));
        return new Setting(name, label, DoubleStream.concat(DoubleStream.of(paper), Arrays.stream(others)).sorted()
                .mapToObj(Double::toString).toList());
    }

    /** What is tried of a system; nothing where there is nothing to choose. */
    static Optional<Space> space(String system) {
        return SPACES.stream().filter(space -> space.system().equals(system)).findFirst();
    }

    /** Of the ball, the paper's among them. */
    static List<Double> radii() {
        return space("CapDec-ball").orElseThrow().settings().get(0).values().stream().map(Double::valueOf).toList();
    }

    static List<Trial> trials(Systems systems, Condition where) {
        List<Trial> trials = new ArrayList<>();
        SPACES.stream().flatMap(space -> trials(systems.named(space.system()), space, where)).forEach(trials::add);
        return trials;
    }

    private static Stream<Trial> trials(CaptionSystem system, Space all, Condition where) {
        Space space = all.servedBy(system);
        return space.settings().isEmpty() ? Stream.of() : space.tries().stream()
                .map(tried -> new Trial(where.named(space.name(tried)), system.with(tried)));
    }
}
