package syntic.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import syntic.Workbook;
import syntic.benchmark.BenchmarkResults;
import syntic.ledger.Finding.Verdict;

/** Claims that are tested on results. */
final class Tested {
    static final Path RESULTS = Workbook.ROOT.resolve("notebooks/results");

    private Tested() {}

    static Verdict verdict(String tests, BenchmarkResults results) {
        return finding(tests, results).verdict();
    }

    static Finding finding(String tests, BenchmarkResults results) {
        return Claims.of(List.of(Claim.parse("P\there\tsomething\t" + tests + "\t")),
                protocol -> Optional.ofNullable(results)).get(0);
    }
}
