package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What {@code environment/benchmarks} would find out after hours. */
class BenchmarksScriptTest {
    private static final Path SCRIPT = Path.of("environment", "benchmarks");

    @Test
    void itRunsProtocolsThatThereAre() throws Exception {
        List<String> lines = Files.readAllLines(SCRIPT);
        int first = lines.indexOf("plan() {") + 2;
        List<String> plan = lines.subList(first, first + lines.subList(first, lines.size()).indexOf("TEXT"));
        assertTrue(plan.size() > 10, plan.toString());
        for (String line : plan) {
            String[] words = line.split(" ");
            assertTrue(Protocols.names().contains(words[0].replaceFirst("\\+.*", "")), line);
            assertFalse(BenchmarkCommand.seeds(words[1]).isEmpty(), line);
        }
        List<String> planned = plan.stream().map(line -> line.split(" ")[0]).toList();
        assertEquals(List.of(), Protocols.names().stream().filter(name -> !planned.contains(name)).toList(),
                "results that nothing makes");
        assertEquals(Search.NAME, planned.get(0), "the others are run with what the search chose");
        List<Long> searched = BenchmarkCommand.seeds(plan.get(0).split(" ")[1]);
        assertTrue(plan.stream().skip(1).allMatch(line -> Collections.disjoint(searched,
                BenchmarkCommand.seeds(line.split(" ")[1]))), "what was lucky in the search is not lucky again");
    }

    @Test
    void itRefusesProtocolsThatThereAreNot() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        for (List<String> options : List.of(List.of("--only", "in-domain,style,everything"), List.of("--only"))) {
            List<String> command = new ArrayList<>(List.of("/bin/sh", SCRIPT.toString()));
            command.addAll(options);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor() != 0, said);
            assertTrue(said.contains(options.size() == 1 ? "usage:" : "there is no protocol 'everything' to run"),
                    said);
        }
    }
}
