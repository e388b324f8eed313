package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.project.Project;

/** Which settings systems begin with. */
class ScalesTest {
    @TempDir
    private Path folder;

    @Test
    void aProjectOfFlickr30kTakesThePapersTemperatureForIt() {
        Path project = folder.resolve("flickr30k");
        assertEquals(0, CommandRun.of("project", "create", project, "--set", "scale=full-flickr30k").status());
        Systems systems = Systems.atScale(Project.open(project).scale());
        assertEquals("0.0125", systems.syntic().settings().get("projection.temperature"));
        assertEquals("0.01", Systems.atScale("full").syntic().settings().get("projection.temperature"));
        assertEquals(Systems.PAPER.all().subList(1, Systems.PAPER.all().size()), systems.all().subList(1,
                systems.all().size()), "the paper has it for SynTIC");
        for (List<String> help : List.of(List.of("benchmark", "--help"), List.of("project", "create", "--help"))) {
            String text = CommandRun.of(help.toArray()).out();
            assertTrue(text.contains("full-flickr30k") && text.contains("1/80"), text);
        }
    }
}
