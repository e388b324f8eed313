package syntic.project;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.nn.Compute;
import syntic.pack.PictureMaker;
import syntic.pack.Share;
import syntic.pack.UnusableSentence;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetector;
import syntic.stage.Synthesis;

/** The command {@code synthesize}: pictures of the training captions, as features and tags. */
@Command(name = "synthesize", sortOptions = false, description = {"Draw a picture for every training caption of a "
        + "project and keep its feature and the tags of its objects in PROJECT/features/synthetic.",
        "What is there is not made again. Several processes on one project share the work. Ctrl-C keeps what was done; "
        + "the same command goes on."})
public final class SynthesizeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROJECT", description = "a project's folder")
    private Path folder;

    @Option(names = "--limit", paramLabel = "N", description = "only the first N captions")
    private Integer limit;

    @Option(names = "--shard", paramLabel = "K/N", description = "only share K of N shares, as PROJECT/shares/"
            + "synthetic-K-of-N; join them with: features merge PROJECT/features/synthetic PROJECT/shares/*")
    private String shard;

    @Option(names = "--estimate", description = "make nothing: draw one picture to try, and print what all will take "
            + "in time, work, disk and memory, for other numbers of steps and of machines too")
    private boolean estimate;

    @Option(names = "--keep-pictures", description = "keep the pictures too, in PROJECT/pictures")
    private boolean keep;

    @Option(names = "--retry", description = "make only what former runs could not make")
    private boolean retry;

    @Option(names = "--licence", paramLabel = "TEXT", description = "a note for those who get the pack; the licences of "
            + "the models and of the sentences may bind them")
    private String licence;

    private final PrintStream out;
    private final BooleanSupplier stop;
    private final Supplier<Compute> compute;

    public SynthesizeCommand(PrintStream out, BooleanSupplier stop, Supplier<Compute> compute) {
        this.out = out;
        this.stop = stop;
        this.compute = compute;
    }

    @Override
    public Integer call() {
        if (limit != null && limit < 1) {
            throw new UserException("--limit must be 1 or more, not " + limit);
        }
        Share share = shard == null ? null : Share.of(shard);
        Project project = Project.open(folder);
        List<Caption> captions = project.captions(Project.TRAIN).captions();
        captions = captions.subList(0, limit == null ? captions.size() : Math.min(limit, captions.size()));
        Path pack = project.pack(ProjectData.SYNTHETIC);
        if (share != null) {
            captions = captions.stream().filter(caption -> share.has(caption.id())).toList();
            // Not among the project's packs, which are what its results depend on.
            pack = folder.resolve("shares").resolve(ProjectData.SYNTHETIC + "-" + share);
        }
        if (estimate) {
            estimate(project, UnusableSentence.without(captions));
            return 0;
        }
        Path clip = project.clip();
        Path generator = project.textToImage();
        Compute device = compute.get();
        try (Encoding encoding = Encoding.from(device, clip);
                Synthesis synthesis = Synthesis.from(device, generator, project.synthesis());
                ObjectDetector detector = project.detector(device)) {
            PictureMaker maker = new PictureMaker(synthesis, encoding, detector, keep ? pictures(folder)
                    : null);
            return new PackWork(out, stop, retry, licence).run("pictures", maker.job(pack, captions)) ? 0 : 1;
        }
    }

    /** Where the pictures of a project are kept. */
    static Path pictures(Path project) {
        return project.resolve("pictures");
    }

    private void estimate(Project project, List<Caption> captions) {
        if (captions.isEmpty()) {
            out.println("no caption of these can be drawn");
        } else {
            new ProjectEstimates(project, compute.get(), out).printDrawing(captions);
        }
    }
}
