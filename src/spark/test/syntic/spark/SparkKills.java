package syntic.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Kills executors, the driver and what started it at random moments, until the work is left alone: no record may be
 * lost or be there twice, and the pack must be that of one process which was never killed.
 */
record SparkKills(SplittableRandom random) {
    private static final int CAPTIONS = 62;
    private static final int UNDRAWABLE = 2;
    private static final int TASKS = 20;
    private static final int MOST_FILES = 4;
    private static final int PAUSE_MILLIS = 20;
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
    private static final String DRIVER = "syntic-spark.jar";

    /** Arguments: an empty folder, number of kills, seed. */
    public static void main(String[] arguments) throws Exception {
        new SparkKills(new SplittableRandom(Long.parseLong(arguments[2]))).run(Path.of(arguments[0]),
                Integer.parseInt(arguments[1]));
    }

    private void run(Path home, int kills) throws IOException, InterruptedException {
        TinyProject project = TinyProject.create(home, CAPTIONS, 4);
        Command.of("synthesize", project.folder(), "--threads", "1").run(1);
        byte[] one = project.made();
        project.forget(project.pack());
        int executors = 0;
        int drivers = 0;
        int whole = 0;
        boolean alone = false;
        while (!alone || executors + drivers < kills) {
            Command command = Command.of("synthesize", project.folder(), "--spark", "local-cluster[2,1,1024]",
                    "--tasks", TASKS);
            Process process = command.start();
            alone = true;
            while (alone && executors + drivers < kills && await(process, project, random.nextInt(MOST_FILES))) {
                if (random.nextInt(3) > 0) {
                    executors += kill(process, EXECUTOR) ? 1 : 0;
                } else {
                    drivers += killDriver(process);
                    alone = false;
                }
            }
            if (alone) {
                command.end(process, 1);
                require(project, one);
                whole++;
                project.forget(project.pack());
                project.forget(project.records());
            }
        }
        System.out.printf(Locale.ROOT, "kills: %d of executors, %d of drivers, %d times the same result%n", executors,
                drivers, whole);
    }

    /** Or what started it; without the one the other ends by itself. @return 1 if it still ran */
    private int killDriver(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        boolean killed = random.nextBoolean() ? process.toHandle().destroyForcibly() : kill(process, DRIVER);
        process.onExit().join();
        all.forEach(other -> other.onExit().join());
        return killed ? 1 : 0;
    }

    /** Waits until so many more files are there, or until the process ends, which is false. */
    private static boolean await(Process process, TinyProject project, int more) throws IOException,
            InterruptedException {
        long wanted = files(project).size() + more;
        while (process.isAlive() && (files(project).size() < wanted || find(process, EXECUTOR).isEmpty())) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return process.isAlive();
    }

    private static List<Path> files(TinyProject project) throws IOException {
        if (!Files.isDirectory(project.records())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(project.records())) {
            return files.filter(file -> file.toString().endsWith(RecordFile.END)).toList();
        }
    }

    private static Optional<ProcessHandle> find(Process process, String what) {
        return process.descendants().filter(one -> one.info().commandLine().orElse("").contains(what)
                && one.info().commandLine().orElse("").contains(EXECUTOR) == what.equals(EXECUTOR)).findFirst();
    }

    private static boolean kill(Process process, String what) {
        return find(process, what).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    private static void require(TinyProject project, byte[] one) throws IOException {
        if (!Arrays.equals(one, project.made())) {
            throw new AssertionError(project.pack() + ": another pack than that of one process");
        }
        List<String> ids = new ArrayList<>();
        files(project).forEach(file -> new RecordFile(file).sentences().forEach(record -> ids.add(record.id())));
        int all = CAPTIONS - UNDRAWABLE;
        if (ids.size() != all || new HashSet<>(ids).size() != all) {
            throw new AssertionError(project.records() + ": " + ids.size() + " records of " + new HashSet<>(ids).size()
                    + " captions, not one of each of " + all);
        }
    }
}
