package syntic.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import syntic.benchmark.Protocol.Trial;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.Corruption.Kind;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.ModalityMeans;
import syntic.method.c3.C3;
import syntic.method.capdec.CapDec;
import syntic.method.capdec.NoiseInjection;
import syntic.method.decap.DeCap;
import syntic.method.syntic.Components;
import syntic.method.syntic.SynticConfig;
import syntic.method.syntic.SynticSystem;
import syntic.stage.Normalisation;
import syntic.stage.Projection;

/** The usual experiments, for any data sets: those with photos are tested on, the first of them in all protocols. */
public final class Protocols {
    /** Those of the paper's Figure 2. */
    private static final double[] SHARES = {0.1, 0.2, 0.4, 0.6, 0.8, 1};
    private static final int[] SUPPORT_SETS = {500, 1000, 2000, 5000, 10_000};
    private static final int[] TEMPERATURES = {400, 200, 100, 80, 50, 20, 10};
    /**
     * C3 knows the mean of each modality, the others only what they are trained on. CLOSE is CapDec in the miniature;
     * at full size its language model reads features as they are.
     */
    private static final List<String> NORMALISED = List.of(Systems.SYNTIC, "DeCap", "CapDec", "CapDec-ball", "C3",
            "ClipCap", Systems.SUPERVISED);
    /** Those that may know the means of sentences and of pictures; C3 has them by itself, the bound needs none. */
    private static final List<String> MOVED = List.of(Systems.SYNTIC, "DeCap", "CapDec", "CapDec-ball");
    /** Parts of SynTIC that read otherwise than the whole, whose choices they have: how far their rows depend on it. */
    private static final List<Components> PARTS = List.of(new Components(false, false, false),
            new Components(false, false, true), Bridge.PROJECTION, Bridge.WITHOUT_OBJECTS);
    /** To look up, as many as the miniature trains on: nobody has more sentences than the others. */
    private static final int EQUAL = 2000;
    private static final String NORMALISATION = "decoder.shape.normalisation";
    private static final String BATCH = "decoder.training.batch";
    /** The protocol whose data sets are voices. */
    static final String STYLE = "style";
    /** The protocol whose data sets have pictures of few and many steps. */
    static final String STEPS = "steps";
    private static final List<Corruption> CORRUPTIONS = List.of(Corruption.NONE,
            new Corruption(Kind.DARKNESS, 0.25), new Corruption(Kind.DARKNESS, 0.5),
            new Corruption(Kind.HAZE, 0.25), new Corruption(Kind.HAZE, 0.5),
            new Corruption(Kind.NOISE, 20), new Corruption(Kind.NOISE, 40),
            new Corruption(Kind.BLUR, 1), new Corruption(Kind.BLUR, 2));
    /** None, CapDec's √0.016 at full size, and others around them. */
    private static final double[] DEVIATIONS = {0, 0.01, 0.02, 0.04, 0.08, CapDec.Config.PAPER.noise().scale(), 0.16,
            0.32};

    private record Plan(String name, String summary, BiFunction<Systems, Data, List<Trial>> trials) {}

    /**
     * @param tested names of those with photos
     * @param sentences names of those without photos, to learn from alone
     * @param training number of training sentences of the first with photos
     * @param further whether that has further sentences to look up
     */
    private record Data(String protocol, List<String> tested, List<String> sentences, int training, boolean further) {
        static Data of(String protocol, List<CaptionData> all) {
            Optional<CaptionData> first = all.stream().filter(one -> !one.splits().isEmpty()).findFirst();
            return new Data(protocol, names(all, false), names(all, true), first.map(CaptionData::trainingSize)
                    .orElse(0), first.filter(one -> one.furtherSize() > 0).isPresent());
        }

        private static List<String> names(List<CaptionData> all, boolean without) {
            return all.stream().filter(one -> one.splits().isEmpty() == without).map(CaptionData::name).toList();
        }

