package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.data.CaptionData;
import syntic.data.GeneratedData;
import syntic.io.UserException;
import syntic.miniature.Miniature;
import syntic.store.ResultStore;

/** Protocols run on any data set, at both scales, or say by name what it lacks for them. */
@Tag("slow")
class OwnDataTest {
    @TempDir
    private Path folder;

    @Test
    void systemsOfBothScalesAreTestedOnAnotherDataSet() {
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            List<CaptionData> own = List.of(new GeneratedData("toys", mini.encoding().width()));
            BenchmarkResults small = run(mini, Systems.MINIATURE, own, List.of("SynTIC", "CapDec", "C3", "DeCap",
                    "CLIPRe", "ReCap-ridge"));
            assertEquals(6, small.units().size());
            assertEquals(Set.of("toys-0-photo", "toys-1-photo", "toys-2-photo"),
                    small.references().get("toys").keySet());
            BenchmarkUnit nearest = small.units().get(4);
            assertEquals(List.of("a red dog", "a red cat", "a red car"), List.copyOf(nearest.captions().values()),
                    "a photo is near the sentence of what it shows");
            assertEquals("toys", small.made().inputs().get("made"));
            BenchmarkResults large = run(mini, Systems.PAPER, own, List.of("SynTIC", "CLIPRe"));
            assertEquals(nearest.captions(), large.units().get(1).captions());
            assertTrue(large.units().get(0).parameters() > 10 * small.units().get(0).parameters());
        }
    }

    private BenchmarkResults run(Miniature mini, Systems systems, List<CaptionData> data, List<String> methods) {
        Protocol protocol = Protocols.named("in-domain", systems.withEpochs(1), data).only(methods);
        return new BenchmarkRun(folder.resolve(methods.toString()), BenchmarkSettings.of("in-domain"), protocol,
                List.of(1L)).run(mini.models(), BenchmarkRun.Listener.SILENT);
    }

    @Test
    void whatADataSetLacksIsNamedBeforeAnythingIsComputed() {
        List<CaptionData> one = List.of(new GeneratedData("toys", 8));
        assertRefused("the protocol cross-domain needs 2 data sets with photos; there is only toys",
                () -> Protocols.named("cross-domain", Systems.PAPER, one));
        assertRefused("the protocol zero-shot needs a data set without photos; there is none",
                () -> Protocols.named("zero-shot", Systems.PAPER, one));
        refusesToRun("in-domain", one, "the system C3-photos learns from photos, and the data set toys has none");
        refusesToRun("support-set", one, "asks for 500 sentences to look up; the data set toys has 20");
        refusesToRun("tuning", one, "the data set toys has no photos of the split validation; there are test");
        Protocol elsewhere = new Protocol("own", "", one, List.of(new Protocol.Trial(Condition.within("games"),
                Systems.PAPER.named("CLIPRe"))));
        assertRefused("there is no data set 'games'; there are toys", () -> run(elsewhere));
        assertFalse(Files.exists(folder.resolve("run")));
    }

    private void refusesToRun(String name, List<CaptionData> data, String message) {
        assertRefused(message, () -> run(Protocols.named(name, Systems.PAPER, data)));
    }

    private void run(Protocol protocol) {
        new BenchmarkRun(folder.resolve("run"), BenchmarkSettings.of(protocol.name()), protocol, List.of(1L))
                .run(null, BenchmarkRun.Listener.SILENT);
    }

    private static void assertRefused(String message, Runnable what) {
        String found = assertThrows(UserException.class, what::run).getMessage();
        assertTrue(found.contains(message), found);
    }
}
