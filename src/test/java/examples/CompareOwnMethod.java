package examples;

import java.nio.file.Path;
import java.util.List;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkRun;
import syntic.benchmark.BenchmarkSettings;
import syntic.benchmark.BenchmarkTable;
import syntic.benchmark.Protocol;
import syntic.benchmark.Protocols;
import syntic.benchmark.Systems;
import syntic.miniature.Miniature;

/** The own method beside others, on the same features and photos. */
public final class CompareOwnMethod {
    private CompareOwnMethod() {}

    static BenchmarkTable compare(Miniature mini, BenchmarkSettings settings, Path folder) {
        Systems systems = Systems.MINIATURE.and(new NearestAcrossTheGap("own", new NearestAcrossTheGap.Config(1)));
        Protocol protocol = Protocols.named("in-domain", systems, mini.data()).in("plain")
                .only(List.of("CLIPRe", "own"));
        BenchmarkResults results = new BenchmarkRun(folder, settings, protocol, List.of(1L))
                .run(mini.models(), BenchmarkRun.Listener.SILENT);
        return BenchmarkTable.of(results);
    }

    public static void main(String[] arguments) {
        try (Miniature mini = Miniature.open()) {
            System.out.println(compare(mini, BenchmarkSettings.of("in-domain"), Path.of("results/own-method"))
                    .table().printAll());
        }
    }
}