        /** The data set of protocols that have but one. */
        Condition first() {
            return Condition.within(require(tested, 1, "with photos").get(0));
        }

        List<String> require(List<String> some, int count, String kind) {
            if (some.size() < count) {
                throw new UserException("the protocol " + protocol + " needs " + (count == 1 ? "a data set "
                        : count + " data sets ") + kind + "; there is "
                        + (some.isEmpty() ? "none" : "only " + String.join(", ", some)));
            }
            return some;
        }
    }

    private static final List<Plan> ALL = List.of(
            new Plan("in-domain", "all systems, trained and tested on one data set", Protocols::inDomain),
            new Plan("cross-domain", "trained on one data set, tested on another, with (TT) and without its sentences "
                    + "to look up", Protocols::crossDomain),
            new Plan("zero-shot", "trained on noisy sentences without photos, tested on the data sets with photos",
                    Protocols::zeroShot),
            new Plan("ablation", "SynTIC with its components on and off, in-domain and, if there is a second data set, "
                    + "cross-domain", Protocols::ablation),
            new Plan("corruption", "SynTIC's components, DeCap, ReCap and the upper bound on photos that are "
                    + "darker, hazier, noisier or more blurred than nearly all that were trained on",
                    Protocols::corruption),
            new Plan("data-size", "from 10 to 100 % of the training sentences, at equal passes over them and at equal "
                    + "steps of training; without ReCap, which would take most of the time", Protocols::dataSize),
            new Plan("support-set", "from 500 to 10,000 sentences to look up, pictures always of the same training "
                    + "sentences", Protocols::supportSet),
            new Plan("temperature", "SynTIC, the same without objects, and DeCap with projection temperatures "
                    + "from 1/400 to 1/10", Protocols::temperature),
            new Plan("noise", "the systems that inject noise, Gaussian or from a ball, from none or very little to "
                    + "more than features are long",
                    Protocols::noise),
            new Plan("normalisation", "decoders that read features as they are, scaled, centred or whitened, and "
                    + "as in use where images have the mean of sentences, on validation photos",
                    Protocols::normalisation),
            new Plan("query", "SynTIC whose objects are asked with the image's feature, or with its projection",
                    Protocols::query),
            new Plan(Bridge.NAME, "what lies between DeCap and SynTIC without objects, one thing at a time: input, "
                    + "temperature, refinement, pictures, trained sentences in the support set, half the passes",
                    Protocols::bridge),
            new Plan(STYLE, "SynTIC, CapDec and DeCap on sentences of another voice over the same scenes; SynTIC's "
                    + "pictures are those of the plain sentences",
                    Protocols::style),
            new Plan(STEPS, "SynTIC on pictures of few and of many calls of the denoiser, at one guidance: what a "
                    + "cheaper picture costs",
                    Protocols::steps),
            new Plan(Search.NAME, "to choose settings on validation photos: every normalisation at the paper's value "
                    + "of the setting that it names, then its other values with the normalisation that the rule gives",
                    (systems, data) -> Search.trials(systems, data.first())));

    private Protocols() {}

    /** The names of all protocols. */
    public static List<String> names() {
        return ALL.stream().map(Plan::name).toList();
    }

    /**
     * @throws UserException naming the protocols there are, if there is none of this name, or naming what
     *     the data sets lack for it
     */
    public static Protocol named(String name, Systems systems, List<CaptionData> data) {
        Plan plan = plan(name);
        return new Protocol(plan.name(), plan.summary(), data, plan.trials().apply(systems, Data.of(name, data)));
    }

    /** A protocol in one line. */
    public static String summary(String name) {
        return plan(name).summary();
    }

    private static Plan plan(String name) {
        return ALL.stream().filter(plan -> plan.name().equals(name)).findFirst()
                .orElseThrow(() -> new UserException("there is no protocol '" + name + "'; there are "
                        + String.join(", ", names())));
    }

    private static List<Trial> trials(List<CaptionSystem> systems, Condition condition) {
        return systems.stream().map(system -> new Trial(condition, system)).toList();
    }

