package syntic.project;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.nn.Compute;
import syntic.pack.Machine;
import syntic.pack.PhotoMaker;
import syntic.pack.SentenceMaker;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetector;

/** The command {@code encode}: features of sentences, features and tags of photos. */
@Command(name = "encode", description = {"Keep the features of a project's training and support sentences in "
        + "PROJECT/features/sentences, and those of the photos of each split with the tags of their objects in "
        + "PROJECT/features/photos-SPLIT.",
        "What is there is not made again. Several processes on one project share the work. Ctrl-C keeps what was done; "
        + "the same command goes on."})
public final class EncodeCommand extends Subcommand {
    @Parameters(paramLabel = "PROJECT", description = "a project's folder")
    private Path folder;

    @Option(names = "--retry", description = "make only what former runs could not make")
    private boolean retry;

    @Option(names = "--licence", paramLabel = "TEXT", description = "a note for those who get the packs")
    private String licence;

    @Override
    public Integer call() {
        Project project = Project.open(folder);
        List<Caption> sentences = PackCaptions.of(project, ProjectData.SENTENCES);
        // Text-only training has no photos; all other photos that are named must be there.
        List<String> splits = project.splits().stream().filter(split -> split.equals(Project.TRAIN)
                ? project.hasPhotos(split) : project.namesPhotos(split)).toList();
        if (sentences.isEmpty() && splits.isEmpty()) {
            throw new UserException(folder + ": the project has neither sentences to train on nor photos; add them "
                    + "with: project create " + folder + " --captions train=FILE --photos FOLDER");
        }
        Path clip = project.clip();
        Compute device = compute.get();
        try (Encoding encoding = Encoding.from(device, clip); ObjectDetector detector = project.detector(device)) {
            PackWork work = PackWork.on(Machine.of(device), out, stop, retry, licence);
            boolean whole = sentences.isEmpty() || work.run("sentences",
                    new SentenceMaker(encoding).job(project.pack(ProjectData.SENTENCES), sentences));
            for (String split : splits) {
                whole &= work.run("photos of " + split, new PhotoMaker(encoding, detector)
                        .job(project.pack(ProjectData.photoPack(split)), project.photos(split)));
            }
            return whole ? 0 : 1;
        }
    }
}
