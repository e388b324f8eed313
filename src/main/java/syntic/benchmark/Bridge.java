package syntic.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import syntic.benchmark.Protocol.Trial;
import syntic.data.CaptionData;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.decap.DeCap;
import syntic.method.syntic.Components;
import syntic.method.syntic.SynticConfig;
import syntic.method.syntic.SynticSystem;
import syntic.stage.Normalisation;
import syntic.stage.Projection;

/**
 * What lies between DeCap and SynTIC without objects. Both write from a projected photo; one learns from sentences, the
 * other from projected pictures of them. One thing is changed at a time, for both where both have it.
 */
final class Bridge {
    static final String NAME = "bridge";
    static final Components WITHOUT_OBJECTS = new Components(true, true, false);
    static final Components PROJECTION = new Components(false, true, false);

    private static final int[] TEMPERATURES = {400, 200, 100, 50};
    /** Of pictures, in parts of that of photos: a higher one spreads pictures over more sentences. */
    private static final double[] SPREADS = {0.8, 1.25, 1.5};
    private static final int[] REFINED = {10, 200};

    private final SynticSystem syntic;
    private final DeCap decap;
    private final Condition usual;
    private final List<Trial> trials = new ArrayList<>();

    private Bridge(Systems systems, Condition within) {
        syntic = systems.syntic().with(WITHOUT_OBJECTS);
        decap = (DeCap) systems.named("DeCap");
        usual = within.named("as in use");
    }

    /**
     * @param within of sentences, photos and generated pictures
     * @param pictures names of data sets that differ from it in their pictures alone
     * @param further whether there are sentences to look up that have no picture
     */
    static List<Trial> trials(Systems systems, Condition within, List<String> pictures, boolean further) {
        Bridge bridge = new Bridge(systems, within);
        bridge.both(bridge.usual);
        bridge.inputs();
        bridge.temperatures();
        bridge.refinement();
        bridge.pictures(pictures);
        if (further) {
            bridge.add(bridge.usual.named("trained sentences left out"), new ProjectedApart(bridge.syntic,
                    bridge.syntic.config().projection(), true));
        }
        bridge.both(bridge.usual.named("half the passes").withPasses(0.5));
        return List.copyOf(bridge.trials);
    }

    /** @throws UserException if a data set that is taken for other pictures of the first one's sentences has others */
    static void requireSameSentences(CaptionData first, CaptionData pictures) {
        if (!first.sentences().texts().equals(pictures.sentences().texts())) {
            throw new UserException("the protocol " + NAME + " takes " + pictures.name() + " for other pictures of the "
                    + "sentences of " + first.name() + ", and it has other sentences; name data sets that differ in "
                    + "their pictures alone, or the first one alone");
        }
    }

    private void inputs() {
        for (Normalisation normalisation : Normalisation.values()) {
            Map<String, String> setting = Map.of("decoder.shape.normalisation", normalisation.name());
            changed(usual.named("input " + normalisation.name().toLowerCase(Locale.ROOT)), syntic.with(setting),
                    decap.with(setting));
        }
    }

    private void temperatures() {
        for (int inverse : TEMPERATURES) {
            Projection.Config projection = new Projection.Config(1.0 / inverse, true);
            changed(usual.named("tau = 1/" + inverse), syntic.with(projection),
                    new DeCap(decap.name(), decap.config().with(projection)));
        }
        Projection.Config photos = syntic.config().projection();
        for (double spread : SPREADS) {
            add(usual.named("pictures at " + spread + " tau"), new ProjectedApart(syntic,
                    new Projection.Config(spread * photos.temperature(), photos.normalise()), false));
        }
    }

    private void refinement() {
        add(usual.named("not refined"), syntic.with(PROJECTION));
        double papers = SynticConfig.PAPER.refinement().learningRate();
        changed(usual.named(String.format(Locale.ROOT, "refined at the paper's rate of %.0e", papers)),
                syntic.with(Map.of("refinement.learningRate", Double.toString(papers))));
        for (int epochs : REFINED) {
            add(usual.named("refined for " + epochs + " epochs"),
                    syntic.with(Map.of("refinement.epochs", Integer.toString(epochs))));
        }
    }

    private void pictures(List<String> others) {
        for (String other : others) {
            Condition condition = Condition.across(other, usual.target(), false);
            add(condition.named(other), syntic);
            add(condition.named(other + ", not refined"), syntic.with(PROJECTION));
        }
    }

    private void both(Condition condition) {
        add(condition, syntic, decap);
    }

    /** What is in use is there already. */
    private void changed(Condition condition, CaptionSystem... systems) {
        add(condition, Stream.of(systems).filter(system -> !system.equals(syntic) && !system.equals(decap))
                .toArray(CaptionSystem[]::new));
    }

    private void add(Condition condition, CaptionSystem... systems) {
        Stream.of(systems).forEach(system -> trials.add(new Trial(condition, system)));
    }
}
