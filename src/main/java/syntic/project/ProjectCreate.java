package syntic.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.corpus.CaptionFiles;
import syntic.data.CaptionData;
import syntic.io.UserException;

/** The command {@code project create}: writes {@code project.json}, or adds to one that is there. */
@Command(name = "create", sortOptions = false, description = {"Name captions, photos and models as a project.",
        "In a folder that is a project, what is named replaces what was there, and the rest stays."})
public final class ProjectCreate extends Subcommand {
    private static final Pattern WITH_SPLIT = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)=(.+)");
    /** How others name the splits. */
    private static final Map<String, String> NAMES = Map.of("training", Project.TRAIN, "restval", Project.TRAIN,
            "val", CaptionData.VALIDATION, "validate", CaptionData.VALIDATION, "dev", CaptionData.VALIDATION,
            "testing", CaptionData.TEST);

    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    @Option(names = "--captions", paramLabel = "[SPLIT=]FILE", description = "captions of a split: train, validation, "
            + "test or another. Without SPLIT a data-set file of Karpathy's gives all its splits, another file those "
            + "to train on")
    private List<String> captions = List.of();

    @Option(names = "--support", paramLabel = "FILE", description = "further sentences, to look up and not to train on")
    private List<Path> support = List.of();

    @Option(names = "--photos", paramLabel = "[SPLIT=]FOLDER", description = "photos of a split; without SPLIT of all")
    private List<String> photos = List.of();

    @Option(names = "--clip", paramLabel = "FOLDER", description = "of CLIP, as the Hugging Face hub lays it out")
    private Path clip;

    @Option(names = "--text-to-image", paramLabel = "FOLDER", description = "of Stable Diffusion")
    private Path textToImage;

    @Option(names = "--detector", paramLabel = "FOLDER", description = "of DETR")
    private Path detector;

    @Option(names = "--name", paramLabel = "NAME", description = "in tables; the folder's name if not given")
    private String name;

    @Option(names = "--seed", paramLabel = "N", description = "of the pictures; 1 if not given")
    private Long seed;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = {"another setting than the standard one, such as "
            + "synthesis.steps=50, and:",
        "sentences.mostWords=15 and sentences.distinct=true: of the sentences to train on and to look up, those of at "
            + "most 15 words, each once, as SynTIC's paper takes those of SS1M",
        "scale=full-flickr30k: settings of the papers for Flickr30k (SynTIC's temperature is 1/80 instead of 1/100); "
            + "scale=miniature: those of the miniature world"})
    private Map<String, String> settings = Map.of();

    @Override
    public Integer call() throws IOException {
        ProjectParts known = Project.isProject(folder) ? Project.open(folder).parts()
                : ProjectParts.none(Project.nameOf(folder));
        Project project = Project.write(folder, changed(known));
        new ProjectSummary(project).print(out);
        out.println(folder.resolve(ProjectFile.NAME));
        return 0;
    }

    private ProjectParts changed(ProjectParts known) throws IOException {
        ProjectParts parts = known.withCaptions(captionFiles()).withPhotos(photoFolders()).withModels(models())
                .withSettings(settings);
        parts = name == null ? parts : parts.withName(name);
        parts = seed == null ? parts : parts.withSeed(seed);
        return support.isEmpty() ? parts : parts.withSupport(supportFiles());
    }

    private Map<String, List<CaptionSource>> captionFiles() throws IOException {
        Map<String, List<CaptionSource>> files = new TreeMap<>();
        for (String option : captions) {
            Named named = Named.of(option);
            CaptionFiles.leftOut(named.path()).forEach((why, count) -> out.printf(Locale.ROOT,
                    "%s: %,d captions are left out: %s%n", named.path(), count, why));
            Set<String> own = CaptionFiles.splits(named.path());
            if (own.isEmpty()) {
                String split = named.split() == null ? Project.TRAIN : named.split();
                add(files, split, new CaptionSource(named.path(), null));
                continue;
            }
            boolean found = false;
            for (String split : own) {
                String here = NAMES.getOrDefault(split, split);
                if (named.split() == null || named.split().equals(here)) {
                    add(files, here, new CaptionSource(named.path(), split));
                    found = true;
                }
            }
            if (!found) {
                throw new UserException(named.path() + ": has no split '" + named.split() + "'; it has "
                        + String.join(", ", own));
            }
        }
        return files;
    }

    private List<CaptionSource> supportFiles() throws IOException {
        List<CaptionSource> files = new ArrayList<>();
        for (Path file : support) {
            Set<String> own = CaptionFiles.splits(file);
            if (own.isEmpty()) {
                files.add(new CaptionSource(file, null));
            }
            own.forEach(split -> files.add(new CaptionSource(file, split)));
        }
        return files;
    }

    private Map<String, List<Path>> photoFolders() {
        Map<String, List<Path>> folders = new TreeMap<>();
        for (String option : photos) {
            Named named = Named.of(option);
            if (!Files.isDirectory(named.path())) {
                throw new UserException(named.path() + ": no such folder of photos");
            }
            add(folders, named.split() == null ? ProjectParts.EVERY_SPLIT : named.split(), named.path());
        }
        return folders;
    }

    private Map<ModelRole, Path> models() {
        Map<ModelRole, Path> models = new TreeMap<>();
        put(models, ModelRole.CLIP, clip);
        put(models, ModelRole.TEXT_TO_IMAGE, textToImage);
        put(models, ModelRole.DETECTOR, detector);
        return models;
    }

    private static void put(Map<ModelRole, Path> models, ModelRole role, Path model) {
        if (model != null && !Files.isDirectory(model)) {
            throw new UserException(model + ": no such folder; give the folder of " + role.description() + ", such as "
                    + "that of " + role.example());
        }
        if (model != null) {
            models.put(role, model);
        }
    }

    private static <T> void add(Map<String, List<T>> lists, String key, T one) {
        lists.computeIfAbsent(key, none -> new ArrayList<>()).add(one);
    }

    /** @param split null where none is named */
    private record Named(String split, Path path) {
        static Named of(String option) {
            Matcher parts = WITH_SPLIT.matcher(option);
            if (!parts.matches() || Files.exists(Path.of(option))) {
                return new Named(null, Path.of(option));
            }
            return new Named(NAMES.getOrDefault(parts.group(1), parts.group(1)), Path.of(parts.group(2)));
        }
    }
}
