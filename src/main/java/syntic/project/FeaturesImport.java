package syntic.project;

import com.google.gson.reflect.TypeToken;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.exchange.FeatureFiles;
import syntic.exchange.FeatureImport;
import syntic.exchange.FeatureTable;
import syntic.exchange.IdFile;
import syntic.exchange.PooledFrames;
import syntic.io.UserException;
import syntic.model.ModelFolder;
import syntic.model.clip.ClipConfig;
import syntic.pack.FeaturePack;
import syntic.pack.PackMerge;
import syntic.store.StoredJson;

/** The command {@code features import}. */
@Command(name = "import", sortOptions = false, description = {"Make a feature pack of a project from .npy, .npz, "
        + ".safetensors, .csv, clip-retrieval's folder, or the pack of somebody else.",
        "The digest of every part of a pack is checked, and that of every file of a folder with SHA256SUMS.",
        "The ids of the rows are those that the file states, or those of --ids."})
public final class FeaturesImport extends Subcommand {
    @Parameters(index = "0", paramLabel = "PROJECT", description = "a project's folder")
    private Path folder;

    @Parameters(index = "1", paramLabel = "PACK", description = "synthetic (pictures by the ids of training captions), "
            + "sentences (by the ids of training and support captions), photos-SPLIT (by the ids of a split's images), "
            + "or a name of your own")
    private String name;

    @Parameters(index = "2", paramLabel = "FILE")
    private Path file;

    @Option(names = "--array", paramLabel = "NAME", description = "which array of a file that has several; of "
            + "clip-retrieval's folder img_emb or text_emb")
    private String array;

    @Option(names = "--part", paramLabel = "N", description = "which of an array [parts, rows, width], counted from 0")
    private Integer part;

    @Option(names = "--ids", paramLabel = "FILE", description = "the rows' ids: a line for each, a CSV file or a JSON "
            + "list")
    private Path ids;

    @Option(names = "--id-column", paramLabel = "NAME", description = "the column of a table that holds the ids")
    private String column;

    @Option(names = "--in-order", description = "the rows are all that the pack is to have, in the project's order")
    private boolean inOrder;

    @Option(names = "--loose-ids", description = "folders, extensions and leading zeros of ids do not count")
    private boolean loose;

    @Option(names = "--skip-unknown", description = "leave out rows whose ids the project does not have")
    private boolean skip;

    @Option(names = "--frames", paramLabel = "FILE", description = "the rows are frames of videos, which are the "
            + "project's images: CSV with the columns frame and video. A video's feature is the mean of those of its "
            + "frames, each and the mean of length 1")
    private Path frames;

    @Option(names = "--unit", description = "scale features to length 1, which systems expect")
    private boolean unit;

    @Option(names = "--tags", paramLabel = "FILE", description = "names of the objects, the surest first: "
            + "{\"id\": [\"dog\", …], …}")
    private Path tags;

    @Option(names = "--licence", paramLabel = "TEXT", description = "a note for those who get the pack")
    private String licence = "";

    @Override
    public Integer call() {
        Project project = Project.open(folder);
        Map<String, String> sentences = PackCaptions.texts(project, name);
        List<String> wanted = !sentences.isEmpty() ? List.copyOf(sentences.keySet()) : images(project);
        if (inOrder && wanted == null) {
            throw new UserException("--in-order: the project has no order for a pack of the name " + name
                    + "; give the ids with --ids");
        }
        if (FeaturePack.exists(file)) {
            return joined(project, wanted);
        }
        Map<String, List<String>> objects = tags == null ? null
                : StoredJson.read(tags, new TypeToken<LinkedHashMap<String, List<String>>>() { },
                        "write {\"id\": [\"dog\", …], …}");
        List<String> named = inOrder ? wanted : ids == null ? null : IdFile.read(ids, column);
        try (FeatureTable rows = FeatureFiles.open(file, new FeatureFiles.Selection(array, part, column))) {
            FeatureTable table = frames == null ? rows : new PooledFrames(rows, named == null ? rows.ids() : named,
                    frames, skip);
            FeatureImport.Report report = new FeatureImport(frames == null ? named : null, wanted, loose, skip, unit)
                    .run(file, table, width(project), project.pack(name), objects, sentences, licence);
            out.printf(Locale.ROOT, "%s: %,d features of width %,d%s%n", name, report.rows(), table.width(),
                    wanted == null || report.rows() == wanted.size() ? ""
                            : String.format(Locale.ROOT, "; %,d of the project's have none", wanted.size()
                                    - report.rows()));
            if (!unit && !report.ofUnitLength()) {
                out.printf(Locale.ROOT, "their lengths are %.3g to %.3g, and systems expect 1: if that is not meant, "
                        + "remove %s and import with --unit%n", report.least(), report.most(), project.pack(name));
            }
        }
        return 0;
    }

    /** A pack comes in as it is: every part's digest is checked, and what made it stays known. */
    private int joined(Project project, List<String> wanted) {
        Path target = project.pack(name);
        if (array != null || part != null || ids != null || column != null || inOrder || loose || skip || unit
                || frames != null || tags != null || !licence.isEmpty()) {
            throw new UserException(file + ": is a feature pack, which comes in as it is; leave the options out");
        }
        if (FeaturePack.exists(target)) {
            throw new UserException(target + ": there is a feature pack already; join them with: features merge "
                    + target + " " + file);
        }
        FeaturePack pack = FeaturePack.open(file);
        if (width(project) != 0 && pack.width() != width(project)) {
            throw new UserException(file + ": has features of width " + pack.width() + ", and the project's are of "
                    + "width " + width(project) + "; all must come from the same CLIP");
        }
        List<String> none = wanted == null ? List.of() : wanted.stream().filter(id -> !pack.has(id)).toList();
        if (wanted != null && none.size() == wanted.size()) {
            throw new UserException(file + ": has none of the project's ids, which are such as '" + wanted.get(0)
                    + "'; those of the pack are such as " + pack.ids().stream().limit(1).toList());
        }
        PackMerge.run(target, List.of(file), wanted == null ? List.of() : wanted);
        out.printf(Locale.ROOT, "%s: %,d features of width %,d%s%n", name, pack.ids().size(), pack.width(),
                none.isEmpty() ? "" : String.format(Locale.ROOT, "; %,d of the project's have none", none.size()));
        if (!pack.licence().isBlank()) {
            out.println("licence: " + pack.licence());
        }
        return 0;
    }

    /** The images that the pack is of; null where it is of no split's. */
    private List<String> images(Project project) {
        return project.splits().stream().filter(split -> ProjectData.photoPack(split).equals(name)).findFirst()
                .map(split -> List.copyOf(project.captions(split).byImage().keySet())).orElse(null);
    }

    /** Of the features that are there, else of the project's CLIP; 0 if there is neither. */
    private int width(Project project) {
        return project.packs().stream().map(project::pack).filter(FeaturePack::exists).mapToInt(FeaturePack::width)
                .findFirst().orElseGet(() -> project.has(ModelRole.CLIP)
                        ? ClipConfig.from(new ModelFolder(project.clip()).config()).projection() : 0);
    }
}
