package syntic.miniature;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.ItemSeconds;
import syntic.data.Sentences;
import syntic.miniature.world.MiniatureWorld;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.miniature.world.Voice;
import syntic.model.RgbImage;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.ProcessorTime;
import syntic.stage.Encoding;
import syntic.stage.FrozenModels;
import syntic.stage.ObjectDetection;
import syntic.stage.Synthesis;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;
import syntic.store.StoredJson;

/**
 * The miniature world with its trained models: what a notebook opens to have corpora, photos, stages and features in
 * one line each. Models are loaded when first used; features are kept in the result store.
 *
 * <p>They compute where {@link Compute#standard} says unless told otherwise.
 */
public final class Miniature implements AutoCloseable {
    /** The seed of the world that the shipped models were trained in. */
    public static final long WORLD_SEED = 1;
    /** Half as many sentences as the world's standard: an image has to be generated for each. */
    private static final MiniatureWorld.Sizes SIZES = new MiniatureWorld.Sizes(2000, 1, 200, 500, 200, 5);
    private static final int SHARD = 512;
    /** Pictures, photos and sentences that are timed: pictures are drawn in batches of 16. */
    private static final int PROBE = 16;
    private static final String SECONDS = "seconds.json";
    /** What a photo's own seed is mixed with for the noise of a corruption. */
    private static final long NOISE = 3;

    private final MiniatureWorld world = newWorld();
    private final ResultStore store;
    private final Compute compute;
    private Encoding encoding;
    private ObjectDetection detection;
    private Synthesis synthesis;

    private Miniature(ResultStore store, Compute compute) {
        this.store = store;
        this.compute = compute;
    }

    /** Keeps results in the standard store. */
    public static Miniature open() {
        return open(ResultStore.standard());
    }

    public static Miniature open(ResultStore store) {
        return open(store, Compute.standard());
    }

    /** @param compute of the models; in fp32 where it leaves the precision open, as what is shipped was made */
    public static Miniature open(ResultStore store, Compute compute) {
        return new Miniature(store, compute.orSingle());
    }

    /** The world in the sizes that the feature packs were made for. */
    static MiniatureWorld newWorld() {
        return new MiniatureWorld(WORLD_SEED, SIZES);
    }

    /** All corpora, as data sets to learn from and to be tested on; the first is what most notebooks show. */
    public List<CaptionData> data() {
        return Arrays.stream(Style.values()).map(this::data).toList();
    }

    /** One corpus as a data set. */
    public CaptionData data(Style style) {
        return new MiniatureData(this, style);
    }

    /** The plain corpus in every voice, as data sets. */
    public List<CaptionData> voices() {
        return Arrays.stream(Voice.values()).map(voice -> (CaptionData) new VoicedData(this, voice)).toList();
    }

    /**
     * The plain corpus with pictures of few and of many calls of the denoiser, by three schedulers, as data sets.
     *
     * @param sentences that have a picture; 0 for all that are trained on
     */
    public List<CaptionData> drawings(int sentences) {
        return DrawnData.all(this, sentences == 0 ? world.size(Style.PLAIN, Split.TRAIN) : sentences);
    }

    /** The plain corpus as it is, then with better pictures than its generated ones, as data sets. */
    public List<CaptionData> pictured() {
        return Stream.concat(Stream.of(data(Style.PLAIN)), Arrays.stream(PicturedData.Pictures.values())
                .map(pictures -> new PicturedData(this, pictures))).toList();
    }

    /** The models that systems share, and the store. */
    public FrozenModels models() {
        return new FrozenModels(encoding(), detection(), store);
    }

    public MiniatureWorld world() {
        return world;
    }

    public ResultStore store() {
        return store;
    }

    /** Where its models compute. */
    public Compute compute() {
        return compute;
    }

    public Corpus corpus(Style style, Split split) {
        return world.corpus(style, split);
    }

    public List<String> photoIds(Style style, Split split) {
        return world.imageIds(style, split);
    }

    /** A photo, to show. */
    public BufferedImage picture(String photoId) {
        return photo(photoId).toBufferedImage();
    }

    public RgbImage photo(String photoId) {
        return photo(photoId, Corruption.NONE);
    }

    public RgbImage photo(String photoId, Corruption corruption) {
        long seed = SeededRandom.mix(SeededRandom.mix(WORLD_SEED, photoId), NOISE);
        return corruption.of(new RgbImage(Scene.SIZE, Scene.SIZE, world.photo(photoId)),
                new SeededRandom(seed)::nextBell);
    }

    public List<RgbImage> photos(List<String> photoIds) {
        return photos(photoIds, Corruption.NONE);
    }

    public List<RgbImage> photos(List<String> photoIds, Corruption corruption) {
        return photoIds.stream().map(id -> photo(id, corruption)).toList();
    }

