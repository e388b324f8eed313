package syntic.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command that takes seconds or longer, run in a process of its own.
 *
 * @param arguments of the command line
 * @param home its cache, its log, and what it writes
 * @param environment what it needs besides
 * @param made what is deleted to have it made from the beginning
 * @param result what it is all for, the same whenever it is done
 */
record LongCommand(String name, List<String> arguments, Path home, Map<String, String> environment,
        List<Path> made, Result result) {
    private static final int MOST_MINUTES = 15;

    /** What is compared. */
    @FunctionalInterface
    interface Result {
        String read() throws Exception;
    }

    Process start() throws IOException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-XX:ErrorFile=" + home.resolve("crash-%p.log"), "-cp", System.getProperty("java.class.path"),
                "syntic.Main"));
        line.addAll(arguments);
        Files.createDirectories(home);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(Map.of("SYNTIC_CACHE", home.resolve("cache").toString(), "DJL_OFFLINE", "true",
                "OMP_WAIT_POLICY", "PASSIVE"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(
                log().toFile())).start();
    }

    /** Runs to the end. */
    void finish() throws Exception {
        Process process = start();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(name + " hangs: " + said());
        }
        requireDone(process);
    }

    /** That a process which ended did all, or found all done by one that was killed after its last step. */
    void requireDone(Process process) throws IOException {
        List<String> lines = Files.readAllLines(log());
        boolean before = !lines.isEmpty() && lines.get(lines.size() - 1).contains("there is something in this folder");
        if (process.exitValue() != 0 && !before) {
            throw new AssertionError(name + " ended with " + process.exitValue() + ": " + said());
        }
    }

    /** Deletes what was made. */
    void forget() throws IOException {
        for (Path one : made) {
            if (Files.exists(one)) {
                try (Stream<Path> all = Files.walk(one)) {
                    all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
                }
            }
        }
    }

    /** The last lines that it printed. */
    String said() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private Path log() {
        return home.resolve("log.txt");
    }
}
