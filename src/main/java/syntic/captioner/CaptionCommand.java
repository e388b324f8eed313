package syntic.captioner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.corpus.CaptionFiles;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.method.syntic.SynticSystem;
import syntic.miniature.ShippedModels;
import syntic.nn.Compute;
import syntic.nn.Ownership;
import syntic.project.ModelRole;
import syntic.project.Project;
import syntic.stage.Encoding;
import syntic.stage.FrozenModels;
import syntic.stage.LanguageModels;
import syntic.stage.ObjectDetection;
import syntic.store.ResultStore;

/** The command {@code caption}: writes captions of photos. */
@Command(name = "caption", sortOptions = false, description = {"Write captions of photos, and why they came out so.",
        "Without --captioner one that was trained on the miniature world is used, which knows drawn scenes only."})
public final class CaptionCommand extends Subcommand {
    @Parameters(paramLabel = "PHOTO|FOLDER", arity = "0..*", description = "photos, and folders of them")
    private List<Path> paths = List.of();

    @Option(names = "--captioner", paramLabel = "FOLDER", description = "that the command train wrote")
    private Path folder;

    @Option(names = "--project", paramLabel = "FOLDER", description = "whose models, and with --split whose photos, "
            + "are taken")
    private Path project;

    @Option(names = "--split", paramLabel = "NAME", description = "caption the project's photos of this split, under "
            + "the ids of their images")
    private String split;

    @Option(names = "--clip", paramLabel = "FOLDER", description = "the CLIP that the captioner was trained with")
    private Path clip;

    @Option(names = "--detector", paramLabel = "FOLDER", description = "the detector that it was trained with")
    private Path detector;

    @Option(names = "--language-model", paramLabel = "FOLDER", description = "the T5 or GPT-2 that it was trained "
            + "with, for a ReCap or ZeroCap that uses one as it is")
    private Path languageModel;

    @Option(names = "--support", paramLabel = "FILE", description = "sentences to look up instead of those of the "
            + "training")
    private Path support;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "another setting than that of the training, such "
            + "as tau=1/50")
    private Map<String, String> settings = Map.of();

    @Option(names = "--upright", description = "turn photos as EXIF says")
    private boolean upright;

    @Option(names = "--json", paramLabel = "FILE", description = "also write captions in COCO's result format")
    private Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "also write a line for each photo")
    private Path csv;

    @Option(names = "--why", paramLabel = "FOLDER", description = "also write a page for each photo: its objects, the "
            + "sentences that it is projected from, the words that are copied (SynTIC only)")
    private Path why;

    private final WhyPage page;

    /** @param page draws what {@code --why} asks for */
    public CaptionCommand(WhyPage page) {
        this.page = page;
    }

    @Override
    public Integer call() {
        if ((split == null) == paths.isEmpty() || split != null && project == null) {
            throw new ParameterException(spec.commandLine(), "name photos or folders of them, or --project with "
                    + "--split");
        }
        Project opened = project == null ? null : Project.open(project);
        Path captioner = folder == null ? ShippedModels.folder("captioner") : folder;
        CaptionerConfig config = CaptionerConfig.read(captioner);
        if (why != null && !(config.configured() instanceof SynticSystem)) {
            throw new ParameterException(spec.commandLine(), "--why is answered by SynTIC only, and " + captioner
                    + " is a " + config.system());
        }
        Iterator<Photo> photos = split == null ? Photo.in(paths).iterator() : opened.photos(split).entrySet().stream()
                .map(photo -> new Photo(photo.getKey(), photo.getValue())).iterator();
        CaptionRun.Result result;
        try (OpenedModels models = open(config, opened);
                Captioner trained = Captioner.open(captioner, models.models(), changes(models.models()));
                CaptionOutput output = new CaptionOutput(json, csv)) {
            CaptionRun run = new CaptionRun(trained, upright, why, page, output, out, stop);
            result = run.run(photos);
            output.commit();
            report(result, trained);
        }
        return result.unreadable().isEmpty() ? 0 : 1;
    }

    private void report(CaptionRun.Result result, Captioner captioner) {
        if (result.unknown() > 0) {
            err.println(result.unknown() + (result.unknown() == 1 ? " photo is" : " photos are")
                    + " nothing that this captioner can know: " + captioner.knowledge());
        }
        if (!result.unreadable().isEmpty()) {
            err.println(result.unreadable().size() + " of " + (result.captioned() + result.unreadable().size())
                    + " photos could not be read:");
            result.unreadable().forEach(err::println);
        }
    }

    private record OpenedModels(FrozenModels models) implements AutoCloseable {
        @Override
        public void close() {
            models.encoding().close();
            if (models.detection() != null) {
                models.detection().close();
            }
        }
    }

    /** CLIP, and the detector where the captioner reads objects. */
    private OpenedModels open(CaptionerConfig config, Project opened) {
        Path clipFolder = model(config, SavedCaptioner.CLIP, clip, opened, ModelRole.CLIP);
        Path detectorFolder = config.models().containsKey(SavedCaptioner.DETECTOR)
                ? model(config, SavedCaptioner.DETECTOR, detector, opened, ModelRole.DETECTOR) : null;
        Compute chosen = compute.get();
        return Ownership.handOver(Encoding.from(chosen, clipFolder), encoding -> new OpenedModels(new FrozenModels(
                encoding, detectorFolder == null ? null : ObjectDetection.from(chosen, detectorFolder,
                ObjectDetection.Config.STANDARD), new LanguageModels(languageModel, languageModel),
                ResultStore.standard())));
    }

    /** The folder that was named, that of the project, or the miniature's if the captioner was trained with it. */
    private static Path model(CaptionerConfig config, String name, Path named, Project project, ModelRole role) {
        if (named != null) {
            return named;
        }
        if (project != null) {
            return project.model(role);
        }
        String shipped = role == ModelRole.CLIP ? "clip" : "detr";
        if (ShippedModels.fingerprint(shipped).equals(config.models().get(name))) {
            return ShippedModels.folder(shipped);
        }
        throw new UserException("the captioner works with " + role.description() + " that is not shipped here; name "
                + "the folder of the one that it was trained with: --" + role.key() + " FOLDER, or its --project");
    }

    private Captioner.Changes changes(FrozenModels models) {
        Captioner.Changes changes = Captioner.Changes.NONE.with(settings);
        return support == null ? changes : changes.withOtherSupport(sentences(support, models));
    }

    private static Sentences sentences(Path file, FrozenModels models) {
        try {
            return Sentences.of(CaptionFiles.read(file, null), models.encoding());
        } catch (IOException e) {
            throw UserException.ofReading(file, e);
        }
    }

}
