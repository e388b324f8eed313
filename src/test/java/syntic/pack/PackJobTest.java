package syntic.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.io.UserException;
import syntic.nn.Stopped;
import syntic.store.ProgressListener;
import syntic.store.StoredJson;

/** Whatever interrupts the work and whoever shares it, each record is made once and the pack is the same in the end. */
class PackJobTest {
    private static final int MANY = 700;

    @TempDir
    private Path folder;

    private PackJob.Report run(Path where, List<PackItem<String>> items, SlowMaker maker) {
        return new PackJob<>(where, SlowMaker.INFO, items, maker).run(ProgressListener.SILENT, () -> false);
    }

    private static void assertWhole(Path where, List<PackItem<String>> items) {
        FeaturePack pack = FeaturePack.open(where);
        assertEquals(items.stream().map(PackItem::id).toList(), pack.ids());
        float[][] rows = pack.features(pack.ids()).inMemory().rows();
        for (int i = 0; i < items.size(); i++) {
            assertArrayEquals(SlowMaker.feature(items.get(i)), rows[i]);
            assertEquals(SlowMaker.tags(items.get(i)), pack.tags().get(items.get(i).id()));
        }
    }

    @Test
    void aStoppedJobGoesOn() {
        List<PackItem<String>> items = SlowMaker.items(MANY);
        SlowMaker maker = new SlowMaker(16);
        String message = assertThrows(Stopped.class, () -> new PackJob<>(folder, SlowMaker.INFO, items, maker)
                .run(ProgressListener.SILENT, () -> maker.asked().size() >= 300)).getMessage();
        assertEquals("stopped; 304 of 700 are made, kept in " + folder + ": the same command goes on", message);
        assertEquals(MANY - 304, run(folder, items, maker).made());
        assertEquals(MANY, maker.asked().size());
        assertEquals(MANY, new HashSet<>(maker.asked()).size());
        assertWhole(folder, items);
        assertEquals(1, FeaturePack.parts(folder).size(), "few files in the end");
        assertEquals(0, run(folder, items, maker).made());
    }

    @Test
    void batchesChangeNothing() throws IOException {
        List<PackItem<String>> items = SlowMaker.items(MANY);
        List<byte[]> files = new ArrayList<>();
        for (int batch : new int[] {1, 7, 64, 1000}) {
            Path where = folder.resolve("batch " + batch);
            run(where, items, new SlowMaker(batch));
            files.add(Files.readAllBytes(FeaturePack.parts(where).get(0)));
        }
        files.forEach(file -> assertArrayEquals(files.get(0), file));
    }

    @Test
    void onlyWhatIsNewOrChangedIsMade() {
        List<PackItem<String>> items = new ArrayList<>(SlowMaker.items(20));
        run(folder, items, new SlowMaker(8));
        items.set(3, SlowMaker.item("caption 3", "another sentence"));
        items.add(5, SlowMaker.item("new", "a new sentence"));
        items.remove(10);
        SlowMaker maker = new SlowMaker(8);
        assertEquals(2, run(folder, items, maker).made());
        assertEquals(List.of("caption 3", "new"), maker.asked());
        assertArrayEquals(SlowMaker.feature(items.get(3)),
                FeaturePack.open(folder).features(List.of("caption 3")).inMemory().row(0));
        assertTrue(FeaturePack.open(folder).has("caption 9"), "what is not asked for stays");
        items.set(3, SlowMaker.item("caption 3", "sentence 3"));
        assertEquals(1, run(folder, items, new SlowMaker(8)).made(), "the stale record is not used");
    }

    @Test
    void whatCannotBeMadeIsNamedAndTheRestIsMade() {
        List<PackItem<String>> items = new ArrayList<>(SlowMaker.items(20));
        items.set(3, SlowMaker.item("empty", " "));
        PackJob.Report report = run(folder, items, new SlowMaker(8));
        assertEquals(Map.of("empty", "it is empty"), report.failed());
        assertEquals(19, report.made());
        items.remove(3);
        assertWhole(folder, items);
    }

    @Test
    void aRetryTakesOnlyWhatFailedBefore() {
        List<PackItem<String>> items = new ArrayList<>(SlowMaker.items(20));
        items.set(3, SlowMaker.item("empty", " "));
        run(folder, items, new SlowMaker(8));
        List<PackItem<String>> more = new ArrayList<>(items);
        more.set(3, SlowMaker.item("empty", "not any more"));
        more.add(SlowMaker.item("new", "a new sentence"));
        SlowMaker maker = new SlowMaker(8);
        PackJob.Report report = new PackJob<>(folder, SlowMaker.INFO, more, maker).retry()
                .run(ProgressListener.SILENT, () -> false);
        assertEquals(List.of("empty"), maker.asked());
        assertEquals(new PackJob.Report(1, 20, 1, Map.of()), report);
        more.remove(20);
        assertWhole(folder, more);
    }

    @Test
    void everyRunSaysWhatItDid() throws IOException {
        List<PackItem<String>> items = new ArrayList<>(SlowMaker.items(20));
        items.set(3, SlowMaker.item("empty", " "));
        run(folder, items, new SlowMaker(8));
        assertThrows(Stopped.class, () -> new PackJob<>(folder.resolve("stopped"), SlowMaker.INFO, items,
                new SlowMaker(8)).run(ProgressListener.SILENT, () -> true));
        for (String pack : List.of("", "stopped")) {
            try (var files = Files.list(folder.resolve(pack).resolve("runs"))) {
                Path file = files.toList().get(0);
                assertTrue(file.toString().endsWith("_stats.json"), file.toString());
                PackRun run = StoredJson.read(file, PackRun.class, "");
                assertEquals(pack.isEmpty() ? 19 : 7, run.made());
                assertEquals(20 - run.made(), run.missing());
                assertEquals(Map.of("empty", "it is empty"), run.failed());
                assertTrue(run.seconds() >= 0 && !Instant.parse(run.begun()).isAfter(Instant.now()), run.begun());
            }
        }
    }

