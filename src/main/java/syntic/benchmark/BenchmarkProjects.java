package syntic.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import syntic.data.CaptionData;
import syntic.io.UserException;
import syntic.nn.Compute;
import syntic.project.Project;
import syntic.project.ProjectData;
import syntic.stage.FrozenModels;
import syntic.store.ResultStore;

/** Projects that a benchmark compares systems on. */
final class BenchmarkProjects implements AutoCloseable {
    private final List<Project> projects;
    private final List<ProjectData> data = new ArrayList<>();

    /** @throws UserException if two have one name, by which conditions and tables name them */
    BenchmarkProjects(List<Path> folders, Compute compute) {
        projects = folders.stream().map(Project::open).toList();
        Set<String> names = new HashSet<>();
        for (Project project : projects) {
            if (!names.add(project.name())) {
                throw new UserException(project.folder() + ": another of the projects is named '" + project.name()
                        + "' too; give it another name in its project.json");
            }
            data.add(project.data(ResultStore.standard(), compute));
        }
    }

    List<CaptionData> data() {
        return List.copyOf(data);
    }

    /** The scale that all projects state. */
    String scale() {
        List<String> scales = projects.stream().map(Project::scale).distinct().toList();
        if (scales.size() > 1) {
            throw new UserException("the projects have settings of different scales (" + projects.stream()
                    .map(project -> project.name() + ": " + project.scale()).collect(Collectors.joining(", "))
                    + "); choose one with --scale");
        }
        return scales.get(0);
    }

    /**
     * The models of the first project.
     *
     * @throws UserException if another has other models: their features would not be of one space
     */
    FrozenModels models() {
        FrozenModels models = data.get(0).models();
        for (ProjectData other : data.subList(1, data.size())) {
            FrozenModels own = other.models();
            if (own.encodes() != models.encodes() || own.encodes()
                    && !own.encoding().fingerprint().equals(models.encoding().fingerprint())) {
                throw new UserException("the projects " + data.get(0).name() + " and " + other.name() + " have "
                        + "different CLIPs; features of one comparison must be of one");
            }
            if (own.detection() != null && models.detection() != null
                    && !own.detection().fingerprint().equals(models.detection().fingerprint())) {
                throw new UserException("the projects " + data.get(0).name() + " and " + other.name() + " have "
                        + "different detectors; tags of one comparison must be of one");
            }
        }
        return models;
    }

    @Override
    public void close() {
        data.forEach(ProjectData::close);
    }
}
