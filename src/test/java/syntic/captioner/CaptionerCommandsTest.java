package syntic.captioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.corpus.Caption;
import syntic.corpus.CocoCaptions;
import syntic.corpus.CocoResults;
import syntic.corpus.Corpus;
import syntic.method.TinyTask;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.pack.FeaturePack;
import syntic.pack.PackKind;
import syntic.project.Project;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.ResultStore;

/** The commands train and caption on a project of a few sentences and photos of the miniature world. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptionerCommandsTest {
    private static final int SENTENCES = 40;
    private static final int PHOTOS = 6;

    private Path folder;
    private Path project;
    private Path references;
    private Path captioner;
    private List<String> ids;
    private String out;
    private String err;

    @BeforeAll
    void trained(@TempDir Path folder) throws IOException {
        this.folder = folder;
        project = folder.resolve("project");
        captioner = folder.resolve("captioner");
        try (Miniature mini = Miniature.open(new ResultStore(folder.resolve("results")))) {
            makeProject(mini);
        }
        assertEquals(0, run("train", project, "syntic", "--epochs", 1, "--seed", 3, "--set", "tau=1/50", "--output",
                captioner), () -> err);
    }

    private void makeProject(Miniature mini) throws IOException {
        List<Caption> train = mini.corpus(Style.PLAIN, Split.TRAIN).captions().subList(0, SENTENCES);
        ids = mini.photoIds(Style.PLAIN, Split.TEST).subList(0, PHOTOS);
        Corpus test = mini.corpus(Style.PLAIN, Split.TEST);
        Path sentences = write("train", train);
        references = write("test", test.captions().stream().filter(one -> ids.contains(one.imageId())).toList());
        Path photos = Files.createDirectories(folder.resolve("photos"));
        for (String id : ids) {
            ImageIO.write(mini.picture(id), "png", photos.resolve(id + ".png").toFile());
        }
        assertEquals(0, run("project", "create", project, "--captions", "train=" + sentences, "--captions",
                "test=" + references, "--photos", "test=" + photos, "--clip", ShippedModels.folder("clip"),
                "--detector", ShippedModels.folder("detr"), "--set", "scale=miniature"), () -> err);
        Map<String, String> texts = train.stream().collect(Collectors.toMap(Caption::id, Caption::text));
        List<String> trained = train.stream().map(Caption::id).toList();
        FeatureSet features = TinyTask.sentences(mini, train).inMemory();
        pack("sentences", PackKind.SENTENCES, new ImageFeatures(features, Map.of()), texts);
        pack("synthetic", PackKind.SYNTHETIC, mini.data(Style.PLAIN).synthetic().select(trained), texts);
        pack("photos-test", PackKind.PHOTOS, TinyTask.photos(mini, ids), Map.of());
    }

    private void pack(String name, PackKind kind, ImageFeatures features, Map<String, String> texts) {
        FeaturePack.write(Project.open(project).pack(name), kind, features, texts, "");
    }

    /** A caption file of COCO's. */
    private Path write(String name, List<Caption> captions) {
        Path file = folder.resolve(name + ".json");
        CocoCaptions.write(file, captions, captions.stream().map(Caption::imageId).distinct()
                .collect(Collectors.toMap(id -> id, id -> id + ".png")));
        return file;
    }

    private int run(Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        out = run.out();
        err = run.err();
        return run.status();
    }

    @Test
    void aTrainedCaptionerSaysWhatItIsAndHowGood() throws Exception {
        String config = Files.readString(captioner.resolve("config.json"));
        for (String said : List.of("\"system\": \"SynTIC\"", "\"scale\": \"miniature\"", "\"seed\": 3",
                "\"projection.temperature\": \"0.02\"", "\"decoder.training.epochs\": \"1\"")) {
            assertTrue(config.contains(said), said + " in " + config);
        }
        String card = Files.readString(captioner.resolve("README.md"));
        assertTrue(card.contains("name: \"CIDEr\"") && card.contains("on 6 photos, project test"), card);
    }

    @Test
    void photosOfAProjectAreCaptionedForEvaluate() throws Exception {
        Path results = folder.resolve("results.json");
        assertEquals(0, run("caption", "--captioner", captioner, "--project", project, "--split", "test", "--json",
                results), () -> err);
        assertEquals(ids, List.copyOf(CocoResults.read(results).keySet()));
        assertEquals(0, run("evaluate", "--references", references, "--results", results), () -> err);
        String cider = Stream.of(Files.readString(captioner.resolve("README.md")).split("\n"))
                .filter(line -> line.startsWith("| CIDEr")).findFirst().orElseThrow();
        String score = cider.split("\\|")[2].strip();
        assertTrue(out.contains(String.format(Locale.ROOT, "%.1f", 100 * Double.parseDouble(score))),
                score + " in " + out);
    }

    @Test
    void aSweepCaptionsAtEveryTemperature() throws Exception {
        Path sweep = folder.resolve("sweep");
        assertEquals(0, run("sweep", project, "--captioner", captioner, "--temperatures", "1/1000,1/50,1", "--output",
                sweep), () -> err);
        List<String> scores = Files.readAllLines(sweep.resolve("scores.csv"));
        assertEquals(4, scores.size());
        assertFalse(out.matches("(?s).*\\d\\.\\d{4}.*"), "a table to read has three decimals: " + out);
        String trained = scores.stream().filter(line -> line.startsWith("photos-test,1/50,")).findFirst().orElseThrow();
        assertTrue(trained.endsWith(",0.0"), "at the temperature of the training nothing changes: " + trained);
        String cider = Stream.of(Files.readString(captioner.resolve("README.md")).split("\n"))
                .filter(line -> line.startsWith("| CIDEr")).findFirst().orElseThrow().split("\\|")[2].strip();
        assertEquals(100 * Double.parseDouble(cider), Double.parseDouble(trained.split(",")[2]), 0.01);
        assertEquals(1 + 3 * PHOTOS, Files.readAllLines(sweep.resolve("captions.csv")).size());
        assertTrue(Files.readString(sweep.resolve("index.html")).contains("What becomes of the captions"));
    }

    @Test
    void whatCannotBeReadIsNamedAtTheEndAndEndsNothing() throws Exception {
        Path some = Files.createDirectories(folder.resolve("some & <b>others</b>"));
        Files.writeString(some.resolve("0.png"), "no picture");
        Files.writeString(some.resolve("2.webp"), "RIFF0000WEBPVP8 ");
        Files.writeString(some.resolve("notes.txt"), "no picture either");
        Path photo = folder.resolve("photos").resolve(ids.get(0) + ".png");
        Files.copy(photo, some.resolve("1 <i>.png"));
        Path csv = folder.resolve("captions.csv");
        Path why = folder.resolve("why");
        assertEquals(1, run("caption", "--captioner", captioner, some, folder.resolve("none.jpg"), photo, "--csv", csv,
                "--why", why));
        assertTrue(err.contains("3 of 5 photos could not be read"), err);
        assertTrue(err.contains("0.png: not an image") && err.contains("but a WebP file"), err);
        assertTrue(err.contains("none.jpg: cannot be read (there is no ") && !err.contains("Exception"), err);
        List<String> lines = Files.readAllLines(csv);
        assertEquals(3, lines.size());
        assertTrue(lines.get(1).startsWith("1 <i>,"), lines.get(1));
        String page = Files.readString(why.resolve("1 <i>.html"));
        assertTrue(page.contains("<h1>1 &lt;i&gt;.png</h1>") && !page.contains("<i>.png"), "names are escaped");
        assertTrue(page.contains("data:image/png;base64,") && !page.contains("http"), "nothing comes from elsewhere");
        String caption = out.lines().findFirst().orElseThrow().split("\t")[1];
        assertTrue(page.contains("<b>" + caption + "</b>"), caption);
        assertTrue(Files.exists(why.resolve(ids.get(0) + ".html")));
        assertEquals(1, run("caption", "--captioner", captioner, photo, "--csv", csv, "--json", csv));
        assertTrue(err.contains("--csv and --json both name " + csv), err);
        assertEquals(lines, Files.readAllLines(csv));
    }

    @Test
    void idsThatNameFoldersLeaveNoPageElsewhere() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        String photo = folder.resolve("photos").resolve(ids.get(0) + ".png").toString();
        Path captions = Files.writeString(own.resolve("odd.json"), """
                {"images": [{"id": "../../up", "file_name": "a.png"}, {"id": "LONG", "file_name": "b.png"}],
                 "annotations": [{"id": 1, "image_id": "../../up", "caption": "<script>one</script>"},
                                 {"id": 2, "image_id": "LONG", "caption": "two"}]}
                """.replace("LONG", "ü".repeat(300)));
        for (String name : List.of("a.png", "b.png")) {
            Files.copy(Path.of(photo), own.resolve(name));
        }
        Path odd = folder.resolve("odd");
        assertEquals(0, run("project", "create", odd, "--captions", "test=" + captions, "--photos", "test=" + own,
                "--clip", ShippedModels.folder("clip"), "--detector", ShippedModels.folder("detr")), () -> err);
        Path why = folder.resolve("deep/below/why");
        assertEquals(0, run("caption", "--captioner", captioner, "--project", odd, "--split", "test", "--why", why),
                () -> err);
        assertTrue(Files.notExists(folder.resolve("deep/up.html")));
        assertTrue(Files.exists(why.resolve(".._.._up.html")));
        try (Stream<Path> pages = Files.list(why)) {
            assertEquals(2, pages.count());
        }
        assertEquals(1, run("caption", "--captioner", captioner, "--project", odd, "--split", "tset"));
        assertTrue(err.contains("no photos of the split 'tset'"), err);
        assertEquals(0, run("project", "create", odd, "--photos", own), () -> err);
        assertEquals(1, run("caption", "--captioner", captioner, "--project", odd, "--split", "tset"));
        assertTrue(err.contains("no captions of the split 'tset', only of test"), err);
    }

    @Test
    void aPictureThatIsNoneOfTheWorldIsSaidToBeUnknown() throws Exception {
        Path file = folder.resolve("white.png");
        ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "png",
                file.toFile());
        assertEquals(0, run("caption", "--captioner", captioner, file));
        assertTrue(out.contains("nothing that this captioner can know"), out);
        assertTrue(err.contains("lowest of 6 photos of project test"), err);
        assertEquals(0, run("caption", "--captioner", captioner, folder.resolve("photos")));
        assertFalse(out.contains("nothing that"), out);
    }

    @Test
    void otherSentencesAreLookedUpAndAnotherTemperatureIsTaken() throws Exception {
        Path own = Files.writeString(folder.resolve("own.txt"), "a red ball\na red ball on a red floor\n");
        Path photos = folder.resolve("photos");
        assertEquals(0, run("caption", "--captioner", captioner, photos, "--support", own, "--set", "tau=1/5"));
        List<String> captions = new ArrayList<>(out.lines().map(line -> line.split("\t")[1]).toList());
        assertEquals(PHOTOS, captions.size());
        assertEquals(0, run("caption", "--captioner", captioner, photos));
        assertFalse(captions.equals(out.lines().map(line -> line.split("\t")[1]).toList()));
    }

    @Test
    void wrongUseIsAnsweredBeforeLongWork() {
        assertEquals(2, run("train", project, "syntic", "--set", "tua=1/50", "--output", folder.resolve("x")));
        assertTrue(err.contains("did you mean tau"), err);
        assertEquals(2, run("train", project, "gpt", "--output", folder.resolve("x")));
        assertTrue(err.contains("DeCap"), err);
        assertEquals(1, run("train", project, "DeCap", "--output", captioner));
        assertTrue(err.contains(captioner.toString()) && err.contains("empty"), err);
        assertEquals(1, run("train", project, "supervised", "--output", folder.resolve("x")));
        assertTrue(err.contains("photos of the training sentences"), err);
        assertEquals(2, run("caption", "--captioner", captioner));
        assertEquals(1, run("caption", "--captioner", folder, "x.png"));
        assertTrue(err.contains("not a captioner"), err);
    }

    @Test
    void featuresFromElsewhereAreLearntFromWithoutAnyClip() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        assertEquals(0, run("project", "create", elsewhere, "--captions", "train=" + folder.resolve("train.json"),
                "--captions", "test=" + references, "--set", "scale=miniature"), () -> err);
        Path features = project.resolve("features");
        try (Stream<Path> files = Files.walk(features)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, elsewhere.resolve("features").resolve(features.relativize(file)));
            }
        }
        Path trained = folder.resolve("without-clip");
        assertEquals(1, run("train", elsewhere, "DeCap", "--epochs", 1, "--output", trained));
        assertTrue(err.contains("--tokenizer"), err);
        assertEquals(0, run("train", elsewhere, "DeCap", "--epochs", 1, "--output", trained, "--tokenizer",
                ShippedModels.folder("clip")), () -> err);
        assertTrue(out.contains("on 6 photos, elsewhere test"), out);
        Path photos = folder.resolve("photos");
        assertEquals(0, run("caption", "--captioner", trained, photos, "--clip", ShippedModels.folder("clip")),
                () -> err);
        assertEquals(PHOTOS, out.lines().count());
    }

    @Test
    void whyIsAnsweredBySynticOnly() {
        Path retrieval = folder.resolve("retrieval");
        assertEquals(2, run("train", project, "CLIPRe", "--output", retrieval, "--epochs", 3));
        assertTrue(err.startsWith("train: CLIPRe trains no decoder and so has no epochs; leave them out"), err);
        assertEquals(0, run("train", project, "CLIPRe", "--output", retrieval), () -> err);
        assertEquals(2, run("caption", "--captioner", retrieval, folder.resolve("photos"), "--why",
                folder.resolve("pages")));
        assertTrue(err.contains("CLIPRe"), err);
        assertEquals(0, run("caption", "--captioner", retrieval, folder.resolve("photos")), () -> err);
    }
}
