package syntic.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.c3.C3;
import syntic.method.capdec.CapDec;
import syntic.method.capdec.NoiseInjection;
import syntic.method.decap.DeCap;
import syntic.method.syntic.Components;
import syntic.method.syntic.SynticSystem;
import syntic.miniature.world.Corruption.Kind;
import syntic.miniature.world.Corruption;
import syntic.miniature.world.Style;
import syntic.stage.Projection;

/**
 * An experiment: which systems are compared, and where.
 *
 * @param summary one line for the list of protocols
 */
public record Protocol(String name, String summary, List<Trial> trials) {
    private static final double[] SHARES = {0.1, 0.25, 0.5, 0.75, 1};
    private static final int[] SUPPORT_SETS = {500, 1000, 2000, 5000, 10_000};
    private static final int[] TEMPERATURES = {400, 200, 100, 80, 50, 20, 10};
    private static final Components WITHOUT_OBJECTS = new Components(true, true, false);
    private static final List<Corruption> CORRUPTIONS = List.of(Corruption.NONE,
            new Corruption(Kind.DARKNESS, 0.25), new Corruption(Kind.DARKNESS, 0.5),
            new Corruption(Kind.HAZE, 0.25), new Corruption(Kind.HAZE, 0.5),
            new Corruption(Kind.NOISE, 20), new Corruption(Kind.NOISE, 40),
            new Corruption(Kind.BLUR, 1), new Corruption(Kind.BLUR, 2));
    private static final double[] DEVIATIONS = {0.01, 0.02, 0.04, 0.08, 0.16, 0.32};

    /** One system in one condition; it is run with every seed. */
    public record Trial(Condition condition, CaptionSystem system) {}

    public Protocol {
        trials = List.copyOf(trials);
    }

    /** Every protocol, with these systems. */
    public static List<Protocol> all(Systems systems) {
        return List.of(
                new Protocol("in-domain", "all systems, trained and tested on one corpus: plain, verbose",
                        trials(systems.all(), Condition.within(Style.PLAIN), Condition.within(Style.VERBOSE))),
                new Protocol("cross-domain", "trained on one corpus, tested on the other, with (TT) and without its "
                        + "sentences to look up", crossDomain(systems)),
                new Protocol("zero-shot", "trained on the noisy web-like corpus, tested on the others",
                        trials(systems.all(), Condition.across(Style.WEB, Style.PLAIN, false),
                                Condition.across(Style.WEB, Style.VERBOSE, false))),
                new Protocol("ablation", "SynTIC with its components on and off, in-domain and cross-domain",
                        trials(systems.ablation(), Condition.within(Style.PLAIN),
                                Condition.across(Style.PLAIN, Style.VERBOSE, false))),
                new Protocol("corruption", "SynTIC's components, DeCap and the upper bound on photos that are darker, "
                        + "hazier, noisier or more blurred than all that were trained on", corruption(systems)),
                new Protocol("data-size", "from 10 to 100 % of the plain sentences", dataSize(systems)),
                new Protocol("support-set", "from 500 to 10,000 sentences to look up, pictures always of the same "
                        + "2,000", supportSet(systems)),
                new Protocol("temperature", "SynTIC, the same without objects, and DeCap with projection temperatures "
                        + "from 1/400 to 1/10", temperature(systems)),
                new Protocol("noise", "the systems that inject noise, from very little to more than features are long",
                        noise(systems)),
                Tuning.protocol(systems));
    }

    /** @throws IllegalArgumentException naming the protocols there are, if there is none of this name */
    public static Protocol named(String name, Systems systems) {
        List<Protocol> all = all(systems);
        return all.stream().filter(protocol -> protocol.name().equals(name)).findFirst()
                .orElseThrow(() -> new UserException("there is no protocol '" + name + "'; there are "
                        + String.join(", ", all.stream().map(Protocol::name).toList())));
    }

