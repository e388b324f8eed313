package syntic.project;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code project check}: what a project has and what is missing. */
@Command(name = "check", description = "Count what a project has and name what is missing.")
public final class ProjectCheck implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    private final PrintStream out;

    public ProjectCheck(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        new ProjectSummary(Project.open(folder)).print(out);
        return 0;
    }
}
