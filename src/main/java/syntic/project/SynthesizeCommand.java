package syntic.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.pack.FeaturePack;
import syntic.pack.KeptPictures;
import syntic.pack.PackJob;
import syntic.pack.PictureMaker;
import syntic.pack.Share;
import syntic.pack.UnusableSentence;

/** The command {@code synthesize}: pictures of the training captions, as features and tags. */
@Command(name = "synthesize", sortOptions = false, description = {"Draw a picture for every training caption of a "
        + "project and keep its feature and the tags of its objects in PROJECT/features/synthetic.",
        "What is there is not made again. Several processes on one project share the work. Ctrl-C keeps what was done; "
        + "the same command goes on."})
public final class SynthesizeCommand extends Subcommand {
    @Parameters(paramLabel = "PROJECT", description = "a project's folder")
    private Path folder;

    @Option(names = "--limit", paramLabel = "N", description = "only the first N captions")
    private Integer limit;

    @Option(names = "--shard", paramLabel = "K/N", description = "only share K of N shares, as PROJECT/shares/"
            + "synthetic-K-of-N; join them with: features merge PROJECT/features/synthetic PROJECT/shares/*")
    private String shard;

    @Option(names = "--estimate", description = "make nothing: draw a few pictures to try, and print what all will "
            + "take in time, work, disk and memory, for other numbers of steps and of machines too")
    private boolean estimate;

    @Option(names = "--machines", paramLabel = "N", description = "with --estimate: what N machines like this one "
            + "take, besides 1, 2, 4 and 8")
    private Integer machines;

    @Option(names = "--keep-pictures", description = "keep the pictures too, in PROJECT/pictures")
    private boolean keep;

    @Option(names = "--retry", description = "make only what former runs could not make")
    private boolean retry;

    @Option(names = "--licence", paramLabel = "TEXT", description = "a note for those who get the pack; the licences of "
            + "the models and of the sentences may bind them")
    private String licence;

    @Option(names = "--spark", paramLabel = "MASTER", description = "have Apache Spark spread the work: local[2], "
            + "local-cluster[2,1,4096], spark://HOST:PORT; submit: what spark-submit was told. Not in the usual build: "
            + SparkProcess.BUILD)
    private String spark;

    @Option(names = "--tasks", paramLabel = "N", description = "with --spark: in how many tasks; if not given, each "
            + "draws a batch, which is what a kill loses")
    private Integer tasks;

    @Override
    public Integer call() {
        if (limit != null && limit < 1) {
            throw new UserException("--limit must be 1 or more, not " + limit);
        }
        if (tasks != null && (tasks < 1 || spark == null)) {
            throw new UserException("--tasks goes with --spark and must be 1 or more, not " + tasks);
        }
        if (estimate && (retry || licence != null || spark != null)) {
            throw new UserException("--estimate makes nothing, and tells of this machine alone; leave out --retry, "
                    + "--licence and --spark");
        }
        if (machines != null && (machines < 1 || !estimate)) {
            throw new UserException("--machines goes with --estimate and must be 1 or more, not " + machines);
        }
        Share share = shard == null ? null : Share.of(shard);
        Project project = Project.open(folder);
        List<Caption> captions = project.captions(Project.TRAIN).captions();
        captions = captions.subList(0, limit == null ? captions.size() : Math.min(limit, captions.size()));
        Path pack = project.pack(ProjectData.SYNTHETIC);
        if (share != null) {
            captions = notJoined(project, captions.stream().filter(caption -> share.has(caption.id())).toList());
            // Not among the project's packs, which are what its results depend on.
            pack = folder.resolve("shares").resolve(ProjectData.SYNTHETIC + "-" + share);
        }
        if (estimate) {
            estimate(project, UnusableSentence.without(captions));
            return 0;
        }
        Path pictures = keep ? pictures(folder) : null;
        if (spark != null) {
            return onSpark(captions, pack, pictures, project);
        }
        try (DrawingModels models = DrawingModels.open(project, compute)) {
            PackWork work = PackWork.on(models.machine(compute.get()), out, stop, retry, licence);
            return work.run("pictures", fitting(models.maker(pictures).job(pack, captions), project)) ? 0 : 1;
        }
    }

    /** What is not made as the pack that shares are joined into must not be made at all. */
    private static PackJob<Caption> fitting(PackJob<Caption> job, Project project) {
        Path joined = project.pack(ProjectData.SYNTHETIC);
        if (FeaturePack.exists(joined)) {
            job.requireSame(joined);
        }
        return job;
    }

    private int onSpark(List<Caption> captions, Path pack, Path pictures, Project project) {
        Optional<Cluster> cluster = ServiceLoader.load(Cluster.class).findFirst();
        if (cluster.isEmpty()) {
            return SparkProcess.ofThisBuild().run(spec.root().commandLine().getParseResult().originalArgs(), stop);
        }
        SparkProcess.endWithStarter();
        Path results = folder.resolve("parquet").resolve(pack.getFileName());
        try (Cluster.Drawing drawing = cluster.get().start(new Cluster.Order(folder, results, pictures, spark,
                tasks == null ? 0 : tasks, option("--device"), option("--dtype"), option("--threads")), out)) {
            PackWork work = new PackWork(out, stop, retry, licence, drawing::machines);
            return work.run("pictures", fitting(PictureMaker.job(pack, drawing.width(), drawing.made(), captions,
                    drawing), project)) ? 0 : 1;
        }
    }

    private String option(String name) {
        return spec.commandLine().getParseResult().matchedOptionValue(name, null);
    }

    /** Those of a share that are not in the pack already which shares are joined into. */
    private List<Caption> notJoined(Project project, List<Caption> share) {
        Path joined = project.pack(ProjectData.SYNTHETIC);
        if (!FeaturePack.exists(joined)) {
            return share;
        }
        FeaturePack there = FeaturePack.open(joined);
        Set<Caption> missing = Set.copyOf(there.missing(share));
        KeptPictures pictures = KeptPictures.of(pictures(folder), there.made());
        List<Caption> left = share.stream().filter(caption -> missing.contains(caption)
                || keep && !pictures.has(caption.id(), caption.text())).toList();
        if (left.size() < share.size()) {
            out.printf(Locale.ROOT, "%,d of the %,d of this share are in %s already%n", share.size() - left.size(),
                    share.size(), joined);
        }
        return left;
    }

    /** Where the pictures of a project are kept. */
    static Path pictures(Path project) {
        return project.resolve("pictures");
    }

    private void estimate(Project project, List<Caption> captions) {
        if (captions.isEmpty()) {
            out.println("no caption of these can be drawn");
        } else {
            new ProjectEstimates(project, compute.get(), out).printDrawing(captions, machines);
        }
    }
}
