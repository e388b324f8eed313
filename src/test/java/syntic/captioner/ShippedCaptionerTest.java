package syntic.captioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.benchmark.BenchmarkResults;
import syntic.benchmark.BenchmarkUnit;
import syntic.benchmark.Systems;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.store.ResultStore;

/** The captioner that travels in the library is the system of the shipped results. */
@Tag("slow")
class ShippedCaptionerTest {
    private static final int PHOTOS = 50;
    private static final long MOST_BYTES = 12_000_000;

    @TempDir
    private Path folder;

    @Test
    void itIsSmallAndTheSynticOfToday() throws Exception {
        try (Stream<Path> files = Files.walk(ShippedModels.folder("captioner"))) {
            assertTrue(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum() < MOST_BYTES);
        }
        try (Miniature mini = Miniature.open(new ResultStore(folder)); Captioner captioner = Captioner.shipped(
                mini.models())) {
            assertEquals(Systems.MINIATURE.named(Systems.SYNTIC), captioner.system(), "make it again: train-captioner");
        }
    }

    /** Another kind of processor rounds otherwise, which moves a few captions. */
    @Test
    void itSaysWhatTheShippedResultsSay() {
        BenchmarkResults shipped = BenchmarkResults.shipped(Path.of("notebooks", "results"), "in-domain").orElseThrow();
        assumeFalse(shipped.isOfEarlierPictures(), "the shipped results are of the pictures of an earlier model");
        BenchmarkUnit unit = shipped.units().stream().filter(one -> one.condition().equals("plain")
                && one.system().equals(Systems.SYNTIC) && one.seed() == 1).findFirst().orElseThrow();
        try (Miniature mini = Miniature.open(new ResultStore(folder)); Captioner captioner = Captioner.shipped(
                mini.models())) {
            List<String> ids = mini.photoIds(Style.PLAIN, Split.TEST).subList(0, PHOTOS);
            Map<String, String> captions = captioner.caption(ids, mini.photos(ids));
            long same = ids.stream().filter(id -> captions.get(id).equals(unit.captions().get(id))).count();
            assertTrue(same >= PHOTOS * 9 / 10, same + " captions are those of the shipped results: " + captions);
        }
    }

    @Test
    void aPhotoIsCaptionedByOneCommand() throws Exception {
        Path photo = folder.resolve("photo.png");
        try (Miniature mini = Miniature.open(new ResultStore(folder))) {
            ImageIO.write(mini.picture(mini.photoIds(Style.PLAIN, Split.TEST).get(0)), "png", photo.toFile());
        }
        CommandRun run = CommandRun.of("caption", photo);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith(photo + "\ta green boat is to the left of a blue tree by the shore"),
                run.out());
    }
}
