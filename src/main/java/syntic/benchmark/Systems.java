package syntic.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.Chosen;
import syntic.method.c3.C3;
import syntic.method.capdec.CapDec;
import syntic.method.clipcap.ClipCap;
import syntic.method.decap.DeCap;
import syntic.method.magic.Magic;
import syntic.method.recap.Alignment;
import syntic.method.recap.Recap;
import syntic.method.retrieval.ClipRetrieval;
import syntic.method.supervised.Supervised;
import syntic.method.syntic.Components;
import syntic.method.syntic.SynticConfig;
import syntic.method.syntic.SynticSystem;
import syntic.method.zerocap.ZeroCap;

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
    public static final Systems PAPER = of(SynticConfig.PAPER, CapDec.Config.PAPER, CapDec.Config.PAPER_BALL,
            CapDec.Config.PAPER_CLOSE, C3.Config.PAPER, DeCap.Config.PAPER, ZeroCap.Config.PAPER, Magic.Config.PAPER,
            Recap.Config.PAPER, ClipCap.Config.PAPER, Supervised.Config.PAPER);

    /** As {@link #PAPER}, SynTIC with the temperature that its paper has for Flickr30k. */
    public static final Systems PAPER_FLICKR30K = PAPER.withSyntic(SynticConfig.PAPER_FLICKR30K);

    /** For the miniature world. */
    public static final Systems MINIATURE = of(SynticConfig.MINIATURE, CapDec.Config.MINIATURE,
            CapDec.Config.MINIATURE_BALL, CapDec.Config.MINIATURE_CLOSE, C3.Config.MINIATURE, DeCap.Config.MINIATURE,
            ZeroCap.Config.MINIATURE, Magic.Config.MINIATURE, Recap.Config.MINIATURE, ClipCap.Config.MINIATURE,
            Supervised.Config.MINIATURE).asChosen();

    private static final Map<String, Systems> SCALES = Map.of("full", PAPER, "full-flickr30k", PAPER_FLICKR30K,
            "miniature", MINIATURE);

    /** The systems with the settings of a scale. @param name {@code full}, {@code full-flickr30k}, {@code miniature} */
    public static Systems atScale(String name) {
        Systems systems = SCALES.get(name);
        if (systems == null) {
            throw new UserException("there is no scale '" + name + "'; there are full, full-flickr30k and miniature");
        }
        return systems;
    }

    public Systems {
        all = List.copyOf(all);
    }

    private static Systems of(SynticConfig syntic, CapDec.Config capDec, CapDec.Config ball, CapDec.Config close,
            C3.Config c3, DeCap.Config deCap, ZeroCap.Config zeroCap, Magic.Config magic, Recap.Config recap,
            ClipCap.Config clipCap, Supervised.Config supervised) {
        Recap.Config textOnly = recap.with(Recap.Pairs.SYNTHETIC);
        return new Systems(List.of(
                new SynticSystem(syntic),
                new CapDec("CapDec", capDec),
                new CapDec("CapDec-ball", ball),
                new CapDec("CLOSE", close),
                new C3("C3", c3.with(C3.ImageMean.SYNTHETIC)),
                new C3("C3-photos", c3),
                new DeCap("DeCap", deCap),
                new ClipRetrieval("CLIPRe"),
                new ZeroCap("ZeroCap", zeroCap),
                new Magic("MAGIC", magic),
                recap(Alignment.Method.LEAST_SQUARES, "OLS", textOnly),
                recap(Alignment.Method.RIDGE, "ridge", textOnly),
                recap(Alignment.Method.PROCRUSTES, "Procrustes", textOnly),
                recap(Alignment.Method.LEAST_SQUARES, "OLS-real", recap),
                recap(Alignment.Method.RIDGE, "ridge-real", recap),
                recap(Alignment.Method.PROCRUSTES, "Procrustes-real", recap),
                new ClipCap("ClipCap", clipCap),
                new Supervised(SUPERVISED, supervised)));
    }

    private static CaptionSystem recap(Alignment.Method method, String label, Recap.Config config) {
        return new Recap("ReCap-" + label, config.with(method));
    }

    /** Each with what was chosen for it, which a variant may have of its own. */
    private Systems asChosen() {
        return new Systems(all.stream().map(system -> system.with(Chosen.settings(system.name()))).toList());
    }

    private Systems withSyntic(SynticConfig config) {
        List<CaptionSystem> changed = new ArrayList<>(all);
        changed.set(0, new SynticSystem(config));
        return new Systems(changed);
    }

    /** These systems and another, before the upper bound. */
    public Systems and(CaptionSystem other) {
        List<CaptionSystem> more = new ArrayList<>(all);
        more.add(all.size() - 1, other);
        return new Systems(more);
    }

    /** The same systems with another number of passes over the training sentences, to try something quickly. */
    public Systems withEpochs(int epochs) {
        return new Systems(all.stream().map(system -> system.withEpochs(epochs)).toList());
    }

    /** All names, SynTIC's first. */
    public List<String> names() {
        return all.stream().map(CaptionSystem::name).toList();
    }

    /**
     * One of the systems, or a part of SynTIC by its {@link Components#label()}.
     *
     * @throws UserException naming the systems there are, if there is none of this name
     */
    public CaptionSystem named(String name) {
        return Stream.concat(all.stream(), ablation().stream())
                .filter(system -> system.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new UserException("there is no system '" + name + "'; there are "
                        + String.join(", ", names())));
    }

    /** The system that the others are compared with. */
    public SynticSystem syntic() {
        return (SynticSystem) all.get(0);
    }

    /** SynTIC with its components on and off: the rows of the paper's Table 4 and those between. */
    public List<CaptionSystem> ablation() {
        return Components.ablation().stream().map(parts -> (CaptionSystem) syntic().with(parts)).toList();
    }
}
