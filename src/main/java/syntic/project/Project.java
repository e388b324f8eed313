package syntic.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import syntic.corpus.Caption;
import syntic.corpus.CaptionFiles;
import syntic.corpus.Corpus;
import syntic.corpus.CorpusFormatException;
import syntic.corpus.ImageNames;
import syntic.corpus.PictureFiles;
import syntic.io.UserException;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.stage.ObjectDetection;
import syntic.stage.ObjectDetector;
import syntic.store.ResultStore;

/**
 * A folder with {@code project.json}, which names captions, photos, models and settings. Feature packs lie in its
 * folder {@code features}. Files are read when they are first asked for.
 *
 * <p>A part may be absent until something needs it, which then says which it is and how it is added.
 */
public final class Project {
    /** The split of the sentences that are trained on. */
    public static final String TRAIN = "train";

    private static final List<String> FIRST = List.of(TRAIN, "validation", "test");
    private static final String FEATURES = "features";

    private final Path folder;
    private final ProjectParts parts;
    private final ProjectSettings settings;
    private final Map<CaptionSource, Corpus> sources = new HashMap<>();
    private final Map<String, Corpus> captions = new TreeMap<>();
    private final Map<String, PictureFiles.Found> pictures = new TreeMap<>();
    private Corpus support;

    private Project(Path folder, ProjectParts parts) {
        this.folder = folder;
        this.parts = parts;
        settings = ProjectSettings.of(parts.seed(), parts.settings(), folder.resolve(ProjectFile.NAME));
    }

    /** @throws UserException if the folder holds no project that this version reads */
    public static Project open(Path folder) {
        return new Project(folder, new ProjectFile(folder).read());
    }

    public static boolean isProject(Path folder) {
        return Files.isRegularFile(folder.resolve(ProjectFile.NAME));
    }

    /** Writes {@code project.json}, replacing one that is there, and opens it. */
    public static Project write(Path folder, ProjectParts parts) {
        Project project = new Project(folder, parts);
        new ProjectFile(folder).write(parts);
        return project;
    }

