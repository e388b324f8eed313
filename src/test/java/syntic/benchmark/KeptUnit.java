package syntic.benchmark;

import java.nio.file.Path;

/** Reads the file of a unit as a run that goes on does. */
public final class KeptUnit {
    private KeptUnit() {}

    public static BenchmarkUnit read(Path file) {
        return BenchmarkResults.readUnit(file);
    }
}