    /** As one that is killed: nothing of it is asked when it ends. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aKilledRunHasSaidOnWhatMachineItWas() throws IOException {
        Machine machine = new Machine("cpu", 2, "77fc46dcd88d", 0);
        PackJob<String> job = new PackJob<>(folder, SlowMaker.INFO, SlowMaker.items(MANY), new SlowMaker(16))
                .on(() -> Set.of(machine));
        assertThrows(Killed.class, () -> job.run((done, all, note) -> {
            if (done >= 600) {
                throw new Killed();
            }
        }, () -> false));
        assertEquals(608, FeaturePack.open(folder).ids().size());
        assertEquals(Set.of(machine), PackRun.machines(folder));
        assertEquals(528, onlyRun(folder).made(), "as after the first batch of its third block");
        Path unfinished = Files.writeString(folder.resolve("runs/some_stats.json.0123456789abcdef.incomplete"), "{");
        run(folder, SlowMaker.items(MANY), new SlowMaker(16));
        assertTrue(Files.notExists(unfinished));
    }

    private static PackRun onlyRun(Path pack) throws IOException {
        try (var files = Files.list(pack.resolve("runs"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return StoredJson.read(all.get(0), PackRun.class, "");
        }
    }

    @Test
    void whatIsMergedAgainTellsAllOfARunThatWentOn() throws IOException {
        Path target = folder.resolve("merged");
        new PackJob<>(folder.resolve("share"), SlowMaker.INFO, SlowMaker.items(MANY), new SlowMaker(16))
                .run((done, all, note) -> {
                    if (done == 304) {
                        PackMerge.run(target, List.of(folder.resolve("share")), List.of());
                    }
                }, () -> false);
        assertEquals(272, onlyRun(target).made());
        PackMerge.run(target, List.of(folder.resolve("share")), List.of());
        assertEquals(MANY, onlyRun(target).made());
    }

    @Test
    void aNoteForThoseWhoGetThePackIsKeptUntilThereIsAnother() {
        for (String note : List.of("CC0", "CC BY 4.0")) {
            new PackJob<>(folder, SlowMaker.INFO, SlowMaker.items(3), new SlowMaker(2)).licensed(note)
                    .run(ProgressListener.SILENT, () -> false);
            run(folder, SlowMaker.items(5), new SlowMaker(2));
            assertEquals(note, FeaturePack.open(folder).licence());
        }
    }

    @Test
    void anotherKindOfPackIsRefusedAndKept() {
        run(folder, SlowMaker.items(3), new SlowMaker(2));
        PackInfo other = new PackInfo(PackKind.SYNTHETIC, 4, SlowMaker.INFO.made(), "");
        String said = assertThrows(UserException.class,
                () -> new PackJob<>(folder, other, SlowMaker.items(3), new SlowMaker(2))).getMessage();
        assertTrue(said.contains("width 3 instead of 4") && said.contains("rename this folder"), said);
        assertWhole(folder, SlowMaker.items(3));
    }

    @Test
    void aPackWithoutRecordsIsInNobodysWay() {
        PackInfo other = new PackInfo(PackKind.SYNTHETIC, 4, SlowMaker.INFO.made(), "");
        PackJob<String> overtaken = new PackJob<>(folder, other, SlowMaker.items(3), new SlowMaker(2));
        new PackJob<>(folder, SlowMaker.INFO, SlowMaker.items(3), new SlowMaker(2));
        assertTrue(assertThrows(UserException.class, () -> overtaken.run(ProgressListener.SILENT, () -> false))
                .getMessage().contains("width 3 instead of 4"));
        run(folder, SlowMaker.items(3), new SlowMaker(2));
        assertWhole(folder, SlowMaker.items(3));
    }

    @Test
    void threadsShareTheWork() throws InterruptedException {
        List<PackItem<String>> items = SlowMaker.items(2000);
        SlowMaker maker = new SlowMaker(32, 5, new ArrayList<>());
        AtomicInteger made = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(new Thread(() -> made.addAndGet(run(folder, items, maker).made())));
            threads.get(i).start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(2000, made.get());
        assertEquals(2000, maker.asked().size());
        assertWhole(folder, items);
    }

    /** Two processes at a time, killed at random moments, until one comes to its end. */
    @Test
    void killedProcessesLoseAndDoubleNothing() throws Exception {
        Random random = new Random(5);
        for (int kill = 0; kill < 4; kill++) {
            List<Path> before = FeaturePack.parts(folder);
            List<Process> processes = List.of(start(7), start(16));
            // Until something was made, however slow the machine is.
            while (FeaturePack.parts(folder).equals(before) && processes.stream().allMatch(Process::isAlive)) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
        }
        List<Process> processes = List.of(start(16), start(7));
        int made = 0;
        for (Process process : processes) {
            made += Integer.parseInt(new String(process.getInputStream().readAllBytes()).strip());
            assertEquals(0, process.waitFor());
        }
        assertTrue(made < 1500, "the last processes made " + made + " and so did not go on");
        assertWhole(folder, SlowMaker.items(1500));
        assertEquals(1500, new HashSet<>(FeaturePack.open(folder).ids()).size());
        try (var files = Files.list(folder.resolve("parts"))) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".incomplete")));
        }
    }

    private Process start(int batch) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), SlowMaker.class.getName(),
                folder.toString(), Integer.toString(batch), "10", "1500")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
