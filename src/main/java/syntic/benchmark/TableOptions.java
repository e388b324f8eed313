package syntic.benchmark;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import syntic.io.AtomicFile;

/** The options that write a benchmark's table to files besides printing it. */
final class TableOptions {
    @Option(names = "--markdown", paramLabel = "FILE", description = "write the table as Markdown too")
    private Path markdown;

    @Option(names = "--latex", paramLabel = "FILE", description = "write it as LaTeX")
    private Path latex;

    @Option(names = "--csv", paramLabel = "FILE", description = "write it as CSV, in full precision")
    private Path csv;

    /** What cannot be written is found before long work, not after it. */
    void require() {
        Stream.of(Optional.ofNullable(markdown), Optional.ofNullable(latex), Optional.ofNullable(csv))
                .flatMap(Optional::stream).forEach(AtomicFile::require);
    }

    void write(BenchmarkTable table) {
        TableFiles files = new TableFiles(table);
        Optional.ofNullable(markdown).ifPresent(files::markdown);
        Optional.ofNullable(latex).ifPresent(files::latex);
        Optional.ofNullable(csv).ifPresent(files::csv);
    }
}
