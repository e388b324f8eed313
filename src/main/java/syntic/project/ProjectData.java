package syntic.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.miniature.world.SeededRandom;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.pack.FeaturePack;
import syntic.pack.UnusableSentence;
import syntic.stage.Encoding;
import syntic.stage.FeatureSpace;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectDetection;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * A project as a data set: captions from its files, features from its packs. What is not there yet is refused with the
 * command that makes it.
 *
 * <p>Trained on are the training captions that have a picture; the others, and the support sentences, are looked up.
 */
public final class ProjectData implements CaptionData, AutoCloseable {
    /** The pack of the pictures of training captions. */
    public static final String SYNTHETIC = "synthetic";
    /** The pack of the features of all sentences. */
    public static final String SENTENCES = "sentences";

    /** What a photo's own seed is mixed with for the noise of a corruption. */
    private static final long NOISE = 3;
    /** Photos that are corrupted and encoded at once. */
    private static final int PART = 64;

    private final Project project;
    private final ResultStore store;
    private final Compute compute;
    private final Map<String, FeaturePack> packs = new TreeMap<>();
    private List<Caption> trained;
    private List<Caption> further;
    private FrozenModels models;

    private record Corrupted(String ids, Corruption corruption, ObjectDetection.Config detection) {}

    ProjectData(Project project, ResultStore store, Compute compute) {
        this.project = project;
        this.store = store;
        this.compute = compute;
    }

    /** The pack of the photos of a split. */
    public static String photoPack(String split) {
        return "photos-" + split;
    }

    public Project project() {
        return project;
    }

    @Override
    public String name() {
        return project.name();
    }

    @Override
    public Map<String, String> inputs() {
        Map<String, String> inputs = new TreeMap<>();
        project.splits().forEach(split -> inputs.put("captions of " + split, fingerprint(project.captions(split))));
        inputs.put("support", fingerprint(project.support()));
        project.packs().stream().filter(name -> FeaturePack.exists(project.pack(name)))
                .forEach(name -> inputs.put("features of " + name, pack(name, "").made().hash()));
        for (ModelRole role : ModelRole.values()) {
            if (project.has(role)) {
                inputs.put(role.key(), new ModelFolder(project.model(role)).fingerprint());
            }
        }
        return inputs;
    }

    private static String fingerprint(Corpus corpus) {
        return Fingerprint.of(corpus.captions().stream()
                .flatMap(caption -> Stream.of(caption.id(), caption.imageId(), caption.text())).toList());
    }

    @Override
    public List<String> splits() {
        return project.splits().stream().filter(split -> !split.equals(Project.TRAIN) && hasPhotos(split)).toList();
    }

    @Override
    public boolean canCorrupt(String split) {
        return project.hasPhotos(split) && project.has(ModelRole.CLIP);
    }

    @Override
    public boolean hasTrainingPhotos() {
        return hasPhotos(Project.TRAIN);
    }

    private boolean hasPhotos(String split) {
        return FeaturePack.exists(project.pack(photoPack(split))) || project.hasPhotos(split);
    }

    @Override
    public int trainingSize() {
        return trained().size();
    }

    @Override
    public int furtherSize() {
        return furtherCaptions().size();
    }

    /** Training captions that have a picture; all that can have one, where none has. */
    private synchronized List<Caption> trained() {
        if (trained == null) {
            List<Caption> all = project.captions(Project.TRAIN).captions();
            Set<Caption> missing = new HashSet<>(FeaturePack.exists(project.pack(SYNTHETIC))
                    ? pack(SYNTHETIC, "").missing(all) : all);
            trained = missing.size() == all.size() ? UnusableSentence.without(all)
                    : all.stream().filter(one -> !missing.contains(one)).toList();
        }
        return trained;
    }

    private synchronized List<Caption> furtherCaptions() {
        if (further == null) {
            Set<Caption> known = new HashSet<>(trained());
            further = UnusableSentence.without(Stream.concat(project.captions(Project.TRAIN).captions().stream()
                    .filter(one -> !known.contains(one)), project.support().captions().stream()).toList());
        }
        return further;
    }

    @Override
    public Sentences sentences() {
        return sentences(project.captions(Project.TRAIN).name(), trained());
    }

    @Override
    public Sentences further(int count) {
        return sentences("further sentences", furtherCaptions().subList(0, count));
    }

    private Sentences sentences(String name, List<Caption> captions) {
        String remedy = "make them with: encode " + project.folder();
        FeaturePack pack = pack(SENTENCES, "features of sentences; " + remedy);
        pack.requireAll(captions, remedy);
        return new Sentences(new Corpus(name, captions),
                pack.features(captions.stream().map(Caption::id).toList()));
    }

    @Override
    public ImageFeatures synthetic() {
        String remedy = "make them with: synthesize " + project.folder();
        FeaturePack pack = pack(SYNTHETIC, "pictures of the training captions; " + remedy);
        List<Caption> trained = trained();
        pack.requireAll(trained, remedy);
        return pack.images(trained.stream().map(Caption::id).toList());
    }

    @Override
    public Corpus references(String split) {
        return project.captions(split);
    }

