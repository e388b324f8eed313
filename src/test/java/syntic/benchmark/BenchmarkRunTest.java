package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.data.Corruption;
import syntic.io.UserException;
import syntic.method.CaptionSystem;
import syntic.miniature.Miniature;
import syntic.store.Provenance;
import syntic.store.ResultStore;
import syntic.nn.Stopped;
import syntic.store.StoreException;

/** A benchmark of a few sentences and photos, killed and gone on with. */
@Tag("slow")
class BenchmarkRunTest {
    private static final BenchmarkSettings TINY = new BenchmarkSettings("in-domain", "validation", 24, 4, 1);
    private static final List<String> METHODS = List.of("SynTIC", "DeCap", "CLIPRe");

    @TempDir
    private Path folder;

    @Test
    void aFolderIsOneRunsAtATime() throws Exception {
        Provenance mine = Provenance.of("benchmark", TINY, Map.of());
        Provenance other = Provenance.of("benchmark", TINY, Map.of("code", "of another version"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int time = 0; time < 20; time++) {
                Path run = folder.resolve("run" + time);
                AtomicInteger inside = new AtomicInteger();
                Set<String> found = ConcurrentHashMap.newKeySet();
                List<Callable<Boolean>> runs = new ArrayList<>();
                for (Provenance made : List.of(mine, other, mine, other)) {
                    runs.add(() -> {
                        try (RunFolder own = RunFolder.open(run, made)) {
                            found.add(made.toJson());
                            boolean alone = inside.incrementAndGet() == 1;
                            inside.decrementAndGet();
                            return alone;
                        } catch (UserException e) {
                            return e.getMessage().endsWith("choose another folder");
                        }
                    });
                }
                for (Future<Boolean> result : threads.invokeAll(runs)) {
                    assertTrue(result.get());
                }
                assertEquals(Set.of(Provenance.read(run.resolve("made.json"), "").toJson()), found);
            }
        } finally {
            threads.shutdownNow();
        }
        try (RunFolder own = RunFolder.open(folder.resolve("run"), mine)) {
            assertEquals(folder.resolve("run") + ": another benchmark is running in this folder; wait for its end, or "
                    + "choose another folder", assertThrows(UserException.class, () ->
                    RunFolder.open(folder.resolve("run"), mine)).getMessage());
        }
        assertTrue(assertThrows(StoreException.class, () -> RunFolder.open(folder.resolve("run"), other)).getMessage()
                .contains("holds results of another version"));
        RunFolder.open(folder.resolve("run"), mine).close();
    }

    /** A reader who ran a cell before settings were chosen anew has results of the former ones in the store. */
    @Test
    void aStoreKeepsRunsOfOtherSettingsOfTheirSystemsApart() {
        Path usual = kept(Condition.within("plain"), Map.of());
        assertEquals(usual, kept(Condition.within("plain"), Map.of()));
        assertEquals(3, Set.of(usual, kept(Condition.within("plain"), Map.of("projection.temperature", "0.5")),
                kept(Condition.within("plain").withShare(0.5).named("plain"), Map.of())).size());
    }

    private Path kept(Condition condition, Map<String, String> changed) {
        Protocol protocol = new Protocol("own", "", List.of(), List.of(new Protocol.Trial(condition,
                Systems.MINIATURE.named("DeCap").with(changed))));
        return BenchmarkRun.kept(new ResultStore(folder), new BenchmarkSettings("own", "test", 24, 4, 1), protocol,
                List.of(1L)).folder();
    }

    @Test
    void goesOnAfterAKillWithTheSameCaptionsAndScores() throws Exception {
        BenchmarkResults whole;
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store1")))) {
            whole = new BenchmarkRun(folder.resolve("whole"), TINY, protocol(mini), List.of(1L, 2L))
                    .run(mini.models(), BenchmarkRun.Listener.SILENT);
        }
        BenchmarkRun.Listener kill = new BenchmarkRun.Listener() {
            @Override
            public void begin(int number, int all, String unit) {
                assertEquals(6, all);
                if (number == 4) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store2")))) {
            BenchmarkRun killed = new BenchmarkRun(folder.resolve("killed"), TINY, protocol(mini), List.of(1L, 2L));
            assertThrows(IllegalStateException.class, () -> killed.run(mini.models(), kill));
            assertTrue(Files.notExists(folder.resolve("killed").resolve(BenchmarkResults.FILE)));
            try (Stream<Path> units = Files.list(folder.resolve("killed/units"))) {
                assertEquals(3, units.count());
            }
            stopsInATraining(killed, mini);
            assertSame(whole, killed.run(mini.models(), BenchmarkRun.Listener.SILENT));
            assertSame(whole, BenchmarkResults.read(folder.resolve("killed")));
            refusesOtherSettings(mini);
        }
        table(whole);
        packs(whole);
    }

