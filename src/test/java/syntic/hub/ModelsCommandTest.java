package syntic.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import syntic.Dialect;

class ModelsCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path cache;

    @Test
    void theListShowsThePinnedModelsWithoutANetwork() {
        assertEquals(0, run("--list"));
        for (String part : new String[] {"openai/clip-vit-base-patch32@", "facebook/detr-resnet-50@",
            "stable-diffusion-v1-5/stable-diffusion-v1-5@", "4,266 MB", "not downloaded"}) {
            assertTrue(out.toString().contains(part), out.toString());
        }
        assertEquals(0, run("--list", "--fp16", "stable-diffusion"));
        assertTrue(out.toString().contains("2,134 MB"), out.toString());
    }

    @Test
    void verifyNamesWhatIsMissingAndWhatToDeleteOfTheDamaged() throws IOException {
        Path config = cache.resolve("models--facebook--detr-resnet-50/snapshots/" + FullSizeModels.DETR.commit()
                + "/config.json");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "{}");
        assertEquals(1, run("--verify", "detr"));
        assertTrue(out.toString().contains("detr/config.json: damaged; move " + config), out.toString());
        assertTrue(out.toString().contains("detr/model.safetensors: missing"), out.toString());
    }

    @Test
    void wrongUseShowsTheUsage() {
        assertEquals(2, run("clipp"));
        assertTrue(err.toString().contains("no model 'clipp'; there are clip, detr, stable-diffusion"), err.toString());
        assertTrue(err.toString().contains("Usage: models"), err.toString());
        assertEquals(2, run("--verfy"));
        assertTrue(err.toString().contains("--verify"), err.toString());
    }

    @Test
    void aFailureIsOneLine() {
        assertEquals(1, run("clip"));
        assertTrue(err.toString().lines().anyMatch(line -> line.startsWith("models: ")
                && line.contains("HF_HUB_OFFLINE")), err.toString());
        assertEquals(1, run("../..@main"));
    }

    /** Where nothing is built yet, the script explains itself. */
    @Test
    void theScriptTellsTheSameOptions() throws Exception {
        Path shell = Path.of("/bin/sh");
        Assumptions.assumeTrue(Files.isExecutable(shell), "needs a shell");
        Process process = new ProcessBuilder(shell.toString(), "environment/models", "--help").redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        CommandLine command = new CommandLine(new ModelsCommand(() -> null));
        command.getCommandSpec().options().forEach(option ->
                assertTrue(said.contains("  " + option.longestName() + " "), option.longestName() + " in " + said));
        assertTrue(said.startsWith("usage: environment/models"), said);
    }

    private int run(String... arguments) {
        HubSettings offline = new HubSettings(URI.create("http://localhost:1"), cache, Optional.empty(), true,
                RetryPolicy.STANDARD, Duration.ofSeconds(1));
        return Dialect.execute(new CommandLine(new ModelsCommand(() -> new Hub(offline)).with(new PrintStream(out),
                new PrintStream(err), () -> false, null)), arguments, new PrintStream(out), new PrintStream(err));
    }
}
