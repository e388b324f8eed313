package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.miniature.Miniature;
import syntic.nn.Kernels;
import syntic.store.ResultStore;

/**
 * Trained anew, systems say what the shipped results say. A change that moves a caption raises
 * {@link ResultsVersion#CURRENT}, and the shipped results are made again.
 */
@Tag("slow")
class ShippedCaptionsTest {
    /** {@link Kernels#digest} on the machine that the results were made on, an AMD EPYC with AVX-512 in bf16. */
    private static final String KERNELS = "77fc46dcd88d";
    private static final String CONDITION = "verbose";
    private static final List<String> QUICK = List.of("SynTIC", "DeCap");

    @TempDir
    private Path folder;

    @BeforeEach
    void onTheSameKindOfProcessor() throws Exception {
        String here = Kernels.digest();
        if (!here.equals(KERNELS)) {
            String message = "the shipped captions are not made again: they depend on how a processor rounds, and this "
                    + "one (" + here + ") is not of the kind that made them (" + KERNELS + ")";
            System.err.println(message);
            Assumptions.abort(message);
        }
    }

    @Test
    void synticAndDeCapSayTheSameAgain() {
        check(QUICK::contains);
    }

    @Test
    @Tag("long")
    void allOthersSayTheSameAgain() {
        check(system -> !QUICK.contains(system));
    }

    private void check(Predicate<String> systems) {
        BenchmarkResults shipped = BenchmarkResults.shipped(ShippedResultsTest.FOLDER, "in-domain").orElseThrow();
        Protocol protocol;
        BenchmarkResults again;
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            protocol = Protocols.named("in-domain", Systems.MINIATURE, mini.data()).in(CONDITION)
                    .only(shipped.units().stream().map(BenchmarkUnit::system).distinct().filter(systems).toList());
            again = new BenchmarkRun(folder.resolve("run"), BenchmarkSettings.of("in-domain"), protocol, List.of(1L))
                    .run(mini.models(), BenchmarkRun.Listener.SILENT);
        }
        assertEquals(protocol.trials().size(), again.units().size());
        for (BenchmarkUnit unit : again.units()) {
            BenchmarkUnit before = shipped.units().stream().filter(one -> one.fileName().equals(unit.fileName()))
                    .findFirst().orElseThrow();
            assertEquals(before.captions(), unit.captions(), unit.fileName());
            Map<String, Double> scores = new TreeMap<>(before.scores());
            scores.keySet().retainAll(unit.scores().keySet()); // packed results hold others as well
            assertEquals(new TreeMap<>(unit.scores()), scores, unit.fileName());
        }
    }
}
