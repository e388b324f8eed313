package syntic.project;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import syntic.io.UserException;

/**
 * Runs this program with Apache Spark on its class path, in a process of its own: Spark brings other releases of what
 * is in use here, and needs what Java opens to the first jar of a process alone.
 *
 * @param home what the profile {@code spark} of the build makes
 */
record SparkProcess(Path home) {
    static final String BUILD = "mvn -B -Pspark -DskipTests package";
    /** The system property with the number of the process that started this one. */
    private static final String STARTER = "syntic.starter";
    private static final int PAUSE_MILLIS = 200;

    /** That of this build, be it there or not. */
    static SparkProcess ofThisBuild() {
        try {
            Path jar = Path.of(SparkProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return new SparkProcess(jar.resolve("../../target/spark").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class comes from a file", e);
        }
    }

    /**
     * Runs a command to its end.
     *
     * @param stop asked all the time: whether to tell it to end
     * @return its exit status
     * @throws UserException if Spark was not built
     */
    int run(List<String> command, BooleanSupplier stop) {
        Path jar = home.resolve("syntic-spark.jar");
        if (!Files.exists(jar)) {
            throw new UserException(home + ": Spark is not there, as it is not in the usual build; build with it: "
                    + BUILD);
        }
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") || option.startsWith("-D")).forEach(line::add);
        // Two loggers are found, that of Spark first, which is the one to take.
        line.addAll(List.of("-Dslf4j.internal.verbosity=ERROR", "-D" + STARTER + "=" + ProcessHandle.current().pid(),
                "-jar", jar.toString()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        try {
            return await(builder.start(), stop);
        } catch (IOException e) {
            throw new UserException("Java cannot be started once more (" + e.getMessage() + ")", e);
        }
    }

    /** In a process that was started here: when the one that started it is gone, it ends as if told to. */
    static void endWithStarter() {
        Long starter = Long.getLong(STARTER);
        if (starter != null) {
            ProcessHandle.of(starter).ifPresentOrElse(handle -> handle.onExit().thenRun(() -> System.exit(1)),
                    () -> System.exit(1));
        }
    }

    private static int await(Process process, BooleanSupplier stop) {
        try {
            while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stop.getAsBoolean()) {
                    process.destroy();
                }
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
        return process.onExit().join().exitValue();
    }
}
