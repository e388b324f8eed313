package syntic.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the work is spread, the pack is the one that a single process makes, bit for bit. */
class SparkIT {
    private static final String ALL = "pictures: 22 made, 22 in all, 2 could not be made:";

    @TempDir
    private static Path home;
    private static TinyProject project;
    private static byte[] one;
    private static String machines;

    @BeforeAll
    static void oneProcessMakesIt() throws IOException, InterruptedException {
        project = TinyProject.create(home, 24, 2);
        requireReport(Command.of("synthesize", project.folder(), "--threads", "1", "--keep-pictures").run(1));
        one = project.made();
        machines = project.machines();
        assertTrue(machines.matches("\\[\\{\"device\":\"cpu\",\"threads\":1,\"kernels\":\"\\w+\",\"drawn\":[1-9]\\d*}]"),
                machines);
        Files.move(project.folder().resolve("pictures"), home.resolve("pictures"));
    }

    @BeforeEach
    void nothingIsThere() throws IOException {
        project.forget(project.pack());
        project.forget(project.records());
        project.forget(project.folder().resolve("pictures"));
    }

    private static void requireReport(String said) {
        assertTrue(said.contains(ALL) && said.contains("  3: the sentence is empty\n")
                && said.contains("  5: the sentence has 90,000 characters, at most 10,000 are read\n"), said);
    }

