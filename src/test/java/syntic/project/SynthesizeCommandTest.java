package syntic.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.CommandRun;

class SynthesizeCommandTest {
    private static String refusal(String options) {
        CommandRun run = CommandRun.of(List.of(("synthesize project " + options).split(" ")).toArray());
        assertEquals(1, run.status());
        return run.err().strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tasks 3", "--tasks 3 --estimate", "--tasks 0 --spark local[2]"})
    void tasksAreSparks(String options) {
        assertEquals("synthesize: --tasks goes with --spark and must be 1 or more, not " + options.split(" ")[1],
                refusal(options));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--estimate --retry", "--spark local[2] --estimate", "--estimate --licence CC0"})
    void whatAnEstimateWouldIgnoreIsRefused(String options) {
        assertEquals("synthesize: --estimate makes nothing, and tells of this machine alone; leave out --retry, "
                + "--licence and --spark", refusal(options));
    }
}