    @Override
    public ImageFeatures photos(List<String> ids, Corruption corruption) {
        if (corruption.equals(Corruption.NONE)) {
            return ofPhotos(ids).images(ids);
        }
        Map<String, Path> files = new TreeMap<>();
        project.splits().stream().filter(project::hasPhotos).forEach(split -> files.putAll(project.photos(split)));
        List<Path> photos = ids.stream().map(id -> file(files, id)).toList();
        Map<String, String> inputs = new TreeMap<>(models().encoding().provenance());
        inputs.put("photos", Fingerprint.of(photos.stream().map(ProjectData::digest).toList()));
        if (project.has(ModelRole.DETECTOR)) {
            inputs.put(ModelRole.DETECTOR.key(), new ModelFolder(project.detector()).fingerprint());
        }
        Provenance made = Provenance.of("corrupted-photos", new Corrupted(Fingerprint.of(ids), corruption,
                project.detection()), inputs);
        Path kept = store.folder(made, folder -> corrupt(ids, photos, corruption, folder));
        return joined(parts(ids.size()).stream().map(part -> ImageFeatures.open(kept, part)).toList(), made);
    }

    /** Parts of so many photos: a killed run goes on with the first that is not there. */
    private static List<String> parts(int photos) {
        return IntStream.range(0, (photos + PART - 1) / PART)
                .mapToObj(i -> String.format(Locale.ROOT, "photos-%05d", i)).toList();
    }

    private static ImageFeatures joined(List<ImageFeatures> parts, Provenance made) {
        Map<String, List<String>> tags = new LinkedHashMap<>();
        parts.forEach(part -> tags.putAll(part.tags()));
        return new ImageFeatures(FeatureSet.join(parts.stream().map(ImageFeatures::features).toList(), made), tags);
    }

    private Path file(Map<String, Path> files, String id) {
        if (!files.containsKey(id)) {
            throw new UserException(project.folder() + ": there is no photo of image " + id + ", which is to be seen "
                    + "through noise, blur or haze; name its folder: project create " + project.folder()
                    + " --photos FOLDER");
        }
        return files.get(id);
    }

    private static String digest(Path photo) {
        try {
            return Fingerprint.of(Files.readAllBytes(photo));
        } catch (IOException e) {
            throw UserException.ofReading(photo, e);
        }
    }

    private void corrupt(List<String> ids, List<Path> photos, Corruption corruption, Path folder) {
        int from = 0;
        for (String part : parts(ids.size())) {
            int to = Math.min(ids.size(), from + PART);
            if (!Files.exists(folder.resolve(part + ".safetensors"))) {
                List<RgbImage> pictures = new ArrayList<>();
                for (int i = from; i < to; i++) {
                    long seed = SeededRandom.mix(SeededRandom.mix(project.seed(), ids.get(i)), NOISE);
                    pictures.add(corruption.of(RgbImage.read(photos.get(i)), new SeededRandom(seed)::nextBell));
                }
                ImageFeatures.of(ids.subList(from, to), pictures, models().encoding(), models().detection())
                        .save(folder, part);
            }
            from = to;
        }
    }

    /** The pack that has all these photos. */
    private FeaturePack ofPhotos(List<String> ids) {
        for (String split : project.splits()) {
            if (FeaturePack.exists(project.pack(photoPack(split)))) {
                FeaturePack pack = pack(photoPack(split), "");
                if (ids.stream().allMatch(pack::has)) {
                    return pack;
                }
            }
        }
        throw new UserException(project.folder() + ": no feature pack has all of the " + ids.size() + " photos, of "
                + ids.get(0) + " and others; make them with: encode " + project.folder());
    }

    /** @param lacking what the project has not, where the pack is not there, and how it is made */
    private synchronized FeaturePack pack(String name, String lacking) {
        return packs.computeIfAbsent(name, missing -> {
            Path folder = project.pack(name);
            if (!FeaturePack.exists(folder)) {
                throw new UserException(project.folder() + ": there are no " + lacking);
            }
            FeaturePack pack = FeaturePack.open(folder);
            String clip = pack.made().inputs().get("clip");
            if (clip != null && project.has(ModelRole.CLIP)
                    && !clip.equals(new ModelFolder(project.clip()).fingerprint())) {
                throw new UserException(folder + ": was made by another CLIP than " + project.clip() + "; name that "
                        + "one, or move the pack away and have it made again");
            }
            return pack;
        });
    }

    /** The project's models, opened when they are first asked for; closed with this. */
    public synchronized FrozenModels models() {
        if (models == null) {
            Encoding encoding = project.has(ModelRole.CLIP) ? Encoding.from(compute, project.clip()) : null;
            ObjectDetection detection = project.has(ModelRole.DETECTOR)
                    ? ObjectDetection.from(compute, project.detector(), project.detection()) : null;
            models = new FrozenModels(encoding, detection, store);
            if (encoding == null) {
                int width = pack(SENTENCES, "features of sentences; make them with: encode, or import them").width();
                models = models.with(new FeatureSpace(compute.single(), null, width, null));
            }
        }
        return models;
    }

    @Override
    public synchronized void close() {
        if (models != null && models.encodes()) {
            models.encoding().close();
        }
        if (models != null && models.detection() != null) {
            models.detection().close();
        }
    }
}
