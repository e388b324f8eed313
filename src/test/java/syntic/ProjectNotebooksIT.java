package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.project.TinyCorpus;

/** The cells of notebooks 00 to 05 run on a project as they run on the miniature. */
class ProjectNotebooksIT {
    private static final List<String> NOTEBOOKS = List.of("00", "01", "02", "03", "04", "05");

    @TempDir
    private Path folder;

    @Test
    void onFilesOfTheMiniature() throws IOException, InterruptedException {
        command("project", "export-miniature", folder, "--corpus", "plain", "--sentences", 60, "--photos", 40);
        command("encode", folder.resolve("plain"));
        notebooksRunOn(folder.resolve("plain"));
    }

    @Test
    void onModelsInTheLayoutsOfThePublishedOnes() throws IOException, InterruptedException {
        TinyCorpus.write(folder, 8);
        Path project = folder.resolve("coco");
        command("project", "create", project, "--captions", folder.resolve("dataset_coco.json"),
                "--photos", folder.resolve("train2014"), "--photos", folder.resolve("val2014"),
                "--clip", folder.resolve("clip-vit-base-patch32"),
                "--text-to-image", folder.resolve("stable-diffusion-v1-5"),
                "--detector", folder.resolve("detr-resnet-50"));
        command("synthesize", project);
        command("encode", project);
        notebooksRunOn(project);
    }

    private static void command(Object... words) {
        CommandRun run = CommandRun.of(words);
        assertEquals(0, run.status(), List.of(words) + "\n" + run.err());
    }

    private static void notebooksRunOn(Path project) throws IOException, InterruptedException {
        Workbook.Result result = Workbook.run(Map.of("SYNTIC_PROJECT", project.toAbsolutePath().toString()),
                Stream.concat(Stream.of("--smoke"), NOTEBOOKS.stream().flatMap(name -> Stream.of("--only", name)))
                        .toArray(String[]::new));
        assertEquals(0, result.status(), "environment/workbook ended with status " + result.status() + ":\n"
                + result.output());
    }
}