    /** The kinds of object on a photo, by the names that the detector uses. */
    public Set<String> kinds(String photoId) {
        return world.objects(photoId).stream().map(placed -> placed.kind().label())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The miniature CLIP. */
    public synchronized Encoding encoding() {
        if (encoding == null) {
            encoding = Encoding.from(compute, ShippedModels.folder("clip"));
        }
        return encoding;
    }

    /** The miniature DETR. */
    public synchronized ObjectDetection detection() {
        if (detection == null) {
            detection = ObjectDetection.from(compute, ShippedModels.folder("detr"), ObjectDetection.Config.STANDARD);
        }
        return detection;
    }

    /** The miniature text-to-image model. */
    public synchronized Synthesis synthesis() {
        if (synthesis == null) {
            synthesis = Synthesis.from(compute, ShippedModels.folder("text-to-image"), TextToImage.Settings.MINIATURE);
        }
        return synthesis;
    }

    /** Sentences with their features. */
    Sentences sentences(Corpus corpus) {
        return new Sentences(corpus, textFeatures(corpus));
    }

    private FeatureSet textFeatures(Corpus corpus) {
        List<Caption> captions = corpus.captions();
        Map<String, String> texts = captions.stream().collect(Collectors.toMap(Caption::id, Caption::text));
        List<String> ids = captions.stream().map(Caption::id).toList();
        return features("text-features", Map.of("corpus", fingerprint(captions)), ids,
                some -> encoding().texts(some.stream().map(texts::get).toList()));
    }

    /** Differs where an id or a sentence differs. */
    static String fingerprint(List<Caption> captions) {
        return Fingerprint.of(captions.stream().map(caption -> caption.id() + "\t" + caption.text()).toList());
    }

    /** Image features of photos, by photo id. */
    public FeatureSet photoFeatures(List<String> photoIds) {
        return photoFeatures(photoIds, Corruption.NONE);
    }

    /** Image features of corrupted photos, by photo id. */
    public FeatureSet photoFeatures(List<String> photoIds, Corruption corruption) {
        return features("photo-features", inputs(photoIds, corruption), photoIds,
                some -> encoding().images(photos(some, corruption)));
    }

    private static Map<String, String> inputs(List<String> photoIds, Corruption corruption) {
        Map<String, String> inputs = new TreeMap<>(Map.of("photos", Fingerprint.of(photoIds),
                "world", Long.toString(WORLD_SEED)));
        if (!corruption.equals(Corruption.NONE)) {
            inputs.put("corruption", corruption.label());
        }
        return inputs;
    }

    private FeatureSet features(String stage, Map<String, String> inputs, List<String> ids,
            Function<List<String>, float[][]> make) {
        Map<String, String> all = new TreeMap<>(inputs);
        all.put("clip", ShippedModels.fingerprint("clip"));
        all.putAll(compute.provenance());
        Provenance provenance = new Provenance(stage, new TreeMap<>(), new TreeMap<>(all));
        return store.features(provenance, ids, SHARD, make, ProgressListener.SILENT);
    }

    /** Names of the objects that the detector finds on photos, in their order. */
    public List<List<String>> photoTags(List<String> photoIds) {
        return photoTags(photoIds, Corruption.NONE);
    }

    /** Names of the objects that the detector finds on corrupted photos, in their order. */
    public List<List<String>> photoTags(List<String> photoIds, Corruption corruption) {
        Map<String, String> inputs = inputs(photoIds, corruption);
        inputs.put("detr", ShippedModels.fingerprint("detr"));
        inputs.putAll(compute.provenance());
        Provenance made = Provenance.of("photo-tags", detection().config(), inputs);
        return TagFile.in(store.folder(made, folder -> TagFile.write(folder,
                detection().tagsOf(photos(photoIds, corruption)))));
    }

    /** What the models take of one of many, measured when first asked for with as many threads, then kept. */
    ItemSeconds itemSeconds() {
        Map<String, String> inputs = new TreeMap<>(compute.provenance());
        inputs.put("threads", Integer.toString(compute.threads()));
        List.of("clip", "detr", "text-to-image").forEach(model -> inputs.put(model, ShippedModels.fingerprint(model)));
        Path folder = store.folder(new Provenance("item-seconds", new TreeMap<>(), new TreeMap<>(inputs)),
                made -> StoredJson.write(made.resolve(SECONDS), measured()));
        return StoredJson.read(folder.resolve(SECONDS), ItemSeconds.class,
                "remove its folder: they are measured again");
    }

    private ItemSeconds measured() {
        List<Caption> captions = corpus(Style.PLAIN, Split.TRAIN).captions().subList(0, PROBE);
        List<String> texts = captions.stream().map(Caption::text).toList();
        List<RgbImage> photos = photos(photoIds(Style.PLAIN, Split.VALIDATION).subList(0, PROBE));
        synthesis().generate(captions);    // what comes once with the first is not counted
        encoding().texts(texts);
        encoding().images(photos);
        detection().detect(photos);
        return new ItemSeconds(ProcessorTime.of(() -> synthesis().generate(captions)) / PROBE,
                ProcessorTime.of(() -> encoding().images(photos)) / PROBE,
                ProcessorTime.of(() -> detection().detect(photos)) / PROBE,
                ProcessorTime.of(() -> encoding().texts(texts)) / PROBE);
    }

    @Override
    public synchronized void close() {
        if (encoding != null) {
            encoding.close();
        }
        if (detection != null) {
            detection.close();
        }
        if (synthesis != null) {
            synthesis.close();
        }
    }
}
