package syntic;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command {@code environment/workbook}, as a person calls it, for tests. */
public final class Workbook {
    public static final Path ROOT = Path.of("").toAbsolutePath();

    private Workbook() {
    }

    /** How a command ended and what it said. */
    public record Result(int status, String output) {
    }

    /** Runs the command on the library as it is built; what it says also appears on the console as it comes. */
    public static Result run(String... options) throws IOException, InterruptedException {
        return run(Map.of(), options);
    }

    /** As {@link #run(String...)}, where more stands in the environment. */
    public static Result run(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("environment/workbook").toString());
        command.add("--skip-build");
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                output.append(line).append('\n');
            }
        } finally {
            process.destroy();
        }
        return new Result(process.waitFor(), output.toString());
    }

    /** Sets up what is missing and gives the Python that has Jupyter. */
    public static String pythonWithJupyter() throws IOException, InterruptedException {
        Result setup = run("--setup-only");
        if (setup.status() != 0) {
            throw new IllegalStateException("environment/workbook --setup-only failed:\n" + setup.output());
        }
        return Files.readString(ROOT.resolve("target/jupyter/python")).strip();
    }
}