    @Test
    void corruptedPhotosAreCaptionedAnewButNothingElseChanges() {
        CaptionSystem clipre = Systems.MINIATURE.named("CLIPRe");
        Condition clean = Condition.within("plain");
        List<Protocol.Trial> trials = List.of(new Protocol.Trial(clean, clipre), new Protocol.Trial(
                clean.with(new Corruption(Corruption.Kind.DARKNESS, 0.9)), clipre));
        BenchmarkSettings settings = new BenchmarkSettings("own", "validation", 24, 8, 0);
        BenchmarkResults results;
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            results = new BenchmarkRun(folder.resolve("own"), settings, new Protocol("own", "", mini.data(), trials),
                    List.of(1L)).run(mini.models(), BenchmarkRun.Listener.SILENT);
        }
        BenchmarkUnit day = results.units().get(0);
        BenchmarkUnit night = results.units().get(1);
        assertEquals("darkness 0.9", night.condition());
        assertEquals(day.captions().keySet(), night.captions().keySet());
        assertNotEquals(day.captions(), night.captions());
        BenchmarkTable table = BenchmarkTable.of(results, new SeedBootstrap(50, 1));
        assertEquals(night.scores().get("CIDEr") - day.scores().get("CIDEr"),
                table.compare(table.row(clean, "CLIPRe"), table.rows().get(1)).difference().value(), 1e-12);
        assertEquals(0, table.compare(table.rows().get(0), table.rows().get(0)).difference().value());
    }

    private static void stopsInATraining(BenchmarkRun run, Miniature mini) {
        AtomicInteger steps = new AtomicInteger();
        String message = assertThrows(Stopped.class, () -> run.run(mini.models(), new BenchmarkRun.Listener() {
            @Override
            public void at(long done, long total, String note) {
                steps.incrementAndGet();
            }

            @Override
            public boolean stop() {
                return steps.get() > 0;
            }
        })).getMessage();
        assertEquals(1, steps.get());
        assertEquals("stopped; 3 of 6 are done, kept in " + run.folder() + ": the same command goes on", message);
    }

    private void packs(BenchmarkResults whole) {
        assertEquals(Optional.empty(), BenchmarkResults.shipped(folder, "in-domain-validation"));
        assertEquals(folder.resolve("in-domain-validation.json.gz"), whole.pack(folder));
        BenchmarkResults packed = BenchmarkResults.shipped(folder, "in-domain-validation").orElseThrow();
        assertEquals(whole.made(), packed.made());
        assertEquals(whole.references(), packed.references());
        for (int i = 0; i < whole.units().size(); i++) {
            assertEquals(List.copyOf(whole.units().get(i).captions().entrySet()),
                    List.copyOf(packed.units().get(i).captions().entrySet()), "captions and their order");
            assertEquals(whole.units().get(i).settings(), packed.units().get(i).settings());
        }
        assertEquals(BenchmarkTable.of(whole).table().printAll(), BenchmarkTable.of(packed).table().printAll());
        assertTrue(packed.origin().startsWith("protocol in-domain, seeds 1, 2, 4 plain photos of the split validation, "
                + "sentences: 24, epochs: 1, results version "), packed.origin());
    }

    private void refusesOtherSettings(Miniature mini) {
        BenchmarkSettings other = new BenchmarkSettings("in-domain", "validation", 24, 4, 2);
        String message = assertThrows(StoreException.class, () -> new BenchmarkRun(folder.resolve("killed"), other,
                protocol(mini), List.of(1L)).run(mini.models(), BenchmarkRun.Listener.SILENT)).getMessage();
        assertTrue(message.contains("epochs 1 instead of 2"), message);
    }

    private static void table(BenchmarkResults results) {
        BenchmarkTable table = BenchmarkTable.of(results, new SeedBootstrap(50, 1));
        assertEquals(METHODS, table.rows().stream().map(BenchmarkTable.Row::system).toList());
        for (BenchmarkTable.Row row : table.rows()) {
            double mean = results.units().stream().filter(unit -> unit.system().equals(row.system()))
                    .mapToDouble(unit -> unit.scores().get("CIDEr")).average().orElseThrow();
            assertEquals(mean, row.scores().get("CIDEr").value(), 1e-12, "scores of the file and of the table");
            assertTrue(row.scores().get("CIDEr").low() <= mean && mean <= row.scores().get("CIDEr").high());
            assertEquals(row.system().equals("SynTIC"), row.fromSyntic() == null);
            assertNull(row.ofBound(), "nothing was supervised");
        }
        assertTrue(table.table().print().contains("CIDEr-D"));
    }

    private static void assertSame(BenchmarkResults expected, BenchmarkResults found) {
        assertEquals(expected.made(), found.made());
        assertEquals(expected.references(), found.references());
        assertEquals(expected.units().size(), found.units().size());
        for (int i = 0; i < expected.units().size(); i++) {
            BenchmarkUnit a = expected.units().get(i);
            BenchmarkUnit b = found.units().get(i);
            assertEquals(a.fileName(), b.fileName());
            assertEquals(a.captions(), b.captions(), a.fileName());
            assertEquals(a.scores(), b.scores());
            a.perImage().forEach((metric, values) -> assertArrayEquals(values, b.perImage().get(metric), metric));
        }
    }

    private static Protocol protocol(Miniature mini) {
        return Protocols.named("in-domain", Systems.MINIATURE, mini.data()).only(METHODS).in("plain");
    }
}