    private static Map<Path, FileTime> records() throws IOException {
        Map<Path, FileTime> times = new HashMap<>();
        try (Stream<Path> files = Files.list(project.records())) {
            for (Path file : files.toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void inFiveTasksThatShareTheModelsOfOneProcess() throws IOException, InterruptedException {
        requireReport(Command.of("synthesize", project.folder(), "--spark", "local[2]", "--tasks", "5",
                "--keep-pictures").run(1));
        assertArrayEquals(one, project.made());
        assertEquals(machines, project.machines());
        try (Stream<Path> files = Files.list(home.resolve("pictures"))) {
            List<Path> pictures = files.toList();
            assertEquals(22, pictures.size());
            for (Path picture : pictures) {
                assertEquals(-1, Files.mismatch(picture, project.folder().resolve("pictures")
                        .resolve(picture.getFileName())), picture.toString());
            }
        }
    }

    @Test
    void metadataForClipRetrievalIsParquetToo() throws IOException, InterruptedException {
        Command.of("synthesize", project.folder(), "--threads", "1", "--limit", 2).run(0);
        Path index = home.resolve("index");
        Command.of("features", "export", project.folder(), "synthetic", index, "--format", "clip-retrieval",
                "--parquet").run(0);
        String tags = "tags\n  list\n    element: person\n  list\n    element: dog\n";
        Path metadata = index.resolve("metadata/metadata_0.parquet");
        assertEquals("id: 1\ncaption: a dog and 1 cats\n" + tags + "id: 2\ncaption: a dog and 2 cats\n" + tags,
                StandaloneCluster.java(ShownParquet.class.getName(), metadata).run(0));
        project.forget(project.pack());
        Command.of("features", "import", project.folder(), "synthetic", index).run(0);
    }

    @Test
    void inOneTaskOfOneOfTwoProcesses() throws IOException, InterruptedException {
        requireReport(Command.of("synthesize", project.folder(), "--spark", "local-cluster[2,1,1024]", "--tasks", "1")
                .run(1));
        assertArrayEquals(one, project.made());
        assertEquals(machines, project.machines());
        assertEquals(1, records().size());
    }

    /** Spark's own Master and Worker; first started from here, then by spark-submit. */
    @Test
    void inTwoTasksOnAClusterWhereWhatIsThereIsNotMadeAgain() throws IOException, InterruptedException {
        try (StandaloneCluster cluster = StandaloneCluster.start(home.resolve("work"))) {
            requireReport(Command.of(List.of("-Dspark.driver.host=127.0.0.1", "-Dspark.driver.bindAddress=127.0.0.1"),
                    "synthesize", project.folder(), "--spark", cluster.master(), "--tasks", "2").run(1));
            assertArrayEquals(one, project.made());
            Map<Path, FileTime> before = records();
            assertEquals(2, before.size());
            Path lost = before.keySet().iterator().next();
            Files.delete(lost);
            Path unfinished = project.records().resolve("some.parquet.0123456789abcdef.incomplete");
            Files.writeString(unfinished, "what a killed task left");
            project.forget(project.pack());
            requireReport(cluster.submit("synthesize", project.folder(), "--spark", "submit").run(1));
            assertArrayEquals(one, project.made());
            assertFalse(Files.exists(unfinished));
            Set<Path> same = new HashSet<>();
            records().forEach((file, time) -> {
                if (time.equals(before.get(file))) {
                    same.add(file);
                }
            });
            before.remove(lost);
            assertEquals(before.keySet(), same);
        }
    }

    @Test
    void whatFailsIsNamedAndTheOthersAreMade() throws IOException, InterruptedException {
        String said = StandaloneCluster.java(FaultyExecutors.class.getName(), home, StandaloneCluster.classPath())
                .run(0);
        String unopened = "a model cannot be opened on executor \\d+ on \\S+ \\(java\\.lang\\.%s; Java may take \\d+ "
                + "MB there\\): %s ";
        for (String why : List.of(unopened.formatted("OutOfMemoryError: Java heap space", "give executors more memory"),
                unopened.formatted("NoClassDefFoundError: some/Library", "see that this program and its libraries"))) {
            assertTrue(Pattern.compile(why).matcher(said).find(), said);
        }
        for (String expected : List.of("37 made, 3 missing", "c3: nobody can draw this", "c20: there is not enough "
                + "memory (Java heap space; Java may take ", "c39: the executor was lost: Command exited with code 137",
                "3 made, 0 missing", "task 0, which did not fail again: Spark does not say why",
                "made on [cpu with 1 thread, kernels fake]", "a file of a former version: null",
                "other sentences: 40 made, 0 missing", "40 rows, 40 ids, struct<id:string,text:string,seed:bigint,"
                + "feature:binary,tags:array<string>,picture:binary>", "executor ", "sentence 1, 7, [")) {
            assertTrue(said.contains(expected), expected + " is not in: " + said);
        }
        requireWhatOneCannotWriteIsNamed(said.substring(said.indexOf("3 made, 0 missing")));
    }

    /** The other executor may have made all of it. */
    private static void requireWhatOneCannotWriteIsNamed(String said) {
        String reason = "cannot be written (File too large); free some space";
        List<String> executors = said.lines().filter(line -> line.startsWith("executor ")).toList();
        assertTrue(executors.size() == 1 && executors.get(0).contains(reason), said);
        Matcher report = Pattern.compile("one that cannot write: (\\d+) made, (\\d+) missing\n").matcher(said);
        assertTrue(report.find(), said);
        assertEquals(40, Integer.parseInt(report.group(1)) + Integer.parseInt(report.group(2)), said);
        List<String> missing = said.substring(report.end()).lines().filter(line -> line.matches("c\\d+: .*")).toList();
        assertEquals(Integer.parseInt(report.group(2)), missing.size(), said);
        assertTrue(missing.stream().allMatch(line -> line.contains(reason)), said);
    }

    @Test
    void whereSparkDoesNotStartItSaysWhy() throws IOException, InterruptedException {
        String said = Command.of("synthesize", project.folder(), "--spark", "nonsense").run(1);
        assertTrue(said.contains("synthesize: Spark does not start on nonsense (") && said.contains("'nonsense'")
                && said.contains("; name a master such as local[2]") && !said.contains("\tat "), said);
        said = Command.of("synthesize", project.folder(), "--spark", "local-cluster[2,1,1024]", "--threads", 2).run(1);
        assertTrue(said.contains("synthesize: Spark does not start on local-cluster[2,1,1024] (")
                && !said.contains("\tat "), said);
    }

    /** Spark asks three times, for a minute in all. */
    @Test
    void whereThereIsNoMasterItEnds() throws IOException, InterruptedException {
        int port;
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
        String master = "spark://127.0.0.1:" + port;
        String said = Command.of(List.of("-Dspark.driver.host=127.0.0.1", "-Dspark.driver.bindAddress=127.0.0.1"),
                "synthesize", project.folder(), "--spark", master).run(1);
        assertTrue(said.contains("All masters are unresponsive") && said.matches("(?s).*synthesize: Spark (has ended|"
                + "does not start) on " + master + ".*") && !said.contains("\tat "), said);
    }

    @Test
    void theReadmeSaysWhichJarsComeWithSpark() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target/spark/jars"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertTrue(names.contains("spark-sql_2.13-4.2.0.jar"), names.toString());
            assertTrue(Files.readString(Path.of("README.md")).contains("spark-sql 4.2.0 with all that it brings, "
                    + names.size() + " jars"), "look at the licences of the " + names.size() + " jars there now");
        }
    }
}
