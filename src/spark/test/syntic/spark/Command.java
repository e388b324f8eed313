package syntic.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, with all that it prints in a file. */
record Command(List<String> line, Path log) {
    private static final int MOST_MINUTES = 30;
    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** A command of the main program, as it is built, begun by {@code java} with these options. */
    static Command of(List<String> options, Object... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(JAVA, "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Dspark.executor.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
        line.addAll(options);
        line.addAll(List.of("-jar", "lib/syntic-workbook.jar"));
        Arrays.stream(arguments).map(Object::toString).forEach(line::add);
        return new Command(line, Files.createTempFile("command", ".log"));
    }

    static Command of(Object... arguments) throws IOException {
        return of(List.of(), arguments);
    }

    Process start() throws IOException {
        return new ProcessBuilder(line).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    /** Runs it to its end, which must have this status; the result is what it printed. */
    String run(int status) throws IOException, InterruptedException {
        return end(start(), status);
    }

    String end(Process process, int status) throws IOException, InterruptedException {
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(line + " hangs: " + said());
        }
        String said = said();
        if (process.exitValue() != status) {
            throw new AssertionError(line + " ended with " + process.exitValue() + ", not " + status + ":\n" + said);
        }
        return said;
    }

    String said() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }
}
