package syntic.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.exchange.ClipRetrievalExport;
import syntic.exchange.FeatureExport;
import syntic.exchange.ParquetMetadata;
import syntic.exchange.WebDataset;
import syntic.io.UserException;
import syntic.pack.FeaturePack;
import syntic.pack.KeptPictures;

/** The command {@code features export}. */
@Command(name = "export", sortOptions = false, description = {"Write a pack's features as .npy (with FILE.ids.txt), .npz "
        + "(arrays features and ids), .safetensors or .csv.",
        "With --format the FILE is a new folder of many files, whose sums stand in its SHA256SUMS."})
public final class FeaturesExport extends Subcommand {
    private static final int SHOWN = 3;

    @Parameters(index = "0", paramLabel = "PROJECT", description = "a project's folder")
    private Path folder;

    @Parameters(index = "1", paramLabel = "PACK", description = "synthetic, sentences, photos-SPLIT or one of your own")
    private String name;

    @Parameters(index = "2", paramLabel = "FILE")
    private Path file;

    /** Many files in a folder. */
    private enum Format {
        CLIP_RETRIEVAL, WEBDATASET;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(names = "--format", paramLabel = "NAME", description = "clip-retrieval: .npy files of features and CSV files "
            + "of ids, sentences and tags, of synthetic also with the features of the sentences; webdataset: .tar files "
            + "of the pictures that synthesize --keep-pictures kept")
    private Format format;

    @Option(names = "--parquet", description = "with clip-retrieval: ids, sentences and tags as Parquet files too, "
            + "which its own programs read; once before: " + SparkProcess.BUILD)
    private boolean parquet;

    @Override
    public Integer call() {
        if (parquet && format != Format.CLIP_RETRIEVAL) {
            throw new UserException("--parquet is for --format " + Format.CLIP_RETRIEVAL);
        }
        Optional<ParquetMetadata> metadata = ServiceLoader.load(ParquetMetadata.class).findFirst();
        if (parquet && metadata.isEmpty()) {
            return SparkProcess.ofThisBuild().run(spec.root().commandLine().getParseResult().originalArgs(), stop);
        }
        SparkProcess.endWithStarter();
        Project project = Project.open(folder);
        FeaturePack pack = FeaturePack.open(project.pack(name));
        if (format == Format.WEBDATASET) {
            return pictures(project, pack);
        }
        if (format == Format.CLIP_RETRIEVAL) {
            clipRetrieval(project, pack, parquet ? metadata.get() : null);
        } else {
            FeatureExport.write(pack, file);
        }
        out.printf(Locale.ROOT, "%,d features of width %,d are in %s%n", pack.ids().size(), pack.width(), file);
        return 0;
    }

    private void clipRetrieval(Project project, FeaturePack pack, ParquetMetadata metadata) {
        Map<String, String> captions = PackCaptions.texts(project, name);
        if (name.equals(ProjectData.SENTENCES)) {
            new ClipRetrievalExport(null, pack, captions, metadata).write(file);
            return;
        }
        Path sentences = project.pack(ProjectData.SENTENCES);
        FeaturePack texts = name.equals(ProjectData.SYNTHETIC) && FeaturePack.exists(sentences)
                ? FeaturePack.open(sentences) : null;
        boolean all = texts != null && pack.ids().stream().allMatch(texts::has);
        if (texts != null && !all) {
            out.println("without text_emb: not all of these sentences are encoded; run encode first to have them");
        }
        new ClipRetrievalExport(pack, all ? texts : null, captions, metadata).write(file);
    }

    private int pictures(Project project, FeaturePack pack) {
        if (!name.equals(ProjectData.SYNTHETIC)) {
            throw new UserException("--format webdataset is for the pack synthetic, whose pictures are kept; photos are "
                    + "files already");
        }
        KeptPictures pictures = KeptPictures.of(SynthesizeCommand.pictures(folder), pack.made());
        List<String> missing = new WebDataset(pack, PackCaptions.texts(project, name), pictures).write(file);
        out.printf(Locale.ROOT, "%,d pictures are in %s%n", pack.ids().size() - missing.size(), file);
        if (!missing.isEmpty()) {
            out.printf(Locale.ROOT, "%,d have no picture of their sentence, such as %s; run synthesize with "
                    + "--keep-pictures%n", missing.size(),
                    String.join(", ", missing.subList(0, Math.min(SHOWN, missing.size()))));
        }
        return missing.isEmpty() ? 0 : 1;
    }
}