    private static List<Trial> inDomain(Systems systems, Data data) {
        List<Trial> trials = new ArrayList<>();
        data.require(data.tested(), 1, "with photos").forEach(one ->
                trials.addAll(trials(systems.all(), Condition.within(one))));
        return trials;
    }

    private static List<Trial> crossDomain(Systems systems, Data data) {
        List<Trial> trials = new ArrayList<>();
        List<CaptionSystem> lookingUp = systems.all().stream().filter(CaptionSystem::looksUp).toList();
        for (String source : data.require(data.tested(), 2, "with photos")) {
            for (String target : data.tested()) {
                if (!source.equals(target)) {
                    trials.addAll(trials(systems.all(), Condition.across(source, target, false)));
                    trials.addAll(trials(lookingUp, Condition.across(source, target, true)));
                }
            }
        }
        return trials;
    }

    private static List<Trial> zeroShot(Systems systems, Data data) {
        List<Trial> trials = new ArrayList<>();
        for (String source : data.require(data.sentences(), 1, "without photos")) {
            for (String target : data.require(data.tested(), 1, "with photos")) {
                trials.addAll(trials(systems.all(), Condition.across(source, target, false)));
            }
        }
        return trials;
    }

    private static List<Trial> ablation(Systems systems, Data data) {
        List<Trial> trials = new ArrayList<>(trials(systems.ablation(), data.first()));
        if (data.tested().size() > 1) {
            trials.addAll(trials(systems.ablation(),
                    Condition.across(data.tested().get(0), data.tested().get(1), false)));
        }
        return trials;
    }

    private static List<Trial> corruption(Systems systems, Data data) {
        List<CaptionSystem> some = new ArrayList<>(systems.ablation());
        List.of("DeCap", "ReCap-Procrustes", "ReCap-Procrustes-real", Systems.SUPERVISED)
                .forEach(name -> some.add(systems.named(name)));
        List<Trial> trials = new ArrayList<>();
        CORRUPTIONS.forEach(corruption -> trials.addAll(trials(some, data.first().with(corruption))));
        return trials;
    }

    /**
     * Those of the paper's Figure 2, and the bound. ReCap, which is not in the figure, is left out: its prompt model
     * depends little on the number of sentences, and its trainings would take most of the protocol's time.
     */
    private static List<Trial> dataSize(Systems systems, Data data) {
        List<CaptionSystem> some = List.of(systems.named(Systems.SYNTIC), systems.named("DeCap"),
                systems.named("CapDec"), systems.named(Systems.SUPERVISED));
        List<Trial> trials = new ArrayList<>();
        int batch = Integer.parseInt(systems.named(Systems.SYNTIC).settings().get(BATCH));
        for (double share : SHARES) {
            Condition condition = data.first().withShare(share);
            trials.addAll(trials(some, condition));
            if (share < 1) {
                trials.addAll(trials(some, condition.named(condition.name() + ", equal steps")
                        .withPasses(steps(data.training(), batch) / steps(share * data.training(), batch))));
            }
        }
        // The paper compares a tenth of the sentences with this one.
        trials.add(new Trial(data.first().withShare(1), systems.named("MAGIC")));
        return trials;
    }

    /** Of one pass. */
    private static double steps(double sentences, int batch) {
        return Math.ceil(Math.ceil(sentences) / batch);
    }

    private static List<Trial> supportSet(Systems systems, Data data) {
        List<CaptionSystem> some = List.of(systems.named(Systems.SYNTIC), systems.named("DeCap"),
                systems.named("CLIPRe"), systems.named("ReCap-Procrustes"));
        List<Trial> trials = new ArrayList<>();
        for (int size : SUPPORT_SETS) {
            trials.addAll(trials(some, data.first().withSupport(size)));
        }
        trials.addAll(trials(List.of(systems.syntic().with(Bridge.PROJECTION),
                systems.syntic().with(Bridge.WITHOUT_OBJECTS)), data.first().withSupport(EQUAL)));
        return trials;
    }

