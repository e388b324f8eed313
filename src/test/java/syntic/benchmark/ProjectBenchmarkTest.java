package syntic.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.corpus.Caption;
import syntic.corpus.CocoCaptions;
import syntic.method.TinyTask;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.pack.FeaturePack;
import syntic.pack.PackKind;
import syntic.project.Project;
import syntic.project.ProjectData;
import syntic.stage.ImageFeatures;
import syntic.store.ResultStore;

/** The command on projects of a few sentences and photos of the miniature world. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectBenchmarkTest {
    private static final int SENTENCES = 40;
    private static final int PHOTOS = 8;

    private Path folder;
    private String out;
    private String err;

    @BeforeAll
    void projects(@TempDir Path temporary) throws IOException {
        folder = temporary;
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("store")))) {
            project(mini, "plain", Style.PLAIN);
            project(mini, "verbose", Style.VERBOSE);
        }
    }

    private void project(Miniature mini, String name, Style style) throws IOException {
        List<Caption> train = mini.corpus(style, Split.TRAIN).captions().subList(0, SENTENCES);
        List<String> ids = mini.photoIds(style, Split.TEST).subList(0, PHOTOS);
        Path sentences = captions(name + "-train", train);
        Path test = captions(name + "-test", mini.corpus(style, Split.TEST).captions().stream()
                .filter(one -> ids.contains(one.imageId())).toList());
        assertEquals(0, run("project", "create", folder.resolve(name), "--captions", "train=" + sentences, "--captions",
                "test=" + test, "--clip", ShippedModels.folder("clip"), "--set", "scale=miniature"), () -> err);
        Map<String, String> texts = train.stream().collect(Collectors.toMap(Caption::id, Caption::text));
        pack(name, ProjectData.SENTENCES, PackKind.SENTENCES,
                new ImageFeatures(TinyTask.sentences(mini, train).inMemory(), Map.of()), texts);
        pack(name, "photos-test", PackKind.PHOTOS, TinyTask.photos(mini, ids), Map.of());
    }

    private void pack(String project, String name, PackKind kind, ImageFeatures features, Map<String, String> texts) {
        FeaturePack.write(Project.open(folder.resolve(project)).pack(name), kind, features, texts, "");
    }

    private Path captions(String name, List<Caption> captions) {
        Path file = folder.resolve(name + ".json");
        CocoCaptions.write(file, captions, Map.of());
        return file;
    }

    private int run(Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        out = run.out();
        err = run.err();
        return run.status();
    }

    @Test
    void aProjectsTableIsPrintedKeptAndWritten() throws IOException {
        Object[] command = {"benchmark", "in-domain", "--project", folder.resolve("plain"), "--methods",
            "CLIPRe,DeCap", "--epochs", "1", "--seeds", "1,2"};
        assertEquals(0, run(command), () -> err);
        assertTrue(out.contains("CLIPRe") && out.contains("[4 of 4; 1 left]") && !out.contains("run before"), out);
        Path results = folder.resolve("plain/results/in-domain");
        assertEquals(0, run(command), () -> err);
        assertEquals(4, out.split("run before", -1).length - 1, "a second call finds all units: " + out);

        assertEquals(0, run("benchmark", "--show", results, "--markdown", folder.resolve("t/a.md"), "--latex",
                folder.resolve("t/a.tex"), "--csv", folder.resolve("t/a.csv")), () -> err);
        BenchmarkTable.Row row = BenchmarkTable.of(BenchmarkResults.read(results)).rows("CLIPRe").get(0);
        String cider = String.format(Locale.ROOT, "%.1f", 100 * row.score("CIDEr").value());
        String markdown = Files.readString(folder.resolve("t/a.md"));
        assertTrue(markdown.startsWith("| condition | system | seeds | CIDEr-D (× 100) |"), markdown);
        assertTrue(markdown.contains("| plain | CLIPRe | 2 | " + cider + " ± "), markdown);
        String latex = Files.readString(folder.resolve("t/a.tex"));
        assertTrue(latex.contains("plain & CLIPRe & 2 & " + cider + " $\\pm$ "), latex);
        assertFalse(latex.replace("\\%", "").lines().filter(line -> !line.startsWith("%")).anyMatch(line ->
                line.contains("%")), "a percent sign hides the rest of a line: " + latex);
        List<String> csv = Files.readAllLines(folder.resolve("t/a.csv"));
        assertEquals(3, csv.size());
        assertTrue(csv.get(0).contains("CIDEr-D (× 100),\"CIDEr-D (× 100), low\""), csv.get(0));
        assertTrue(csv.stream().anyMatch(line -> line.contains(Double.toString(100 * row.score("CIDEr").low()))),
                "full precision: " + csv);
    }

    @Test
    void twoProjectsAreTwoDomains() {
        assertEquals(0, run("benchmark", "cross-domain", "--project", folder.resolve("plain"), "--project",
                folder.resolve("verbose"), "--methods", "CLIPRe", "--seeds", "1", "--folder", folder.resolve("cross")),
                () -> err);
        assertTrue(out.contains("plain to verbose") && out.contains("verbose to plain"), out);
        assertEquals(1, run("benchmark", "cross-domain", "--project", folder.resolve("plain"), "--project",
                folder.resolve("plain")));
        assertTrue(err.contains("is named 'plain' too"), err);
    }

    @Test
    void whatAProjectCannotServeIsNamedBeforeAnythingIsComputed() {
        Path plain = folder.resolve("plain");
        Path none = folder.resolve("none");
        refused(2, "needs 2 data sets with photos", "cross-domain", plain, none);
        refused(2, "C3-photos learns from photos", "in-domain", plain, none);
        refused(2, "needs the photos of the split test", "corruption", plain, none, "--methods", "DeCap");
        refused(2, "no photos of the split validation", "in-domain", plain, none, "--split", "validation");
        refused(1, "pretrained GPT-2", "in-domain", plain, none, "--scale", "full", "--methods", "CapDec");
        refused(1, "pretrained T5", "in-domain", plain, none, "--scale", "full", "--methods", "ReCap-OLS");
        refused(1, "needs a detector", "in-domain", plain, none, "--methods", "SynTIC");
        refused(2, "there is no scale 'large'", "in-domain", plain, none, "--scale", "large");
        assertFalse(Files.exists(none), "nothing is written");
    }

    private void refused(int status, String reason, String protocol, Path project, Path results, String... more) {
        Object[] command = Stream.concat(Stream.of("benchmark", protocol, "--project", project, "--folder", results,
                "--seeds", "1"), Stream.of(more)).toArray();
        assertEquals(status, run(command), () -> out + err);
        assertTrue(err.contains(reason), err);
    }
}