    /**
     * The same protocol with some of its systems.
     *
     * @throws IllegalArgumentException naming the systems there are, if it has none of one of these names
     */
    public Protocol only(List<String> names) {
        List<String> known = trials.stream().map(trial -> trial.system().name()).distinct().toList();
        for (String name : names) {
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw new UserException("the protocol " + this.name + " has no method '" + name
                        + "'; it has " + String.join(", ", known));
            }
        }
        return where(trial -> names.stream().anyMatch(trial.system().name()::equalsIgnoreCase));
    }

    /** The same protocol in one of its conditions. */
    public Protocol in(String condition) {
        List<String> known = trials.stream().map(trial -> trial.condition().name()).distinct().toList();
        if (!known.contains(condition)) {
            throw new UserException("the protocol " + name + " has no condition '" + condition
                    + "'; it has " + String.join(", ", known));
        }
        return where(trial -> trial.condition().name().equals(condition));
    }

    private Protocol where(Predicate<Trial> wanted) {
        return new Protocol(name, summary, trials.stream().filter(wanted).toList());
    }

    private static List<Trial> trials(List<CaptionSystem> systems, Condition... conditions) {
        List<Trial> trials = new ArrayList<>();
        for (Condition condition : conditions) {
            systems.forEach(system -> trials.add(new Trial(condition, system)));
        }
        return trials;
    }

    private static List<Trial> crossDomain(Systems systems) {
        List<Trial> trials = new ArrayList<>();
        for (List<Style> pair : List.of(List.of(Style.PLAIN, Style.VERBOSE), List.of(Style.VERBOSE, Style.PLAIN))) {
            trials.addAll(trials(systems.all(), Condition.across(pair.get(0), pair.get(1), false)));
            List<CaptionSystem> lookingUp = systems.all().stream().filter(CaptionSystem::looksUp).toList();
            trials.addAll(trials(lookingUp, Condition.across(pair.get(0), pair.get(1), true)));
        }
        return trials;
    }

    private static List<Trial> corruption(Systems systems) {
        List<CaptionSystem> some = new ArrayList<>(systems.ablation());
        some.add(systems.named("DeCap"));
        some.add(systems.named(Systems.SUPERVISED));
        List<Trial> trials = new ArrayList<>();
        CORRUPTIONS.forEach(corruption -> trials.addAll(trials(some, Condition.within(Style.PLAIN).with(corruption))));
        return trials;
    }

    private static List<Trial> dataSize(Systems systems) {
        List<CaptionSystem> some = List.of(systems.named(Systems.SYNTIC), systems.named("DeCap"),
                systems.named("CapDec"), systems.named("ReCap-Procrustes"), systems.named(Systems.SUPERVISED));
        List<Trial> trials = new ArrayList<>();
        for (double share : SHARES) {
            trials.addAll(trials(some, Condition.within(Style.PLAIN).withShare(share)));
        }
        return trials;
    }

    private static List<Trial> supportSet(Systems systems) {
        List<CaptionSystem> some = List.of(systems.named(Systems.SYNTIC), systems.named("DeCap"),
                systems.named("CLIPRe"), systems.named("ReCap-Procrustes"));
        List<Trial> trials = new ArrayList<>();
        for (int size : SUPPORT_SETS) {
            trials.addAll(trials(some, Condition.within(Style.PLAIN).withSupport(size)));
        }
        return trials;
    }

    private static List<Trial> temperature(Systems systems) {
        SynticSystem syntic = (SynticSystem) systems.named(Systems.SYNTIC);
        DeCap decap = (DeCap) systems.named("DeCap");
        List<Trial> trials = new ArrayList<>();
        for (int inverse : TEMPERATURES) {
            Projection.Config projection = new Projection.Config(1.0 / inverse, true);
            trials.addAll(trials(List.of(syntic.with(projection), syntic.with(projection).with(WITHOUT_OBJECTS),
                    new DeCap(decap.name(), decap.config().with(projection))),
                    Condition.within(Style.PLAIN).named("tau = 1/" + inverse)));
        }
        return trials;
    }

    private static List<Trial> noise(Systems systems) {
        CapDec gaussian = (CapDec) systems.named("CapDec");
        CapDec ball = (CapDec) systems.named("CapDec-ball");
        C3 c3 = (C3) systems.named("C3");
        List<Trial> trials = new ArrayList<>();
        for (double deviation : DEVIATIONS) {
            NoiseInjection noise = NoiseInjection.gaussian(deviation);
            trials.addAll(trials(List.of(new CapDec(gaussian.name(), gaussian.config().with(noise)),
                    new CapDec(ball.name(), ball.config().with(NoiseInjection.ball(deviation))),
                    new C3(c3.name(), c3.config().with(noise))),
                    Condition.within(Style.PLAIN).named("scale " + deviation)));
        }
        return trials;
    }
}
