package syntic.captioner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.method.Learned;
import syntic.method.syntic.Syntic;
import syntic.method.syntic.SynticSystem;
import syntic.miniature.ShippedModels;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Ownership;
import syntic.stage.FeatureSpace;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectDetection;
import syntic.stage.SupportSet;
import syntic.store.ChangedSettings;
import syntic.store.Fingerprint;
import syntic.store.RecordSettings;

/**
 * A trained system, opened from the folder that it was saved in, with the models of its training.
 *
 * <pre>{@code
 * try (Miniature mini = Miniature.open(); Captioner captioner = Captioner.shipped(mini.models())) {
 *     Map<String, String> captions = captioner.caption(List.of("mine"), List.of(RgbImage.read(Path.of("mine.png"))));
 * }
 * }</pre>
 */
public final class Captioner implements AutoCloseable {
    /** Settings that take part when photos are captioned, not in training alone; by the beginning of their names. */
    private static final List<String> AFTER_TRAINING = List.of("projection.", "decoder.decoding", "retrieved",
            "search.", "steering.");

    /** What a photo's caption is. @param nearest cosine of the photo to the nearest sentence, not a number without */
    public record Described(String id, String caption, double nearest, boolean known) {}

    /**
     * How a captioner is to be opened otherwise than it was trained.
     *
     * @param settings such as {@code tau}, by name
     * @param support sentences to look up, or null for those of the folder
     * @param other whether they may be others than those of the training
     */
    public record Changes(Map<String, String> settings, Sentences support, boolean other) {
        public static final Changes NONE = new Changes(Map.of(), null, false);

        /** Other settings, such as another temperature than the one that it was trained with. */
        public Changes with(Map<String, String> others) {
            return new Changes(others, support, other);
        }

        /** The sentences of the training, for a captioner that was saved without them. */
        public Changes withSupport(Sentences own) {
            return new Changes(settings, own, false);
        }

        /** Other sentences than those of the training, such as those of another domain. */
        public Changes withOtherSupport(Sentences others) {
            return new Changes(settings, others, true);
        }
    }

    private final CaptionerConfig config;
    private final CaptionSystem system;
    private final FrozenModels models;
    private final CaptionSystem.Trained trained;
    private final Syntic syntic;
    private final SupportSet lookedUp;

    private Captioner(CaptionerConfig config, CaptionSystem system, FrozenModels models,
            CaptionSystem.Trained trained, Syntic syntic, SupportSet lookedUp) {
        this.config = config;
        this.system = system;
        this.models = models;
        this.trained = trained;
        this.syntic = syntic;
        this.lookedUp = lookedUp;
    }

    /** The SynTIC that was trained on the miniature and travels in this library. @param models the miniature's */
    public static Captioner shipped(FrozenModels models) {
        return shipped(models, Changes.NONE);
    }

    /** As {@link #shipped(FrozenModels)}, with other sentences to look up, or other settings. */
    public static Captioner shipped(FrozenModels models, Changes changes) {
        return open(ShippedModels.folder("captioner"), models, changes);
    }

    /** As it was trained. */
    public static Captioner open(Path folder, FrozenModels models) {
        return open(folder, models, Changes.NONE);
    }

    /**
     * Opens a captioner's folder.
     *
     * @throws UserException if it is incomplete or of a newer version, if models or sentences are others than those of
     *     the training, or if a setting cannot be changed any more
     */
    public static Captioner open(Path folder, FrozenModels models, Changes changes) {
        CaptionerConfig config = CaptionerConfig.read(folder);
        CaptionerFolder files = new CaptionerFolder(folder);
        files.requireWhole(config.files());
        CaptionSystem system = changed(config.configured(), changes.settings());
        requireModels(folder, config, system, models);
        Learned learned = files.learned();
        Sentences support = support(folder, config, files, changes);
        FrozenModels known = models.with(new FeatureSpace(models.compute(), tokenizer(models, learned), config.width(),
                files.labels()));
        known = detecting(known, config);
        return open(config, system, known, learned, support);
    }

    private static Captioner open(CaptionerConfig config, CaptionSystem system, FrozenModels models, Learned learned,
            Sentences support) {
        if (system instanceof SynticSystem one) {
            Syntic syntic = one.syntic(learned, support, models);
            return new Captioner(config, system, models, null, syntic, syntic.projection().support());
        }
        return Ownership.handOver(system.open(learned, support, models), trained -> new Captioner(config, system,
                models, trained, null, support == null ? null : support.supportSet(models.compute())));
    }

    private static CaptionSystem changed(CaptionSystem system, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>();
        RecordSettings.put(all, "", system.config());
        for (String name : settings.keySet()) {
            String path = ChangedSettings.path(all, name);
            if (AFTER_TRAINING.stream().noneMatch(path::startsWith)) {
                throw new UserException("the setting " + path + " took part in the training of " + system.name()
                        + " and cannot be changed any more; train again with --set " + path + "=…");
            }
        }
        return system.with(settings);
    }

    private static void requireModels(Path folder, CaptionerConfig config, CaptionSystem system,
            FrozenModels models) {
        if (models.encodes()) {
            config.requireModel(folder, SavedCaptioner.CLIP, models.encoding().fingerprint(), "CLIP");
        }
        if (models.detection() != null) {
            config.requireModel(folder, SavedCaptioner.DETECTOR, models.detection().fingerprint(), "detector");
        }
        if (config.models().containsKey(SavedCaptioner.LANGUAGE)) {
            config.requireModel(folder, SavedCaptioner.LANGUAGE,
                    new ModelFolder(system.language(models.language())).fingerprint(), "language model");
        }
    }