    static String nameOf(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    public Path folder() {
        return folder;
    }

    public ProjectParts parts() {
        return parts;
    }

    public String name() {
        return parts.name();
    }

    /** The splits that have captions, training first. */
    public List<String> splits() {
        return Stream.concat(FIRST.stream().filter(parts.captions()::containsKey),
                parts.captions().keySet().stream().filter(split -> !FIRST.contains(split))).toList();
    }

    /**
     * The captions of a split, in the order of its files.
     *
     * @throws UserException if there are none, or a file is not as it should be
     */
    public synchronized Corpus captions(String split) {
        if (!parts.captions().containsKey(split)) {
            throw lacks("captions of the split '" + split + "'" + (splits().isEmpty() ? "" : ", only of "
                    + String.join(", ", splits())), "--captions " + split + "=FILE");
        }
        return captions.computeIfAbsent(split, missing -> {
            Corpus all = read(parts.captions().get(missing));
            if (missing.equals(TRAIN)) {
                return settings.sentences().of(all);
            }
            requireWords(all);
            return all;
        });
    }

    /** Further sentences to look up, which are not trained on; may be empty. */
    public synchronized Corpus support() {
        if (support == null) {
            support = parts.support().isEmpty() ? new Corpus("support", List.of())
                    : settings.sentences().of(read(parts.support()));
            if (parts.captions().containsKey(TRAIN)) {
                support = distinct(support, captions(TRAIN), "support");
            }
        }
        return support;
    }

    /** A sentence to learn from is left out and named by what makes features; nothing leaves out a reference. */
    private static void requireWords(Corpus corpus) {
        for (Caption caption : corpus.captions()) {
            if (caption.text().isBlank()) {
                throw new UserException(corpus.name() + ": the caption " + caption.id() + " is empty; remove it");
            }
            if (caption.text().length() > CaptionFiles.LONGEST) {
                throw new UserException(String.format(Locale.ROOT, "%s: the caption %s has %,d characters; at most %,d "
                        + "are read; remove it", corpus.name(), caption.id(), caption.text().length(),
                        CaptionFiles.LONGEST));
            }
        }
    }

    private Corpus read(List<CaptionSource> files) {
        List<Corpus> read = files.stream().map(this::read).toList();
        Corpus all = read.get(0);
        for (Corpus next : read.subList(1, read.size())) {
            all = new Corpus(all.name() + " and " + next.name(), Stream.concat(all.captions().stream(),
                    distinct(next, all, next.name()).captions().stream()).toList());
        }
        return all;
    }

    /** Ids that others have get the name of their file: files know nothing of each other. */
    private static Corpus distinct(Corpus corpus, Corpus others, String name) {
        Set<String> taken = others.captions().stream().map(Caption::id).collect(Collectors.toSet());
        return new Corpus(corpus.name(), corpus.captions().stream().map(one -> !taken.contains(one.id()) ? one
                : new Caption(name + "/" + one.id(), one.imageId(), one.text())).toList());
    }

    /** Of one file, which is read once however many ask for it. */
    private Corpus read(CaptionSource source) {
        return sources.computeIfAbsent(source, Project::readFile);
    }

    private static Corpus readFile(CaptionSource source) {
        try {
            return CaptionFiles.readAny(source.file(), source.split());
        } catch (CorpusFormatException e) {
            throw new UserException(e.getMessage(), e);
        } catch (IOException e) {
            throw UserException.ofReading(source.file(), e);
        }
    }

    /** Whether there are photos of all images that a split has captions of. */
    public boolean hasPhotos(String split) {
        return parts.captions().containsKey(split) && !photoFolders(split).isEmpty()
                && pictures(split).files().size() == captions(split).byImage().size();
    }

    /** Whether photos of a split are to be had, be they all there or not. */
    boolean namesPhotos(String split) {
        return !photoFolders(split).isEmpty();
    }

    /**
     * The photos that a split has captions of, by image id.
     *
     * @throws UserException if there are no captions, or naming the first photo that is missing
     */
    public Map<String, Path> photos(String split) {
        if (photoFolders(split).isEmpty()) {
            throw lacks("photos of the split '" + split + "'", "--photos " + split + "=FOLDER");
        }
        Corpus corpus = captions(split);
        PictureFiles.Found found = pictures(split);
        if (!found.refused().isEmpty()) {
            throw new UserException(found.refused().values().iterator().next());
        }
        if (!found.missing().isEmpty()) {
            if (corpus.captions().stream().allMatch(caption -> caption.imageId().equals(caption.id()))) {
                throw new UserException(folder + ": the captions of the split '" + split + "' name no images, so they "
                        + "have no photos; give captions in a format that does, such as CSV with a header "
                        + "image,caption");
            }
            throw new UserException(folder + ": there is no photo of image " + found.firstMissing() + " of the split '"
                    + split + "' in " + photoFolders(split) + "; " + found.missing().size() + " of "
                    + corpus.byImage().size() + " are missing. Name their folder too (--photos " + split
                    + "=FOLDER), or leave their captions out");
        }
        return found.files();
    }

    private List<Path> photoFolders(String split) {
        return Stream.of(split, ProjectParts.EVERY_SPLIT)
                .flatMap(key -> parts.photos().getOrDefault(key, List.of()).stream()).distinct().toList();
    }

    /** What is found of a split's photos; nothing where no folder is named. */
    synchronized PictureFiles.Found pictures(String split) {
        return pictures.computeIfAbsent(split, missing -> {
            PictureFiles.Found all = PictureFiles.Found.none();
            for (CaptionSource source : parts.captions().getOrDefault(split, List.of())) {
                try {
                    PictureFiles.Found found = new PictureFiles(photoFolders(split), true)
                            .look(source.file(), ImageNames.read(source.file()), read(source).byImage().keySet());
                    all.files().putAll(found.files());
                    all.refused().putAll(found.refused());
                    all.missing().addAll(found.missing());
                    all.names().putAll(found.names());
                    all.like().putAll(found.like());
                } catch (IOException e) {
                    throw new UserException(e.getMessage(), e);
                }
            }
            return all;
        });
    }

    public boolean has(ModelRole role) {
        return parts.models().containsKey(role);
    }

    /** The folder of CLIP. */
    public Path clip() {
        return model(ModelRole.CLIP);
    }

    /** The folder of the text-to-image model. */
    public Path textToImage() {
        return model(ModelRole.TEXT_TO_IMAGE);
    }

    /** The folder of the detector. */
    public Path detector() {
        return model(ModelRole.DETECTOR);
    }

    /** The detector, to be closed; null where the project names none. */
    ObjectDetector detector(Compute compute) {
        return has(ModelRole.DETECTOR) ? ObjectDetection.from(compute, detector(), detection()) : null;
    }

    /** @throws UserException if the project names none, or its folder is gone */
    public Path model(ModelRole role) {
        Path model = parts.models().get(role);
        if (model == null) {
            throw lacks("folder of " + role.description() + " (such as " + role.example() + ")",
                    "--" + role.key() + " FOLDER");
        }
        if (!Files.isDirectory(model)) {
            throw new UserException(folder.resolve(ProjectFile.NAME) + ": the folder of " + role.description() + ", "
                    + model + ", is not there; put it there, or name another: project create " + folder + " --"
                    + role.key() + " FOLDER");
        }
        return model;
    }

    /** The seed of the initial noise of pictures. */
    public long seed() {
        return parts.seed();
    }

    /** How pictures are drawn. */
    public TextToImage.Settings synthesis() {
        return settings.synthesis();
    }

    /** Whose settings systems begin with: {@code full}, or {@code miniature} where the models are as small. */
    public String scale() {
        return settings.scale();
    }

    /** How objects are found. */
    public ObjectDetection.Config detection() {
        return settings.detection();
    }

    /** This project as a data set, which keeps results in the standard store. */
    public ProjectData data(Compute compute) {
        return data(ResultStore.standard(), compute);
    }

    /** @param compute of the models */
    public ProjectData data(ResultStore store, Compute compute) {
        return new ProjectData(this, store, compute);
    }

    /** The folder of a feature pack: {@code synthetic}, {@code sentences}, {@code photos-SPLIT} or one of one's own. */
    public Path pack(String name) {
        Path packs = folder.resolve(FEATURES);
        Path pack = packs.resolve(name);
        if (!packs.normalize().equals(pack.normalize().getParent())) {
            throw new UserException("'" + name + "' is no name of a feature pack, which lies in " + packs + "; give one "
                    + "without folders");
        }
        return pack;
    }

    /** The names of the packs that are there. */
    public SortedSet<String> packs() {
        Path packs = folder.resolve(FEATURES);
        if (!Files.isDirectory(packs)) {
            return new TreeSet<>();
        }
        try (Stream<Path> all = Files.list(packs)) {
            return all.filter(Files::isDirectory).map(pack -> pack.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw UserException.ofReading(packs, e);
        }
    }

    /** What a command needs and the project does not name. */
    private UserException lacks(String part, String option) {
        return new UserException(folder + ": the project has no " + part + "; add it with: project create " + folder
                + " " + option);
    }
}
