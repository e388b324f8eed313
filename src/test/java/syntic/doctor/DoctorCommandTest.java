package syntic.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.Main;
import syntic.nn.Compute;

class DoctorCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void reportsTheMachineAndChecksEveryModel() {
        int status = Main.run(new String[] {"doctor", "--device", "cpu", "--dtype", "fp32"}, new PrintStream(out),
                new PrintStream(err));
        String said = out.toString();
        assertEquals(0, status, said + err);
        for (String begin : List.of("java ", "processor ", "engine ", "kernels ", "memory ", "results ", "PyTorch ")) {
            assertTrue(said.lines().anyMatch(line -> line.startsWith(begin)), begin + "is missing:\n" + said);
        }
        assertEquals(ForwardCheck.names().size(), said.lines().filter(line -> line.contains("as it should be")).count(),
                said);
    }

    @Test
    void theStoredValuesAreThoseOfTheShippedModels() {
        for (String name : ForwardCheck.names()) {
            ForwardCheck check = ForwardCheck.of(name, Compute.PLAIN);
            assertTrue(check.relative() < 1e-3, () -> check + ": where the shipped models have changed, store their "
                    + "values: java -jar lib/syntic-workbook.jar doctor --device cpu --store "
                    + "src/main/resources/syntic/doctor/forward.json");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, fp32, true", "0.001, fp32, true", "0.02, fp32, false", "0.02, bf16, true", "0.2, bf16, false",
        "NaN, fp32, false", "NaN, bf16, false"})
    void onlyWhatIsNearPasses(double difference, String dtype, boolean holds) {
        assertEquals(holds, new ForwardCheck("model", difference, 1).holds(Compute.of("cpu", dtype, "auto")));
    }

    @Test
    void secretsAndTheNameOfTheHomeFolderStayHere() {
        Map<String, String> environment = Map.of("HF_TOKEN", "hf_secret", "HF_ENDPOINT", "https://me:word@mirror.org",
                "JAVA_TOOL_OPTIONS", "-Dhttps.proxyPassword=word -Dx=1", "SYNTIC_CACHE", "/home/ada/cache",
                "AWS_SECRET", "word");
        String report = String.join("\n", new SystemReport(environment, Path.of("/home/ada")).lines(Compute.PLAIN));
        for (String hidden : List.of("hf_secret", "word@", "=word", "AWS", "ada")) {
            assertFalse(report.contains(hidden), hidden + " is shown:\n" + report);
        }
        for (String shown : List.of("HF_TOKEN=(not shown)", "https://…@mirror.org", "-Dx=1", "SYNTIC_CACHE=~/cache")) {
            assertTrue(report.contains(shown), shown + " is missing:\n" + report);
        }
    }
}
