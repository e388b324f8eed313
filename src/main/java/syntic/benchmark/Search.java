package syntic.benchmark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import syntic.benchmark.Protocol.Trial;
import syntic.method.CaptionSystem;
import syntic.method.Chosen;
import syntic.stage.Normalisation;
import syntic.store.ChangedSettings;

/**
 * The protocol that settings are chosen with, in two stages and with as many tries for every system, on validation
 * photos. First every normalisation of what is read, at the paper's value of the setting that the system's paper names;
 * then five other values of that setting, with the normalisation that the rule of {@link Choices} gives of the first
 * stage. Where no decoder reads a feature (ZeroCap, MAGIC) a second setting of the paper takes the place of the
 * normalisations; in ReCap it is what is done to features before the map. What has no setting of its own (ClipCap, the
 * upper bound) has the first stage alone; CLIPRe has nothing to choose; variants of a system take what was chosen for
 * it. Whatever a search may have chosen before stands at the paper's value, so its outcome does not change the tries.
 */
final class Search {
    static final String NAME = "tuning";

    /** Of values in names of conditions. */
    private static final int DIGITS = 3;
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
            new Space("ClipCap", Optional.empty(), List.of(INPUT)),
            new Space(Systems.SUPERVISED, Optional.empty(), List.of(INPUT)));

    /** @param label in the names of conditions */
    record Setting(String name, String label, List<String> values) {
        private String with(String value) {
            return label + " = " + (value.contains(".") ? Double.toString(new BigDecimal(value)
                    .round(new MathContext(DIGITS)).doubleValue()) : value.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * All that is tried of a system. The values of a try stand by the names of the settings.
     *
     * @param own the setting that its paper names, if there is one
     * @param inputs that are tried first, each value with every value of the others
     */
    record Space(String system, Optional<Setting> own, List<Setting> inputs) {
        List<Setting> settings() {
            return Stream.concat(own.stream(), inputs.stream()).toList();
        }

        /** How many settings of a try are not those of the paper; what a paper does not have is none in its try. */
        long fromPaper(Map<String, String> tried) {
            Map<String, String> paper = paper();
            return settings().stream().filter(setting -> !paper.get(setting.name()).equals(tried.get(setting.name())))
                    .count();
        }

        /** The values of the paper or its code. No paper normalises. */
        Map<String, String> paper() {
            Map<String, String> at = Systems.PAPER.named(system).settings();
            return settings().stream().collect(Collectors.toMap(Setting::name,
                    setting -> at.getOrDefault(setting.name(), Normalisation.NONE.name())));
        }

        /** The tries of the first stage: every input, at the paper's value of the own setting. */
        List<Map<String, String>> first() {
            List<Map<String, String>> tries = List.of(paper());
            for (Setting input : inputs) {
                tries = tries.stream().flatMap(one -> input.values().stream().map(value -> with(one, input, value)))
                        .toList();
            }
            return tries;
        }

        /** The tries of the second stage: the other values of the own setting. @param inputs a try of the first */
        List<Map<String, String>> second(Map<String, String> inputs) {
            return own.stream().flatMap(setting -> setting.values().stream()
                    .filter(value -> !value.equals(paper().get(setting.name())))
                    .map(value -> with(inputs, setting, value))).toList();
        }

        /** The number of tries in both stages. */
        int size() {
            return first().size() + second(paper()).size();
        }

        /** @param settings of a system, or more */
        boolean isTry(Map<String, String> tried, Map<String, String> settings) {
            return settings().stream().allMatch(setting -> tried.get(setting.name())
                    .equals(settings.get(setting.name())));
        }

        /** What rows of a table have of the settings. */
        Map<String, String> tried(Map<String, String> settings) {
            Map<String, String> tried = new LinkedHashMap<>();
            settings().forEach(setting -> tried.put(setting.name(), settings.get(setting.name())));
            return tried;
        }

        private static Map<String, String> with(Map<String, String> one, Setting setting, String value) {
            Map<String, String> more = new LinkedHashMap<>(one);
            more.put(setting.name(), value);
            return more;
        }

        private String name(Map<String, String> tried) {
            return settings().stream().map(setting -> setting.with(tried.get(setting.name())))
                    .collect(Collectors.joining(", "));
        }

        /** Before the first stage has its results. */
        private String nameBefore(Map<String, String> tried) {
            return own.orElseThrow().with(tried.get(own.get().name())) + ", else as chosen";
        }

        /** At full size systems that begin with a language model do not normalise. @param settings of a system */
        Space servedBy(Map<String, String> settings) {
            Predicate<Setting> has = setting -> settings.containsKey(setting.name());
            return new Space(system, own.filter(has), inputs.stream().filter(has).toList());
        }
    }

    private Search() {}

    private static Space space(String system, Setting own, Setting... inputs) {
        return new Space(system, Optional.of(own), List.of(inputs));
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
        return space("CapDec-ball").orElseThrow().own().orElseThrow().values().stream().map(Double::valueOf).toList();
    }

    static List<Trial> trials(Systems systems, Condition where) {
        return SPACES.stream().flatMap(space -> trials(beforeChoices(systems.named(space.system())), space, where)
                .stream()).toList();
    }

    private static CaptionSystem beforeChoices(CaptionSystem system) {
        Map<String, String> papers = new LinkedHashMap<>(Systems.PAPER.named(system.name()).settings());
        papers.keySet().retainAll(Chosen.settings(system.name()).keySet());
        return system.with(papers);
    }

    private static List<Trial> trials(CaptionSystem system, Space all, Condition where) {
        Space space = all.servedBy(system.settings());
        if (space.settings().isEmpty()) {
            return List.of();
        }
        List<Trial> first = space.first().stream().map(tried -> trial(system, space, tried, where)).toList();
        List<Trial> trials = new ArrayList<>(first);
        List<Map<String, String>> second = space.second(space.paper());
        for (int i = 0; i < second.size(); i++) {
            int place = i;
            trials.add(first.size() == 1 ? trial(system, space, second.get(i), where)
                    : new Trial(where.named(space.nameBefore(second.get(i))), system.with(second.get(i))).after(first,
                            results -> trial(system, space, space.second(Choices.ofFirst(space, results)).get(place),
                                    where)));
        }
        return trials;
    }

    private static Trial trial(CaptionSystem system, Space space, Map<String, String> tried, Condition where) {
        return new Trial(where.named(space.name(tried)), system.with(tried));
    }
}