    private static Sentences support(Path folder, CaptionerConfig config, CaptionerFolder files, Changes changes) {
        CaptionerConfig.Support wanted = config.support();
        Sentences given = changes.support();
        if (wanted == null) {
            if (given != null) {
                throw new UserException(folder + ": a " + config.system() + " looks no sentences up; leave out those "
                        + "that were given");
            }
            return null;
        }
        if (given == null && !wanted.included()) {
            throw new UserException(folder + ": was saved without its " + wanted.sentences() + " sentences to look up; "
                    + "give those of " + wanted.name() + " with their features, or others");
        }
        if (given == null) {
            return files.support(wanted.name());
        }
        if (!changes.other() && !(given.features().fingerprint().equals(wanted.features())
                && Fingerprint.of(given.texts()).equals(wanted.texts()))) {
            throw new UserException(folder + ": was trained with the " + wanted.sentences() + " sentences of "
                    + wanted.name() + " to look up, not with these " + given.size() + " of " + given.corpus().name()
                    + "; give those, or ask for others if another domain is meant");
        }
        return given;
    }

    /** Where CLIP is there, its tokenizer has the fingerprint of the training. */
    private static ClipTokenizer tokenizer(FrozenModels models, Learned learned) {
        return models.encodes() || learned.tokenizer() == null ? null : ClipTokenizer.from(learned.tokenizer());
    }

    /** With the detector's settings of the training, which the tags depend on. */
    private static FrozenModels detecting(FrozenModels models, CaptionerConfig config) {
        if (!(models.detection() instanceof ObjectDetection detection)) {
            return models;
        }
        ObjectDetection same = detection.with(ChangedSettings.of(detection.config(), config.detection()));
        return new FrozenModels(models.encodes() ? models.encoding() : null, same, models.language(), models.store(),
                models.space());
    }

    /** The system that was trained. */
    public CaptionSystem system() {
        return system;
    }

    /** A caption for each photo, by id. */
    public Map<String, String> caption(List<String> ids, List<RgbImage> photos) {
        return caption(features(ids, photos));
    }

    /** A caption for each photo that was encoded and looked at before, by id. */
    public Map<String, String> caption(ImageFeatures photos) {
        return syntic == null ? trained.caption(photos) : syntic.caption(photos);
    }

    private ImageFeatures features(List<String> ids, List<RgbImage> photos) {
        if (system.readsObjects() && models.detection() == null) {
            throw new UserException("a " + config.system() + " with objects needs the detector of its training to "
                    + "caption photos; give its folder");
        }
        return ImageFeatures.of(ids, photos, models.encoding(), system.readsObjects() ? models.detection() : null);
    }

    /** Captions of photos, and whether they are something that the captioner can know. */
    public List<Described> describe(List<String> ids, List<RgbImage> photos) {
        return describe(features(ids, photos));
    }

    /** As {@link #describe(List, List)}, of photos that were encoded and looked at before. */
    public List<Described> describe(ImageFeatures photos) {
        Map<String, String> captions = caption(photos);
        Map<String, Double> nearest = nearest(photos);
        List<Described> described = new ArrayList<>();
        captions.forEach((id, caption) -> {
            double cosine = nearest.getOrDefault(id, Double.NaN);
            described.add(new Described(id, caption, cosine,
                    config.known() == null || Double.isNaN(cosine) || cosine >= config.known().nearest()));
        });
        return described;
    }

    /** The cosine of every photo to its nearest sentence; nothing where no sentences are there. */
    private Map<String, Double> nearest(ImageFeatures photos) {
        Map<String, Double> cosines = new TreeMap<>();
        if (lookedUp != null) {
            lookedUp.nearest(photos.features(), 1).forEach((id, found) -> cosines.put(id, found.get(0).cosine()));
        }
        return cosines;
    }

    /**
     * Why a photo gets its caption, with the {@code top} sentences that it is projected from.
     *
     * @throws UserException if the captioner is no SynTIC
     */
    public Syntic.Why explain(RgbImage photo, int top) {
        return syntic().explain(photo, top);
    }

    /**
     * The system with its parts; it stays that of this captioner, which closes it.
     *
     * @throws UserException if the captioner is no SynTIC
     */
    public Syntic syntic() {
        if (syntic == null) {
            throw new UserException("only SynTIC can say why; this captioner is a " + config.system());
        }
        return syntic;
    }

    /** How near to the sentences these are; null where nothing is looked up. */
    CaptionerConfig.Known known(ImageFeatures photos, String of) {
        return lookedUp == null ? null : new CaptionerConfig.Known(nearest(photos).values().stream()
                .mapToDouble(Double::doubleValue).min().orElseThrow(), photos.features().size(), of);
    }

    /** The folder's description after photos were looked at. */
    CaptionerConfig measured(CaptionerConfig.Known known, CaptionerConfig.Scores scores) {
        return config.measured(known, scores);
    }

    /** What a photo beyond the captioner's knowledge is told by, in words; empty where it was not measured. */
    public String knowledge() {
        CaptionerConfig.Known known = config.known();
        return known == null ? "" : String.format(Locale.ROOT, "the nearest of its sentences has a lower "
                + "cosine than %.4f, the lowest of %d %s", known.nearest(), known.photos(), known.of());
    }

    @Override
    public void close() {
        if (syntic != null) {
            syntic.close();
            return;
        }
        trained.close();
        if (lookedUp != null) {
            lookedUp.close();
        }
    }
}
