package syntic.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.Main;
import syntic.hub.FakeHub;
import syntic.pack.FeaturePack;

/** A short {@link FaultCampaign}, and what happens to a disk that is full, to several processes and to odd names. */
@Tag("slow")
class FaultsTest {
    private static final long SEED = 16;
    private static final int DISK_KILOBYTES = 512;

    @TempDir
    private Path folder;
    private FaultCampaign campaign;

    @BeforeEach
    void campaign() {
        campaign = new FaultCampaign(folder, SEED, System.out);
    }

    @Test
    void killedCommandsComeToTheSameResult() throws Exception {
        assertTrue(campaign.kills(8, false) > 0, "none was killed while it ran");
    }

    @Test
    void killedDrawersLoseAndDoubleNoCaption() throws Exception {
        assertTrue(new DrawingCampaign(folder, SEED, System.out).run(4) >= 4);
    }

    @Test
    void damageToAnyKeptFileIsFoundOrHarmless() throws Exception {
        campaign.flips(150, false);
    }

    @Test
    void brokenInputsAreRefusedOrRead() throws Exception {
        campaign.inputs(3000, ".*");
    }

    @Test
    void aFullDiskLeavesWhatWasThere() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Path home = folder.resolve("home");
        mount(disk);
        try {
            String line = "evaluate " + FaultCampaign.evaluation(home).replaceAll(",clip .* --json", " --json")
                    .replace(home + "/scores", disk + "/scores");
            assertEquals(0, run(line).status());
            String before = FaultCampaign.scores(disk);
            fill(disk);
            for (String command : List.of(line, FaultCampaign.BENCHMARK + disk.resolve("benchmark"),
                    "train-judge " + disk.resolve("judge") + " 2")) {
                Ended full = run(command);
                assertEquals(1, full.status(), full.said());
                assertTrue(full.said().contains(disk.toString()) && full.said().contains("free some space"),
                        full.said());
            }
            assertEquals(before, FaultCampaign.scores(disk));
            Files.delete(disk.resolve("filler"));
            assertEquals(0, run(FaultCampaign.BENCHMARK + disk.resolve("benchmark")).status());
            assertEquals(0, run(line).status());
            assertEquals(before, FaultCampaign.scores(disk));
            try (Stream<Path> left = Files.list(disk)) {
                assertFalse(left.anyMatch(file -> file.toString().endsWith(".incomplete")));
            }
        } finally {
            new ProcessBuilder("umount", disk.toString()).inheritIO().start().waitFor();
        }
    }

    @Test
    void aFullDiskStopsDrawingAndLosesNothing() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        mount(disk);
        try {
            String line = "synthesize " + DrawingCampaign.project(disk.resolve("project"), folder.resolve("given"));
            assertEquals(0, run(line + " --limit 40").status());
            Path pack = disk.resolve("project/features/synthetic");
            List<String> before = FeaturePack.open(pack).ids();
            fill(disk);
            Ended full = run(line);
            assertEquals(1, full.status(), full.said());
            assertTrue(full.said().contains(pack.toString()) && full.said().contains("free some space"), full.said());
            assertEquals(before, FeaturePack.open(pack).ids());
            Files.delete(disk.resolve("filler"));
            assertEquals(0, run(line).status());
            assertEquals(before, FeaturePack.open(pack).ids().subList(0, before.size()));
        } finally {
            // Features stay mapped until they are collected.
            new ProcessBuilder("umount", "--lazy", disk.toString()).inheritIO().start().waitFor();
        }
    }

    private static void mount(Path disk) throws Exception {
        boolean mounted;
        try {
            mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + DISK_KILOBYTES + "k", "tmpfs",
                    disk.toString()).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            mounted = false;
        }
        Assumptions.assumeTrue(mounted, "a full disk is not tried: this user may not mount a small one");
    }

    private static void fill(Path disk) throws IOException {
        byte[] block = new byte[1 << 10];
        try (var filler = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("No space"), e.getMessage());
        }
    }

    @Test
    void threeProcessesOnOneTargetLeaveOneWholeResult() throws Exception {
        try (FakeHub hub = FakeHub.serving(500_000, 5)) {
            Map<String, Function<Path, LongCommand>> commands = campaign.commands(hub);
            commands.remove("benchmark");
            for (LongCommand command : commands.values().stream()
                    .map(of -> of.apply(folder.resolve("three"))).toList()) {
                List<Process> processes = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    processes.add(command.start());
                }
                for (Process process : processes) {
                    assertTrue(process.waitFor(5, TimeUnit.MINUTES), command::name);
                    assertEquals(0, process.exitValue(), () -> command.name() + ": " + said(command));
                }
                String result = command.result().read();
                command.finish();
                assertEquals(result, command.result().read(), command.name());
                Kills.requireWhole(command.home());
            }
        }
    }

    @Test
    void ofThreeBenchmarksInOneFolderOneRunsAndTheOthersSayWhyNot() throws Exception {
        LongCommand command;
        try (FakeHub hub = FakeHub.serving(1, 1)) {
            command = campaign.commands(hub).get("benchmark").apply(folder.resolve("three"));
        }
        List<Process> processes = List.of(command.start(), command.start(), command.start());
        int refused = 0;
        for (Process process : processes) {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), command::name);
            refused += process.exitValue();
        }
        assertTrue(refused == 1 || refused == 2, said(command)); // one may begin after another's end
        assertTrue(said(command).contains("another benchmark is running in this folder"), said(command));
        Kills.requireWhole(command.home());
    }

    @Test
    void ofThreeTrainingsOneWritesTheCaptionerAndTheOthersSayWhyNot() throws Exception {
        LongCommand command = ProjectCommands.train(folder.resolve("three"));
        List<Process> processes = List.of(command.start(), command.start(), command.start());
        int refused = 0;
        for (Process process : processes) {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), command::name);
            refused += process.exitValue();
        }
        assertEquals(2, refused, said(command));
        assertTrue(said(command).contains("there is something in this folder"), said(command));
        Kills.requireWhole(command.home());
        String result = command.result().read();
        command.forget();
        command.finish();
        assertEquals(result, command.result().read());
    }

    private static String said(LongCommand command) {
        try {
            return command.said();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Pictures outside of the folder are not looked at, whatever a captions' file says. */
    @ParameterizedTest
    @ValueSource(strings = {"../secret.png", "a/../../secret.png", "%s/secret.png", "link.png", "linked/secret.png",
        "/", "..", ".", "", "nul\u0000.png", "\uFFFD.png", "secret.png\n", "..\\secret.png", "%25s", "~/secret.png", "-rf"})
    void namesDoNotLeadOutOfTheFolder(String name) throws Exception {
        Path images = Files.createDirectories(folder.resolve("images"));
        FaultCampaign.evaluation(folder.resolve("home"));
        Files.copy(folder.resolve("home/given/0.png"), folder.resolve("secret.png"));
        Files.createSymbolicLink(images.resolve("link.png"), folder.resolve("secret.png"));
        Files.createSymbolicLink(images.resolve("linked"), folder);
        Ended ended = score(name.replace("%s", folder.toString()), images);
        assertEquals(1, ended.status(), ended.said());
        assertTrue(ended.said().lines().count() < 5 && !ended.said().contains("\tat "), ended.said());
        Files.copy(folder.resolve("secret.png"), images.resolve("proper.png"));
        assertEquals(0, score("proper.png", images).status());
    }

    private Ended score(String name, Path images) throws IOException {
        Gson gson = new Gson();
        Path references = Files.writeString(folder.resolve("references.json"), gson.toJson(Map.of("images",
                List.of(Map.of("id", 7, "file_name", name)), "annotations",
                List.of(Map.of("id", 1, "image_id", 7, "caption", "a dog")))));
        Path results = Files.writeString(folder.resolve("results.json"), gson.toJson(List.of(Map.of("image_id", 7,
                "caption", "a dog"))));
        return run("evaluate --references " + references + " --results " + results + " --metrics clip --images "
                + images + " --clip miniature");
    }

    /** How a command ended. */
    private record Ended(int status, String said) {}

    private static Ended run(String line) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        int status = Main.run(line.split(" "), new PrintStream(PrintStream.nullOutputStream()), err);
        return new Ended(status, said.toString(StandardCharsets.UTF_8));
    }
}
