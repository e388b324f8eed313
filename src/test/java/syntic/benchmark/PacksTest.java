package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.io.UserException;
import syntic.miniature.Miniature;
import syntic.nn.Stopped;
import syntic.store.ResultStore;

/** What was packed need not be run again when the machine is lost. */
@Tag("slow")
class PacksTest {
    private static final BenchmarkSettings TINY = new BenchmarkSettings("in-domain", "validation", 24, 4, 1);
    private static final String PACK = "in-domain-validation";

    @TempDir
    private Path folder;

    /** Hears which units were run, and what was said. */
    private static final class Heard implements BenchmarkRun.Listener {
        private final Map<String, Boolean> before = new LinkedHashMap<>();
        private final List<String> notes = new ArrayList<>();
        private final int most;

        /** @param most units that are done until it stops the run */
        Heard(int most) {
            this.most = most;
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }

        @Override
        public boolean stop() {
            return before.size() == most;
        }

        @Override
        public void end(BenchmarkUnit unit, boolean wasBefore) {
            before.put(unit.system() + " " + unit.seed(), wasBefore);
        }
    }

    @Test
    void aStoppedRunGoesOnFromItsPackOnAnotherMachineAsIfItHadNotBeenStopped() throws Exception {
        Path packs = folder.resolve("packs");
        assertThrows(Stopped.class, () -> run("first", packs, Packs.USUAL, TINY, new Heard(2)));
        assertEquals(Optional.empty(), BenchmarkResults.shipped(packs, PACK), "nobody takes a part for the whole");
        assertEquals(2, BenchmarkResults.shipped(packs.resolve("partial"), PACK).orElseThrow().units().size());
        Heard later = new Heard(9);
        BenchmarkResults second = run("second", packs, Packs.USUAL, TINY, later);
        assertEquals(Map.of("DeCap 1", true, "DeCap 2", true, "CLIPRe 1", false, "CLIPRe 2", false), later.before);
        second.pack(packs);
        assertTrue(Files.notExists(packs.resolve("partial").resolve(PACK + ".json.gz")), "the whole is there now");

        Heard last = new Heard(9);
        run("third", packs, Packs.USUAL, TINY, last);
        assertEquals(Map.of("DeCap 1", true, "DeCap 2", true, "CLIPRe 1", true, "CLIPRe 2", true), last.before);
        Map<String, byte[]> run = kept("second");
        Map<String, byte[]> unpacked = kept("third");
        assertEquals(run.keySet(), unpacked.keySet());
        run.forEach((name, bytes) -> assertArrayEquals(bytes, unpacked.get(name), name));
        assertEquals(List.of(packs.resolve(PACK + ".json.gz") + ": units of it are not run again"), last.notes);
    }

    @Test
    void whatWasMadeOtherwiseIsRunAnew() throws Exception {
        Path packs = folder.resolve("packs");
        BenchmarkResults whole = run("first", packs, Duration.ZERO, TINY, new Heard(9));
        assertEquals(whole.units().size(), BenchmarkResults.shipped(packs.resolve("partial"), PACK).orElseThrow()
                .units().size(), "packed after every unit, if it is time to");
        new BenchmarkResults(whole.made(), whole.references(), whole.units().stream().map(unit -> {
            Map<String, String> settings = new TreeMap<>(unit.settings());
            settings.computeIfPresent("projection.temperature", (name, value) -> "0.5");
            return unit.withSettings(settings);
        }).toList()).pack(packs);
        Heard heard = new Heard(9);
        run("second", packs, Packs.USUAL, TINY, heard);
        assertEquals(Map.of("DeCap 1", false, "DeCap 2", false, "CLIPRe 1", true, "CLIPRe 2", true), heard.before);
        Heard other = new Heard(9);
        run("third", packs, Packs.USUAL, new BenchmarkSettings("in-domain", "validation", 24, 3, 1), other);
        assertTrue(other.before.values().stream().noneMatch(before -> before), other.before.toString());
        assertEquals(List.of(packs.resolve(PACK + ".json.gz") + ": is of another version or other settings (photos 4 "
                + "instead of 3); nothing of it is taken up"), other.notes);
    }

    @Test
    void aRunThatLeavesSystemsOutKeepsWhatWasPackedOfThem() throws Exception {
        Path packs = folder.resolve("packs");
        run("first", packs, Duration.ZERO, TINY, new Heard(9));
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store-second")))) {
            Protocol clipre = Protocols.named("in-domain", Systems.MINIATURE, mini.data()).only(List.of("CLIPRe"))
                    .in("plain");
            new BenchmarkRun(folder.resolve("second"), TINY, clipre, List.of(1L)).run(mini.models(), new Heard(9),
                    Packs.in(packs, Duration.ZERO));
        }
        Path partial = packs.resolve("partial");
        assertEquals(Set.of("DeCap 1", "DeCap 2", "CLIPRe 1", "CLIPRe 2"), BenchmarkResults.shipped(partial, PACK)
                .orElseThrow().units().stream().map(unit -> unit.system() + " " + unit.seed())
                .collect(Collectors.toSet()));
        BenchmarkSettings fewer = new BenchmarkSettings("in-domain", "validation", 24, 3, 1);
        assertEquals(partial.resolve(PACK + ".json.gz") + ": was packed by a run of another version or other settings "
                + "(photos 4 instead of 3), whose place this run would take; move it away, or name another folder with "
                + "--packs", assertThrows(UserException.class, () -> run("third", packs, Packs.USUAL, fewer,
                        new Heard(9))).getMessage());
    }

    /** On a machine of its own: nothing was trained before. */
    private BenchmarkResults run(String name, Path packs, Duration between, BenchmarkSettings settings,
            BenchmarkRun.Listener listener) {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store-" + name)))) {
            Protocol protocol = Protocols.named("in-domain", Systems.MINIATURE, mini.data())
                    .only(List.of("DeCap", "CLIPRe")).in("plain");
            return new BenchmarkRun(folder.resolve(name), settings, protocol, List.of(1L, 2L))
                    .run(mini.models(), listener, Packs.in(packs, between));
        }
    }

    /** All files of a run but for its lock and its clock. */
    private Map<String, byte[]> kept(String name) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder.resolve(name))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String inside = folder.resolve(name).relativize(file).toString();
                if (!inside.equals(".lock") && !inside.startsWith("clock")) {
                    files.put(inside, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}
