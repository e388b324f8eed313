package syntic.spark;

import java.nio.file.Path;
import java.util.function.Supplier;
import syntic.nn.Compute;
import syntic.project.DrawingModels;
import syntic.project.Project;

/**
 * The models of a project.
 *
 * @param folder of the project, the same on every machine
 * @param device of {@link Compute#chosen}, as is {@code dtype}; each may be null
 * @param threads of one operation
 */
record ProjectOpening(String folder, String device, String dtype, int threads) implements Opening {
    @Override
    public String models() {
        return "the models of " + folder;
    }

    @Override
    public Opened open() {
        Supplier<Compute> compute = () -> Compute.chosen(device, dtype, Integer.toString(threads));
        // Open as long as the process lives: its tasks share them.
        DrawingModels models = DrawingModels.open(Project.open(Path.of(folder)), compute);
        return new Opened(models.maker(null), models.machine(compute.get()));
    }
}
