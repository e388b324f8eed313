package syntic.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;

/**
 * The README's walk at full size, command by command as it stands there: a data-set file of Karpathy's, models of tiny
 * sizes in the layouts of the published ones with all of CLIP's words, the decoder of the paper's size.
 */
@Tag("slow")
class WalkTest {
    private static final String CACHE = "syntic.cache";
    private static final String FIRST = "syntic project create coco";
    /** What the walk finds, and what its commands make. */
    private static final Set<String> FOUND = Set.of("dataset_coco.json", "val2014", "train2014",
            "clip-vit-base-patch32", "stable-diffusion-v1-5", "detr-resnet-50");
    private static final Set<String> MADE = Set.of("coco", "captioner", "captions.json", "comparison");

    @TempDir
    private Path folder;

    @Test
    void everyCommandOfTheReadmeRuns() throws IOException {
        TinyCorpus.write(folder, 3);
        List<List<String>> commands = commands();
        assertTrue(commands.size() >= 7, commands.toString());
        StringBuilder said = new StringBuilder();
        String cache = System.getProperty(CACHE);
        System.setProperty(CACHE, folder.resolve("cache").toString());
        try {
            for (List<String> command : commands) {
                CommandRun run = CommandRun.of(command.stream().map(this::here).toArray());
                assertEquals(0, run.status(), command + "\n" + run.err());
                said.append(run.out());
            }
            for (String shown : List.of("images   3", "METEOR", "SynTIC", "DeCap")) {
                assertTrue(said.indexOf(shown) > 0, said.toString());
            }
        } finally {
            if (cache == null) {
                System.clearProperty(CACHE);
            } else {
                System.setProperty(CACHE, cache);
            }
        }
    }

    /** The lines of the block that begins with the first command, their continuations joined. */
    private static List<List<String>> commands() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf(FIRST);
        assertTrue(start > 0, "the README has no block that begins with " + FIRST);
        String block = readme.substring(start, readme.indexOf("```", start)).replaceAll("\\\\\\s*\\n", " ");
        return block.lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty())
                .map(line -> {
                    List<String> words = Arrays.asList(line.split("\\s+"));
                    assertEquals("syntic", words.get(0), line);
                    return words.subList(1, words.size());
                }).toList();
    }

    /** A name of the walk in the test's folder; anything else as it is. */
    private String here(String word) {
        String split = word.contains("=") ? word.substring(0, word.indexOf('=') + 1) : "";
        String name = word.substring(split.length());
        return FOUND.contains(name) || MADE.contains(name) ? split + folder.resolve(name) : word;
    }
}
