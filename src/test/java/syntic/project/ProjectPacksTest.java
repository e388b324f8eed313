package syntic.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.pack.FeaturePack;
import syntic.pack.PhotoMaker;
import syntic.stage.ImageFeatures;
import syntic.store.ProgressListener;

/** The commands {@code synthesize} and {@code encode} make what the stages make, once. */
@Tag("slow")
class ProjectPacksTest {
    @TempDir
    private Path folder;
    private Path project;
    private Project opened;

    @BeforeEach
    void aProjectWithTheMiniatureModels() throws IOException {
        project = folder.resolve("project");
        Path photos = Files.createDirectories(folder.resolve("photos"));
        StringBuilder references = new StringBuilder("image,caption\n");
        try (Miniature mini = Miniature.open()) {
            for (String id : mini.photoIds(Style.PLAIN, Split.TEST).subList(0, 3)) {
                ImageIO.write(mini.picture(id), "png", photos.resolve(id + ".png").toFile());
                references.append(id).append(".png,a photo\n");
            }
        }
        Path train = Files.writeString(folder.resolve("train.csv"),
                "image,caption\n1.jpg,A red ball on the beach.\n1.jpg,A dog.\n2.jpg,A house.\n");
        Path more = Files.writeString(folder.resolve("more.txt"), "A dog.\nA blue boat at sea.\n");
        Path test = Files.writeString(folder.resolve("test.csv"), references);
        ran(0, "project", "create", project.toString(), "--captions", "train=" + train,
                "--captions", "test=" + test, "--photos", "test=" + photos, "--support", more.toString(),
                "--clip", ShippedModels.folder("clip").toString(),
                "--text-to-image", ShippedModels.folder("text-to-image").toString(),
                "--detector", ShippedModels.folder("detr").toString());
        opened = Project.open(project);
    }

    private CommandRun ran(int status, String... command) {
        CommandRun run = CommandRun.of(command);
        assertEquals(status, run.status(), run.out() + run.err());
        return run;
    }

    @Test
    void picturesAreMadeOnceAndKeptIfAskedFor() throws IOException {
        String where = project.toString();
        assertTrue(ran(0, "synthesize", where, "--limit", "2").out().contains("pictures: 2 made, 2 in all"));
        assertTrue(ran(0, "synthesize", where).out().contains("pictures: 1 made, 3 in all"));
        assertTrue(ran(0, "synthesize", where).out().contains("pictures: 0 made, 3 in all"));
        List<Caption> captions = opened.captions(Project.TRAIN).captions();
        List<String> ids = captions.stream().map(Caption::id).toList();
        FeaturePack pack = FeaturePack.open(opened.pack(ProjectData.SYNTHETIC));
        assertEquals(ids, pack.ids());
        assertTrue(ran(0, "synthesize", where, "--keep-pictures").out().contains("pictures: 3 made, 3 in all"));
        try (Miniature mini = Miniature.open()) {
            List<RgbImage> pictures = ids.stream()
                    .map(id -> RgbImage.read(project.resolve("pictures").resolve(id + ".png"))).toList();
            ImageFeatures kept = pack.images(ids);
            assertArrayEquals(mini.encoding().images(pictures), kept.features().rows());
            assertEquals(mini.detection().tagsOf(pictures), List.copyOf(kept.tags().values()));
        }
    }

    @Test
    void sharesAreJoinedToWhatOneProcessMakes() throws IOException {
        String where = project.toString();
        String texts = IntStream.range(0, 11).mapToObj(i -> "A dog and " + i + " balls.\n")
                .collect(Collectors.joining());
        Path train = Files.writeString(folder.resolve("many.txt"), texts);
        ran(0, "project", "create", where, "--captions", "train=" + train, "--set", "synthesis.steps=2");
        ran(0, "synthesize", where);
        Path target = opened.pack(ProjectData.SYNTHETIC);
        Path one = Files.move(target, folder.resolve("one"));
        List<String> merge = new ArrayList<>(List.of("features", "merge", target.toString()));
        for (int share : new int[] {3, 8, 1, 5, 2, 7, 4, 6}) {
            ran(0, "synthesize", where, "--shard", share + "/8");
            merge.add(project.resolve("shares").resolve("synthetic-" + share + "-of-8").toString());
        }
        String said = ran(1, merge.subList(0, 6).toArray(String[]::new)).out();
        assertTrue(said.contains(" have no record there:\n") && said.contains(": in none of the packs"), said);
        said = ran(0, merge.toArray(String[]::new)).out();
        assertTrue(said.contains(" records added, 11 in all"), said);
        assertArrayEquals(onlyPart(one), onlyPart(target));
        said = ran(0, "synthesize", where, "--shard", "1/1").out();
        assertTrue(said.startsWith("11 of the 11 of this share are in " + target + " already")
                && said.contains("pictures: 0 made, 0 in all"), said);
        assertTrue(ran(0, "synthesize", where).out().contains("pictures: 0 made, 11 in all"));
    }

