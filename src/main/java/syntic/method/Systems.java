package syntic.method;

import java.util.List;
import syntic.stage.Alignment;
import syntic.stage.Ingredients;

/**
 * The compared systems at one scale.
 *
 * @param all SynTIC first, the upper bound last
 */
public record Systems(List<CaptionSystem> all) {
    /** The name of the system that the others are compared with. */
    public static final String SYNTIC = "SynTIC";
    /** The name of the upper bound. */
    public static final String SUPERVISED = "supervised";

    /** With the settings of the papers and their official codes. */
    public static final Systems PAPER = new Systems(List.of(
            new SynticSystem(SynticConfig.PAPER),
            new CapDec("CapDec", CapDec.Config.PAPER),
            new CapDec("CapDec-ball", CapDec.Config.PAPER_BALL),
            new CapDec("CLOSE", CapDec.Config.PAPER_CLOSE),
            new C3("C3", C3.Config.PAPER.with(C3.ImageMean.SYNTHETIC)),
            new C3("C3-photos", C3.Config.PAPER),
            new DeCap("DeCap", DeCap.Config.PAPER),
            new ClipRetrieval("CLIPRe"),
            recap(Alignment.Method.LEAST_SQUARES, "OLS", Recap.Config.PAPER.with(Recap.Pairs.SYNTHETIC)),
            recap(Alignment.Method.RIDGE, "ridge", Recap.Config.PAPER.with(Recap.Pairs.SYNTHETIC)),
            recap(Alignment.Method.PROCRUSTES, "Procrustes", Recap.Config.PAPER.with(Recap.Pairs.SYNTHETIC)),
            recap(Alignment.Method.LEAST_SQUARES, "OLS-real", Recap.Config.PAPER),
            recap(Alignment.Method.RIDGE, "ridge-real", Recap.Config.PAPER),
            recap(Alignment.Method.PROCRUSTES, "Procrustes-real", Recap.Config.PAPER),
            new Supervised(SUPERVISED, Supervised.Config.PAPER)));

    /** For the miniature world. */
    public static final Systems MINIATURE = new Systems(List.of(
            new SynticSystem(SynticConfig.MINIATURE),
            new CapDec("CapDec", CapDec.Config.MINIATURE),
            new CapDec("CapDec-ball", CapDec.Config.MINIATURE_BALL),
            new CapDec("CLOSE", CapDec.Config.MINIATURE_CLOSE),
            new C3("C3", C3.Config.MINIATURE.with(C3.ImageMean.SYNTHETIC)),
            new C3("C3-photos", C3.Config.MINIATURE),
            new DeCap("DeCap", DeCap.Config.MINIATURE),
            new ClipRetrieval("CLIPRe"),
            recap(Alignment.Method.LEAST_SQUARES, "OLS", Recap.Config.MINIATURE.with(Recap.Pairs.SYNTHETIC)),
            recap(Alignment.Method.RIDGE, "ridge", Recap.Config.MINIATURE.with(Recap.Pairs.SYNTHETIC)),
            recap(Alignment.Method.PROCRUSTES, "Procrustes", Recap.Config.MINIATURE.with(Recap.Pairs.SYNTHETIC)),
            recap(Alignment.Method.LEAST_SQUARES, "OLS-real", Recap.Config.MINIATURE),
            recap(Alignment.Method.RIDGE, "ridge-real", Recap.Config.MINIATURE),
            recap(Alignment.Method.PROCRUSTES, "Procrustes-real", Recap.Config.MINIATURE),
            new Supervised(SUPERVISED, Supervised.Config.MINIATURE)));

    public Systems {
        all = List.copyOf(all);
    }

    private static CaptionSystem recap(Alignment.Method method, String label, Recap.Config config) {
        return new Recap("ReCap-" + label, config.with(method));
    }

    /** The same systems with another number of passes over the training sentences, to try something quickly. */
    public Systems withEpochs(int epochs) {
        return new Systems(all.stream().map(system -> system.withEpochs(epochs)).toList());
    }

    /** All names, SynTIC's first. */
    public List<String> names() {
        return all.stream().map(CaptionSystem::name).toList();
    }

    /** @throws IllegalArgumentException naming the systems there are, if there is none of this name */
    public CaptionSystem named(String name) {
        return all.stream().filter(system -> system.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no system '" + name + "'; there are "
                        + String.join(", ", names())));
    }

    /** SynTIC with its components on and off: the rows of the paper's Table 4 and those between. */
    public List<CaptionSystem> ablation() {
        SynticSystem syntic = (SynticSystem) named(SYNTIC);
        return Ingredients.ablation().stream().map(parts -> (CaptionSystem) syntic.with(parts)).toList();
    }
}
