package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import syntic.Main;
import syntic.data.CaptionData;
import syntic.miniature.Miniature;
import syntic.store.StoreException;

/** What the command understands, and what it refuses by name before anything is computed. */
class BenchmarkCommandTest {
    @TempDir
    private Path folder;

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefused("in-domain", "no protocol 'everything'", "everything");
        assertRefused("CLIPRe", "no method 'GPT'", "in-domain", "--methods", "DeCap,GPT");
        assertRefused("", "seed 2 is given twice", "in-domain", "--seeds", "1,2,2");
        assertRefused("", "'many'", "in-domain", "--seeds", "many");
        assertRefused("", "1 or more seeds", "in-domain", "--seeds", "0");
        assertRefused("plain", "no condition 'moon'", "in-domain", "--condition", "moon");
        assertRefused("held_out", "no photos of the split best", "in-domain", "--split", "best");
        assertRefused("validation", "photos of test", "tuning", "--split", "test");
        assertRefused("", "--fast", "in-domain", "--fast", "yes");
        assertRefused("", "parameter for option '--seeds'", "in-domain", "--seeds");
        assertRefused("", "requires at least 2 values", "--pack", folder.toString());
        assertRefused("--show", "name a PROTOCOL");
    }

    private void assertRefused(String remedy, String reason, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(Stream.concat(Stream.of("benchmark"), Stream.of(arguments)).toArray(String[]::new),
                System.out, new PrintStream(err, true, StandardCharsets.UTF_8));
        String message = err.toString(StandardCharsets.UTF_8);
        assertEquals(2, status, message);
        assertTrue(message.contains(reason) && message.contains(remedy), message);
    }

    @Test
    void seedsAreANumberAListOrARange() {
        assertEquals(List.of(1L, 2L, 3L), BenchmarkCommand.seeds("3"));
        assertEquals(List.of(7L, 3L), BenchmarkCommand.seeds("7,3"));
        assertEquals(List.of(11L, 12L), BenchmarkCommand.seeds("11..12"));
    }

    @Test
    void everyProtocolNamesEveryUnitOnce() {
        List<CaptionData> data;
        List<CaptionData> pictured;
        try (Miniature mini = Miniature.open()) {
            data = mini.data();
            pictured = mini.pictured();
        }
        for (Systems systems : List.of(Systems.MINIATURE, Systems.PAPER)) {
            for (String name : Protocols.names()) {
                Protocol protocol = Protocols.named(name, systems, name.equals(Bridge.NAME) ? pictured : data);
                Set<String> files = protocol.trials().stream().map(trial ->
                        BenchmarkUnit.fileName(trial.condition().name(), trial.system().name(), 1))
                        .collect(Collectors.toSet());
                assertEquals(protocol.trials().size(), files.size(), name);
                protocol.requireServed(BenchmarkSettings.of(name));
            }
        }
    }

    @Test
    void damagedOrMissingResultsAreNamed() throws Exception {
        assertTrue(assertThrows(StoreException.class, () -> BenchmarkResults.read(folder)).getMessage()
                .contains("no such file"));
        String made = "{\"made\": {\"stage\": \"benchmark\", \"settings\": {\"protocol\": \"in-domain\", \"split\": "
                + "\"test\", \"sentences\": \"0\", \"epochs\": \"0\"}, \"inputs\": {}}, \"references\": {}, ";
        Path file = folder.resolve(BenchmarkResults.FILE);
        Path packed = folder.resolve("in-domain.json.gz");
        for (String wrong : List.of("", "null", "{}", "[]", "3", "{\"made\": ", "{\"units\": []}", "\u0000",
                "{\"made\": {\"settings\": {}}, \"references\": {}, \"units\": []}",
                made.replace("epochs", "other") + "\"units\": []}",
                made + "\"texts\": {}}", made + "\"texts\": {}, \"units\": [null]}",
                made + "\"texts\": {}, \"units\": [{}]}", made + "\"units\": [{\"unit\": {}}]}")) {
            Files.writeString(file, wrong);
            assertNamed(file, "run the benchmark again", () -> BenchmarkResults.read(folder), wrong);
            assertNamed(file, "run the benchmark again", () -> BenchmarkResults.readUnit(file), wrong);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                out.write(wrong.getBytes(StandardCharsets.UTF_8));
            }
            assertNamed(packed, "", () -> BenchmarkResults.shipped(folder, "in-domain"), wrong);
            Files.writeString(packed, wrong);
            assertNamed(packed, "benchmark --pack", () -> BenchmarkResults.shipped(folder, "in-domain"), wrong);
        }
        Files.writeString(file, made + "\"units\": []}");
        assertEquals(List.of(), BenchmarkResults.read(folder).units());
        byte[] whole = Files.readAllBytes(BenchmarkResults.read(folder).pack(folder));
        assertEquals(List.of(), BenchmarkResults.shipped(folder, "in-domain").orElseThrow().units());
        Files.write(packed, Arrays.copyOf(whole, whole.length - 12));
        assertNamed(packed, "benchmark --pack", () -> BenchmarkResults.shipped(folder, "in-domain"), "cut");
    }

    private static void assertNamed(Path file, String remedy, Executable read, String content) {
        String message = assertThrows(StoreException.class, read, content).getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains(remedy), message);
    }
}