    private static byte[] onlyPart(Path pack) throws IOException {
        try (Stream<Path> parts = Files.list(pack.resolve("parts"))) {
            List<Path> all = parts.toList();
            assertEquals(1, all.size());
            return Files.readAllBytes(all.get(0));
        }
    }

    @Test
    void sentencesThatCannotBeDrawnAreNamedAndTheOthersAreDrawn() throws IOException {
        String where = project.toString();
        String json = """
                {"images": [{"id": 1}], "annotations": [{"id": 1, "image_id": 1, "caption": "A dog."},
                {"id": 2, "image_id": 1, "caption": "%s"}, {"id": 3, "image_id": 1, "caption": "%s"}]}""";
        Path train = Files.writeString(folder.resolve("coco.json"), json.formatted(" ", "a dog ".repeat(1_700_000)));
        ran(0, "project", "create", where, "--captions", "train=" + train);
        String said = ran(1, "synthesize", where).out();
        assertTrue(said.contains("pictures: 1 made, 1 in all, 2 could not be made:")
                && said.contains("  2: the sentence is empty\n")
                && said.contains("  3: the sentence has 10,200,000 characters, at most 10,000 are read\n"), said);
        assertTrue(ran(1, "encode", where).out().contains("sentences: 3 made, 3 in all, 2 could not be made:"));
        try (ProjectData data = Project.open(project).data(Compute.PLAIN)) {
            assertEquals(1, data.sentences().corpus().size());
            assertEquals(2, data.further(data.furtherSize()).corpus().size());
        }
        Files.writeString(train, json.formatted("A house.", "a dog"));
        said = ran(0, "synthesize", where, "--retry").out();
        assertTrue(said.contains("pictures: 2 made, 3 in all"), said);
    }

    @Test
    void sentencesAndPhotosAreEncoded() throws IOException {
        Corpus test = opened.captions("test");
        String broken = test.captions().get(1).imageId();
        Path photo = opened.photos("test").get(broken);
        byte[] whole = Files.readAllBytes(photo);
        Files.write(photo, new byte[] {1, 2, 3});
        String said = ran(1, "encode", project.toString()).out();
        assertTrue(said.contains("photos of test: 2 made, 2 in all, 1 could not be made:")
                && said.contains(photo.toString()), said);
        Files.delete(photo);
        Files.createSymbolicLink(photo, photo.getFileName());
        try (Miniature mini = Miniature.open()) {
            assertTrue(new PhotoMaker(mini.encoding(), null).job(folder.resolve("gone"), Map.of("gone", photo))
                    .run(ProgressListener.SILENT, () -> false).failed().get("gone").contains(photo.toString()));
        }
        Files.delete(photo);
        Files.write(photo, whole);
        said = ran(0, "encode", project.toString(), "--retry").out();
        assertTrue(said.contains("photos of test: 1 made, 3 in all"), said);
        FeaturePack sentences = FeaturePack.open(opened.pack(ProjectData.SENTENCES));
        FeaturePack photos = FeaturePack.open(opened.pack(ProjectData.photoPack("test")));
        try (Miniature mini = Miniature.open()) {
            Map<String, Path> files = opened.photos("test");
            List<RgbImage> pictures = files.values().stream().map(RgbImage::read).toList();
            assertEquals(List.copyOf(files.keySet()), photos.ids());
            assertArrayEquals(mini.encoding().images(pictures), photos.features(photos.ids()).inMemory().rows());
            assertEquals(mini.detection().tagsOf(pictures), List.copyOf(photos.tags().values()));
            Caption boat = opened.support().captions().get(1);
            assertArrayEquals(mini.encoding().texts(List.of(boat.text()))[0],
                    sentences.features(List.of(boat.id())).inMemory().row(0));
        }
    }
}
