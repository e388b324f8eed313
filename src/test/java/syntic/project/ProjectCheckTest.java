package syntic.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.miniature.ShippedModels;

class ProjectCheckTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void photo(String name, int colour) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, colour);
        Files.createDirectories(folder.resolve("photos"));
        ImageIO.write(image, "png", folder.resolve("photos").resolve(name).toFile());
    }

    private String create(Object... options) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of("project", "create", folder.resolve("project")),
                Stream.of(options)).toArray());
        assertEquals(0, run.status(), run.err());
        return folder.resolve("project").toString();
    }

    private static String check(String project, String... options) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of("project", "check", project), Stream.of(options))
                .toArray());
        assertEquals(0, run.status(), run.err());
        return run.out();
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        photo("1.png", 1);
        photo("00000002.jpg.png", 2);
        Path captions = file("test.csv", "image,caption\n1.png,A dog.\n2.jpg,A cat.\n");
        String said = check(create("--captions", "test=" + captions, "--photos", "test=" + folder.resolve("photos")),
                "--no-estimates");
        assertTrue(said.contains("test: 2 sentences of 2 images, photos of 1"), said);
        assertTrue(said.contains("missing: sentences to train on; add them with --captions train=FILE"), said);
        assertTrue(said.contains("there is no photo of image 2 (2.jpg) of the split 'test'"), said);
        assertTrue(said.contains("missing: CLIP (such as openai/clip-vit-base-patch32); add its folder with --clip"),
                said);
        assertTrue(said.contains("1 photos have no caption in any split, such as 00000002.jpg.png"), said);
        assertFalse(said.contains("warning"), said);
    }

    @Test
    void whatDiffersByZerosOrExtensionIsNamed() throws IOException {
        photo("7.png", 1);
        String project = create("--captions", "test=" + file("test.csv", "image,caption\n0007.jpg,A dog.\n"),
                "--photos", "test=" + folder.resolve("photos"));
        String said = check(project, "--no-estimates");
        assertTrue(said.contains("image 0007 (0007.jpg) (" + folder.resolve("photos/7.png")
                + " differs by zeros or by the extension; let both be the same)"), said);
        create("--captions", "test=" + file("test.txt", "A dog.\n"));
        said = check(project, "--no-estimates");
        assertTrue(said.contains("test: 1 sentences without images\n"), said);
        assertTrue(said.contains("the captions of the split 'test' name no images, so they have no photos"), said);
    }

    @Test
    void whatIsTestedOnAndInTrainingIsNamed() throws IOException {
        photo("1.png", 1);
        photo("2.png", 2);
        photo("3.png", 2);
        String said = check(create("--captions", file("train.csv", "image,caption\n1.png,A dog runs.\n2.png,A cat.\n"),
                "--captions", "test=" + file("test.csv", "image,caption\n1.png,A cow.\n3.png,\"a dog, runs\"\n"),
                "--photos", folder.resolve("photos")), "--no-estimates");
        assertTrue(said.contains("warning: 1 of 2 captions of test are also sentences to learn from, such as 3#0 "
                + "'a dog, runs'"), said);
        assertTrue(said.contains("warning: 1 of 2 images of test are also images of training captions, such as 1\n"),
                said);
        assertTrue(said.contains("warning: 2 of 2 photos of test are the same files as photos of training captions"),
                said);
    }

    @Test
    @Tag("slow")
    void photosThatCannotBeReadAreNamedAndOneThatCanIsTried() throws IOException {
        photo("2.png", 2);
        Path first = file("photos/1.png", "no picture");
        String project = create("--captions", "test=" + file("test.csv", "image,caption\n1.png,A dog.\n2.png,A cat.\n"),
                "--photos", folder.resolve("photos"), "--clip", ShippedModels.folder("clip"));
        String said = check(project);
        assertTrue(said.contains("\ncannot be encoded: " + first + ": ") && said.contains("\nencode, photos: 1 at "),
                said);
        Files.writeString(folder.resolve("photos/2.png"), "none either");
        said = check(project);
        assertTrue(said.contains("\nencode, photos: not estimated, as none of 2 can be read\n"), said);
    }

    @Test
    @Tag("slow")
    void whatIsLeftToDoIsEstimated() throws IOException {
        photo("1.png", 1);
        String project = create("--captions", file("train.txt", "A red ball on the beach.\nA dog.\nA house.\n"),
                "--captions", "test=" + file("test.csv", "image,caption\n1.png,A cow.\n"),
                "--photos", folder.resolve("photos"), "--clip", ShippedModels.folder("clip"),
                "--detector", ShippedModels.folder("detr"), "--text-to-image", ShippedModels.folder("text-to-image"));
        String said = check(project);
        for (String stage : List.of("encode, sentences: 3 at ", "encode, photos: 1 at ", "synthesize: 3 at ",
                "train, steps of the paper's decoder: 10 at ")) {
            assertTrue(said.contains("\n" + stage), said);
        }
        assertTrue(said.matches("(?s).*encode, sentences: 3 at [^\n]*, 2 KB on disk.*"), said);
        CommandRun estimate = CommandRun.of("synthesize", project, "--estimate");
        assertEquals(0, estimate.status(), estimate.err());
        List<String> lines = estimate.out().lines().toList();
        assertTrue(lines.get(0).matches("3 pictures, each of 20 steps in about .* \\(in batches of \\d+\\)"),
                lines.get(0));
        assertEquals(List.of("1", "2", "4", "8", "20", "50"),
                lines.subList(2, 8).stream().map(line -> line.strip().split(" ")[0]).toList());
        assertTrue(lines.get(8).matches("disk: about \\d KB of features and tags; up to .* at most .* MB of memory"),
                lines.get(8));
        assertFalse(Files.exists(Path.of(project, "features")), "nothing is made");
        assertEquals("synthesize: --machines goes with --estimate and must be 1 or more, not 3",
                CommandRun.of("synthesize", project, "--machines", "3").err().strip());
        CommandRun.of("encode", project);
        said = check(project);
        assertTrue(said.contains("features/sentences: 3 of 3") && !said.contains("encode, "), said);
    }
}
