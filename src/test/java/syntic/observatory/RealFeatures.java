package syntic.observatory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import syntic.CommandRun;

/** 500 pairs of features of a real CLIP, imported by the commands into a project that has neither photos nor a CLIP. */
final class RealFeatures {
    private static final int PAIRS = 500;

    private RealFeatures() {}

    static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    static Path project(Path npy, Path folder) throws IOException {
        String split = IntStream.range(0, PAIRS).mapToObj(i -> "{\"split\": \"SPLIT\", \"cocoid\": " + i
                + ", \"sentences\": [{\"raw\": \"sentence " + i + "\", \"sentid\": " + i + "}]}")
                .collect(Collectors.joining(", "));
        Path captions = Files.writeString(folder.resolveSibling("captions.json"), "{\"images\": ["
                + split.replace("SPLIT", "train") + ", " + split.replace("SPLIT", "test") + "]}");
        assertEquals(0, CommandRun.of("project", "create", folder, "--captions", captions).status());
        for (String[] pack : new String[][] {{"photos-test", "0"}, {"sentences", "1"}}) {
            CommandRun run = CommandRun.of("features", "import", folder, pack[0], npy, "--part", pack[1], "--in-order");
            assertEquals(0, run.status(), run.err());
            assertEquals(pack[0] + ": 500 features of width 512\n", run.out());
        }
        return folder;
    }
}
