package syntic.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.model.TinyFolders;

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
        prepare();
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

    private void prepare() throws IOException {
        TinyFolders.clipBaseWithAllWords(folder.resolve("clip-vit-base-patch32"));
        TinyFolders.stableDiffusion(folder.resolve("stable-diffusion-v1-5"), true);
        TinyFolders.detr(folder.resolve("detr-resnet-50"));
        List<Map<String, Object>> images = new ArrayList<>();
        for (String split : List.of("train", "restval", "val", "test")) {
            String place = split.equals("train") ? "train2014" : "val2014";
            Files.createDirectories(folder.resolve(place));
            for (int i = 0; i < 3; i++) {
                int id = images.size() + 1;
                String name = String.format(Locale.ROOT, "COCO_%s_%012d.jpg", place, id);
                photo(folder.resolve(place).resolve(name), id);
                images.add(Map.of("cocoid", id, "split", split, "filepath", place, "filename", name, "sentences",
                        Stream.of("A dog rides a horse, number %d.", "Two cats on sofa %d.").map(text -> Map.of("raw",
                                text.formatted(id), "sentid", 10 * id + text.length() % 10)).toList()));
            }
        }
        Files.writeString(folder.resolve("dataset_coco.json"), new Gson().toJson(Map.of("images", images, "dataset",
                "coco")));
    }

    private static void photo(Path file, int number) throws IOException {
        BufferedImage photo = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 48; i++) {
            photo.setRGB(i % 64, i / 64, i * number * 997);
        }
        ImageIO.write(photo, "jpg", file.toFile());
    }
}