    private static List<Trial> temperature(Systems systems, Data data) {
        SynticSystem syntic = (SynticSystem) systems.named(Systems.SYNTIC);
        DeCap decap = (DeCap) systems.named("DeCap");
        List<Trial> trials = new ArrayList<>();
        for (int inverse : TEMPERATURES) {
            Projection.Config projection = new Projection.Config(1.0 / inverse, true);
            trials.addAll(trials(List.of(syntic.with(projection), syntic.with(projection).with(Bridge.WITHOUT_OBJECTS),
                    new DeCap(decap.name(), decap.config().with(projection))),
                    data.first().named("tau = 1/" + inverse)));
        }
        return trials;
    }

    /** A deviation counts in every component, a radius once: the ball has the radii of the search, as long noise. */
    private static List<Trial> noise(Systems systems, Data data) {
        CapDec gaussian = (CapDec) systems.named("CapDec");
        CapDec ball = (CapDec) systems.named("CapDec-ball");
        C3 c3 = (C3) systems.named("C3");
        List<Trial> trials = new ArrayList<>();
        for (double deviation : DEVIATIONS) {
            NoiseInjection noise = NoiseInjection.gaussian(deviation);
            trials.addAll(trials(List.of(new CapDec(gaussian.name(), gaussian.config().with(noise)),
                    new C3(c3.name(), c3.config().with(noise))), data.first().named("scale "
                    + Math.round(1000 * deviation) / 1000.0)));
        }
        for (double radius : Search.radii()) {
            trials.add(new Trial(data.first().named("radius " + radius), new CapDec(ball.name(),
                    ball.config().with(NoiseInjection.ball(radius)))));
        }
        return trials;
    }

    private static List<Trial> normalisation(Systems systems, Data data) {
        List<Trial> trials = new ArrayList<>();
        List<CaptionSystem> some = Stream.<CaptionSystem>concat(NORMALISED.stream().map(systems::named),
                PARTS.stream().map(systems.syntic()::with)).filter(Protocols::normalises).toList();
        for (Normalisation normalisation : Normalisation.values()) {
            trials.addAll(trials(some.stream()
                    .map(system -> system.with(Map.of(NORMALISATION, normalisation.name()))).toList(),
                    data.first().named(normalisation.name().toLowerCase(Locale.ROOT))));
        }
        trials.addAll(trials(MOVED.stream().map(systems::named).map(system ->
                (CaptionSystem) new ModalityMeans(system)).toList(), data.first().named("means of each modality")));
        return trials;
    }

    /** Pre-trained language models behind a mapper read features as they are. */
    private static boolean normalises(CaptionSystem system) {
        return system.settings().containsKey(NORMALISATION);
    }

    /** The data sets after the first differ from it in their pictures alone. */
    private static List<Trial> bridge(Systems systems, Data data) {
        return Bridge.trials(systems, data.first(), data.tested().subList(1, data.tested().size()), data.further());
    }

    private static List<Trial> style(Systems systems, Data data) {
        List<CaptionSystem> some = List.of(systems.named(Systems.SYNTIC), systems.named("CapDec"),
                systems.named("DeCap"));
        return data.require(data.tested(), 1, "with photos").stream()
                .flatMap(one -> trials(some, Condition.within(one)).stream()).toList();
    }

    private static List<Trial> steps(Systems systems, Data data) {
        return data.require(data.tested(), 1, "with photos").stream().map(one -> new Trial(Condition.within(one),
                systems.named(Systems.SYNTIC))).toList();
    }

    private static List<Trial> query(Systems systems, Data data) {
        SynticSystem syntic = (SynticSystem) systems.named(Systems.SYNTIC);
        return Arrays.stream(SynticConfig.Query.values()).map(query -> new Trial(data.first().named("query "
                + query.name().toLowerCase(Locale.ROOT)), syntic.with(query))).toList();
    }
}
