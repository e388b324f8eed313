package syntic.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.pack.FeaturePack;
import syntic.store.FeatureSet;

class ProjectTest {
    private static final String KARPATHY = """
            {"dataset": "toys", "images": [
              {"cocoid": 7, "split": "train", "filename": "7.jpg", "sentences": [{"raw": "A dog.", "sentid": 1}]},
              {"cocoid": 8, "split": "restval", "filename": "8.jpg", "sentences": [{"raw": "A cat.", "sentid": 2}]},
              {"cocoid": 9, "split": "val", "filename": "9.jpg", "sentences": [{"raw": "A cow.", "sentid": 3}]},
              {"cocoid": 5, "split": "test", "filename": "COCO_5.jpg", "sentences":
                [{"raw": "A red hen.", "sentid": 4}, {"raw": "A hen.", "sentid": 5}]}]}
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private CommandRun create(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("project", "create", folder.resolve("mine")));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray());
    }

    private Project mine() {
        return Project.open(folder.resolve("mine"));
    }

    @Test
    void framesOfVideosArePooled() throws IOException {
        Path captions = file("data/videos.json", """
                {"videos": [{"video_id": "video0", "split": "test"}, {"video_id": "video1", "split": "test"}],
                 "sentences": [{"caption": "a dog", "video_id": "video0", "sen_id": 1},
                               {"caption": "a cat", "video_id": "video1", "sen_id": 2}]}
                """);
        assertEquals(0, create("--captions", captions).status());
        Path features = file("data/frames.csv", "id,a,b\n0/1,3,0\n1/1,5,0\n0/2,0,0.5\n9/1,1,1\n");
        Path frames = file("data/map.csv", "frame,video\n0/1,video0\n0/2,video0\n1/1,video1\n");
        CommandRun unknown = CommandRun.of("features", "import", folder.resolve("mine"), "photos-test", features,
                "--frames", frames);
        assertTrue(unknown.err().contains("names no video for the frame '9/1'"), unknown.err());
        CommandRun run = CommandRun.of("features", "import", folder.resolve("mine"), "photos-test", features,
                "--frames", frames, "--skip-unknown");
        assertEquals(0, run.status(), run.err());
        FeaturePack pack = FeaturePack.open(mine().pack("photos-test"));
        assertEquals(List.of("video0", "video1"), pack.ids());
        FeatureSet pooled = pack.features(List.of("video0", "video1")).inMemory();
        float half = (float) Math.sqrt(0.5);
        assertArrayEquals(new float[] {half, half}, pooled.row("video0"), 1e-6f, "each frame counts alike");
        assertArrayEquals(new float[] {1, 0}, pooled.row("video1"), 1e-6f);
        Path vizwiz = file("data/vizwiz.json", """
                {"images": [{"id": 1}], "annotations": [{"image_id": 1, "id": 1, "caption": "A can."},
                 {"image_id": 1, "id": 2, "caption": "x", "is_rejected": true}]}
                """);
        assertTrue(create("--captions", vizwiz).out().startsWith(vizwiz + ": 1 captions are left out: rejected"));
    }

    @Test
    void longAndRepeatedSentencesAreLeftOutWhereTheProjectSaysSo() throws IOException {
        Path captions = file("data/dataset.json", KARPATHY.replace("A cat.", "A dog.").replace("A cow.", "A b c d."));
        assertEquals(0, create("--captions", captions, "--set", "sentences.mostWords=3", "--set",
                "sentences.distinct=true").status());
        assertEquals(List.of("A dog."), mine().captions("train").captions().stream().map(Caption::text).toList());
        assertEquals(List.of("A b c d."), mine().captions("validation").captions().stream().map(Caption::text).toList(),
                "references stay as they are");
        String help = CommandRun.of("project", "create", "--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("sentences.mostWords=15 and sentences.distinct=true") && help.contains("SS1M"), help);
        create("--set", "sentences.mostWords=1");
        UserException none = assertThrows(UserException.class, () -> mine().captions("train"));
        assertTrue(none.getMessage().endsWith("no sentence has at most 1 words; allow more"), none.getMessage());
    }

    @Test
    void aKarpathyFileGivesAllSplits() throws IOException {
        Path captions = file("data/dataset.json", KARPATHY);
        file("photos/COCO_5.jpg", "");
        file("photos/9.jpg", "");
        CommandRun run = create("--captions", captions, "--photos", folder.resolve("photos"));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("train: 2 sentences of 2 images, no photos\n"
                + "validation: 1 sentences of 1 images, photos of all\n"
                + "test: 2 sentences of 1 images, photos of all\n"), run.out());
        Project project = mine();
        assertEquals("mine", project.name());
        assertEquals(List.of("train", "validation", "test"), project.splits());
        assertEquals(List.of(new Caption("4", "5", "A red hen."), new Caption("5", "5", "A hen.")),
                project.captions("test").captions());
        assertEquals(Map.of("5", folder.resolve("photos/COCO_5.jpg")), project.photos("test"));
        assertTrue(project.hasPhotos("validation"));
        assertFalse(project.hasPhotos("train"));
        assertEquals(0, project.support().size());
    }

    @Test
    void aProjectMovesWithItsFiles() throws IOException {
        create("--captions", "test=" + file("mine/data/dataset.json", KARPATHY));
        Path moved = Files.move(folder.resolve("mine"), folder.resolve("yours"));
        assertEquals(2, Project.open(moved).captions("test").size());
        assertFalse(Files.readString(moved.resolve("project.json")).contains(folder.toString()));
    }

    @Test
    void whatIsNamedLaterIsAdded() throws IOException {
        create("--captions", file("dataset.json", KARPATHY), "--seed", 5);
        Path clip = Files.createDirectories(folder.resolve("clip"));
        CommandRun run = create("--clip", clip, "--support", file("more.json", KARPATHY),
                "--set", "synthesis.steps=50");
        assertEquals(0, run.status(), run.err());
        Project project = mine();
        assertEquals(clip, project.clip());
        assertEquals(50, project.synthesis().steps());
        assertEquals(5, project.synthesis().seed());
        assertEquals(2, project.captions("test").size());
        assertEquals(5, project.support().size());
        create("--seed", 6);
        assertEquals(6, mine().seed());
        assertEquals(50, mine().synthesis().steps());
    }

    @Test
    void whatIsMissingIsNamedWithHowItIsAdded() throws IOException {
        create("--captions", "test=" + file("dataset.json", KARPATHY));
        String mine = folder.resolve("mine").toString();
        assertRefused("the project has no captions of the split 'train', only of test; add it with: project create "
                + mine + " --captions train=FILE", () -> mine().captions("train"));
        assertRefused("the project has no photos of the split 'test'; add it with: project create " + mine
                + " --photos test=FOLDER", () -> mine().photos("test"));
        assertRefused("has no folder of CLIP (such as openai/clip-vit-base-patch32); add it with: project create "
                + mine + " --clip FOLDER", () -> mine().clip());
        assertRefused("is not a project", () -> Project.open(folder));
        Path detector = Files.createDirectories(folder.resolve("detr"));
        create("--detector", detector, "--photos", Files.createDirectories(folder.resolve("photos")));
        Files.delete(detector);
        assertRefused("the folder of a detector, " + detector + ", is not there", () -> mine().detector());
        assertRefused("there is no photo of image 5 (COCO_5.jpg) of the split 'test' in [" + folder.resolve("photos")
                + "]; 1 of 1 are missing", () -> mine().photos("test"));
    }

    @Test
    void wrongPartsAreRefused() throws IOException {
        Path captions = file("dataset.json", KARPATHY);
        assertFails(create("--captions", "tset=" + captions), "has no split 'tset'; it has restval, test, train, val");
        assertFails(create("--captions", "none.json"), "none.json");
        assertFails(create("--clip", "none"), "none: no such folder");
        assertFails(create("--photos", "none"), "none: no such folder");
        assertFails(create("--set", "synthesis.tau=1"), "there is no setting 'synthesis.tau'");
        assertFalse(Project.isProject(folder.resolve("mine")), "nothing was written");
        create("--captions", captions);
        Path json = folder.resolve("mine/project.json");
        for (String[] change : new String[][] {{"\"format\": 1", "\"format\": 2", "this version reads 1"},
                {"\"seed\"", "\"sede\"", "a project has no \"sede\""}, {"\"seed\": 1", "\"seed\": \"x\"", "x"},
                {"\"models\": {}", "\"models\": {\"clap\": \"x\"}", "there is no model 'clap'"}}) {
            String good = Files.readString(json);
            assertTrue(good.contains(change[0]), good);
            Files.writeString(json, good.replace(change[0], change[1]));
            assertRefused(change[2], this::mine);
            Files.writeString(json, good);
        }
    }

    private static void assertFails(CommandRun run, String message) {
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("project create: ") && run.err().contains(message), run.err());
    }

    private static void assertRefused(String message, Executable asked) {
        String said = assertThrows(UserException.class, asked).getMessage();
        assertTrue(said.contains(message), said);
    }
}
