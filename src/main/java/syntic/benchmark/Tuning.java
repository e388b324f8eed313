package syntic.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import syntic.benchmark.Protocol.Trial;
import syntic.method.CaptionSystem;
import syntic.method.c3.C3;
import syntic.method.capdec.CapDec;
import syntic.method.capdec.NoiseInjection;
import syntic.method.decap.DeCap;
import syntic.method.recap.Recap;
import syntic.method.syntic.SynticSystem;
import syntic.stage.Projection;

/**
 * The protocol that settings are chosen with: of every system that has something to choose the one setting that is its
 * own, each with the same number of values, on validation photos. CLIPRe and the upper bound have nothing to choose;
 * variants of a system take what was chosen for it.
 */
final class Tuning {
    static final String NAME = "tuning";
    /** Values that are tried of every system. */
    static final int BUDGET = 6;

    private static final double[] TEMPERATURES = {400, 200, 100, 50, 20, 10};
    private static final double[] DEVIATIONS = {0.01, 0.02, 0.04, 0.08, 0.16, 0.32};
    /** The ball's radius is the length of its noise, which for a deviation is the root of 128 times as much. */
    private static final double[] RADII = {0.1, 0.2, 0.4, 0.8, 1.6, 3.2};
    private static final double[] RIDGES = {0.01, 0.1, 1, 10, 100, 1000};
    private static final double[] RETRIEVED = {1, 2, 3, 4, 5, 6};

    private Tuning() {}

    static List<Trial> trials(Systems systems, Condition where) {
        SynticSystem syntic = (SynticSystem) systems.named(Systems.SYNTIC);
        DeCap decap = (DeCap) systems.named("DeCap");
        C3 c3 = (C3) systems.named("C3");
        Recap ridge = (Recap) systems.named("ReCap-ridge");
        Recap procrustes = (Recap) systems.named("ReCap-Procrustes");
        return Stream.of(
                trials(where, "tau = 1/", TEMPERATURES, inverse -> syntic.with(projection(inverse))),
                trials(where, "tau = 1/", TEMPERATURES, inverse -> new DeCap(decap.name(),
                        decap.config().with(projection(inverse)))),
                noise(where, "sigma = ", DEVIATIONS, (CapDec) systems.named("CapDec")),
                noise(where, "radius = ", RADII, (CapDec) systems.named("CapDec-ball")),
                noise(where, "sigma = ", DEVIATIONS, (CapDec) systems.named("CLOSE")),
                trials(where, "sigma = ", DEVIATIONS, sigma -> new C3(c3.name(),
                        c3.config().with(NoiseInjection.gaussian(sigma)))),
                trials(where, "ridge = ", RIDGES, weight -> new Recap(ridge.name(), ridge.config().withRidge(weight))),
                trials(where, "k = ", RETRIEVED, k -> new Recap(procrustes.name(),
                        procrustes.config().withRetrieved((int) k)))).flatMap(List::stream).toList();
    }

    private static Projection.Config projection(double inverse) {
        return new Projection.Config(1 / inverse, true);
    }

    private static List<Trial> noise(Condition where, String name, double[] values, CapDec system) {
        return trials(where, name, values, scale -> new CapDec(system.name(), system.config().with(
                new NoiseInjection(system.config().noise().distribution(), scale))));
    }

    private static List<Trial> trials(Condition where, String name, double[] values,
            DoubleFunction<CaptionSystem> system) {
        return Arrays.stream(values).mapToObj(value -> new Trial(
                where.named(name + shown(value)), system.apply(value))).toList();
    }

    private static String shown(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%s", value);
    }
}
