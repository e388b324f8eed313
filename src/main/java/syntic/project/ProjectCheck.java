package syntic.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.corpus.Caption;
import syntic.corpus.PictureFiles;
import syntic.io.UserException;
import syntic.pack.FeaturePack;

/** The command {@code project check}: what a project has, what is missing, what looks wrong and what it will take. */
@Command(name = "check", description = {"Count what a project has, name what is missing, warn where tests look into "
        + "the training, and estimate time, disk and memory of what is left to do.", "Nothing is changed."})
public final class ProjectCheck extends Subcommand {
    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    @Option(names = "--no-estimates", description = "open no model: only count and compare")
    private boolean noEstimates;

    @Override
    public Integer call() {
        Project project = Project.open(folder);
        new ProjectSummary(project).print(out);
        List<String> missing = missing(project);
        for (String split : project.splits()) {
            packs(project, split);
        }
        missing.forEach(one -> out.println("missing: " + one));
        unused(project);
        new Leakage(project).warnings().forEach(one -> out.println("warning: " + one));
        if (!noEstimates) {
            new ProjectEstimates(project, compute.get(), out).print();
        }
        return 0;
    }

    private void packs(Project project, String split) {
        List<Caption> captions = project.captions(split).captions();
        if (split.equals(Project.TRAIN)) {
            for (String name : List.of(ProjectData.SYNTHETIC, ProjectData.SENTENCES)) {
                pack(project, name, captions.size(), pack -> captions.size() - pack.missing(captions).size());
            }
        }
        Set<String> images = project.captions(split).byImage().keySet();
        pack(project, ProjectData.photoPack(split), images.size(),
                pack -> (int) images.stream().filter(pack::has).count());
    }

    private void pack(Project project, String name, int all, ToIntFunction<FeaturePack> there) {
        Path pack = project.pack(name);
        if (FeaturePack.exists(pack)) {
            out.printf(Locale.ROOT, "features/%s: %,d of %,d%n", name, there.applyAsInt(FeaturePack.open(pack)), all);
        }
    }

    /** What commands will ask for, and photos that were not found. */
    private List<String> missing(Project project) {
        List<String> missing = new ArrayList<>();
        if (!project.splits().contains(Project.TRAIN)) {
            missing.add("sentences to train on; add them with --captions train=FILE");
        }
        if (project.splits().stream().allMatch(Project.TRAIN::equals)) {
            missing.add("photos with captions to test on; add them with --captions test=FILE --photos test=FOLDER");
        }
        for (String split : project.splits()) {
            if (!split.equals(Project.TRAIN) && !project.hasPhotos(split)) {
                try {
                    project.photos(split);
                } catch (UserException e) {
                    missing.add(e.getMessage());
                }
            }
        }
        for (ModelRole role : ModelRole.values()) {
            if (!project.has(role)) {
                missing.add(role.description() + " (such as " + role.example() + "); add its folder with --"
                        + role.key());
            }
        }
        return missing;
    }

    /** Photos without captions are no fault: a folder may be that of a larger data set. */
    private void unused(Project project) {
        Set<Path> used = new HashSet<>();
        project.splits().forEach(split -> project.pictures(split).files().values()
                .forEach(file -> used.add(file.toAbsolutePath().normalize())));
        for (Path photos : project.parts().photos().values().stream().flatMap(List::stream).distinct().toList()) {
            try (Stream<Path> files = Files.list(photos)) {
                List<Path> without = files.filter(file -> PictureFiles.isPicture(file.getFileName().toString())
                        && !used.contains(file.toAbsolutePath().normalize())).sorted().toList();
                if (!without.isEmpty()) {
                    out.printf(Locale.ROOT, "%s: %,d photos have no caption in any split, such as %s%n", photos,
                            without.size(), without.get(0).getFileName());
                }
            } catch (IOException e) {
                throw UserException.ofReading(photos, e);
            }
        }
    }
}
