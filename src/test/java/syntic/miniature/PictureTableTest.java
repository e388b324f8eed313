package syntic.miniature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.miniature.Reading.Sighting;
import syntic.miniature.world.Mention;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.miniature.world.StatedFacts;
import syntic.miniature.world.Thing;
import syntic.nn.Compute;
import syntic.store.StoreException;

/** What pictures show, stage by stage, and the table of the shipped model. */
class PictureTableTest {
    private static final int SCENES = 8;
    /** On another kind of processor a picture may be rounded otherwise, and one in doubt be seen otherwise. */
    private static final double SAME = 0.85;

    @TempDir
    private Path folder;

    /** What a judge would see that misses nothing. */
    private static Reading right(Scene scene) {
        return new Reading(scene.setting(), scene.objects().stream().map(one ->
                new Sighting(one.kind(), one.colour(), one.x(), one.y(), 1)).toList());
    }

    @Test
    void mentionsAreCountedByWhatTheyAreOf() {
        JudgedScenes scenes = JudgedScenes.of(new Splits(Miniature.WORLD_SEED), Split.TEST, 1, 40);
        List<Reading> readings = scenes.scenes().stream().map(PictureTableTest::right).toList();
        PictureTable.Part part = PictureTable.Part.of(PictureTable.TEST, PictureTable.DRAWN, 0, scenes, readings);
        assertEquals(40, part.pictures());
        assertEquals("00".repeat(40), part.missed());
        assertEquals(new Verdict.Share(40, 40), part.facts().get("everything"));
        int mentions = scenes.facts().stream().mapToInt(facts -> facts.mentions().size()).sum();
        for (String by : List.of("kind ", "number ", "size ")) {
            assertEquals(mentions, part.groups().entrySet().stream().filter(one -> one.getKey().startsWith(by))
                    .mapToInt(one -> one.getValue().get("count").all()).sum(), by);
        }
        StatedFacts facts = scenes.facts().get(0);
        Mention mention = facts.mentions().get(0);
        Thing thing = scenes.scenes().get(0).things().stream().filter(one -> mention.fits(one, scenes.scenes().get(0)))
                .findFirst().orElseThrow();
        PictureTable.Part nothing = PictureTable.Part.of(PictureTable.TEST, PictureTable.DRAWN, 0, scenes.first(1),
                List.of(new Reading(scenes.scenes().get(0).setting(), List.of())));
        assertEquals(new Verdict.Share(0, 1), nothing.groups().get("kind " + mention.kind().label()).get("kind"));
        assertEquals(0, nothing.groups().get("number " + thing.count()).get("count").right());
        assertTrue(!nothing.missed().equals("00"), nothing.missed());
    }

    @Test
    void whatIsWrittenIsReadAndWhatIsNoTableIsNamed() throws IOException {
        Path file = folder.resolve("pictures.json");
        assertEquals(Optional.empty(), PictureTable.read(file));
        PictureTable table = new PictureTable("abc", 1, 20, List.of(new PictureTable.Part(PictureTable.TEST,
                PictureTable.SAMPLED, 2.5, Map.of("kind", new Verdict.Share(1, 2)), Map.of("number 2",
                Map.of("count", new Verdict.Share(0, 1))), "08")));
        table.write(file);
        assertEquals(Optional.of(table), PictureTable.read(file));
        assertEquals(1, table.of(PictureTable.TEST, PictureTable.SAMPLED).get(0).pictures());
        Files.writeString(file, "{\"model\": \"abc\", \"parts\": [{\"scenes\": \"test\"}]}");
        String said = assertThrows(StoreException.class, () -> PictureTable.read(file)).getMessage();
        assertTrue(said.startsWith(file + ": ") && said.contains("judge-pictures"), said);
    }

    @Test
    void aNumberOfScenesThatThereIsNotIsRefused() {
        CommandRun run = CommandRun.of("judge-pictures", folder, folder.resolve("out.json"), "--count", "301");
        assertEquals("judge-pictures: --count must be between 1 and 300, not 301", run.err().strip());
    }

    @Test
    @Tag("slow")
    void theShippedModelDrawsWhatTheShippedTableSays() {
        PictureTable again = PictureStages.of(ShippedModels.folder("text-to-image"), SCENES, Compute.standard());
        for (String scenes : List.of(PictureTable.TEST, PictureTable.CORPUS)) {
            PictureTable.Part drawn = again.of(scenes, PictureTable.DRAWN).get(0);
            assertTrue(drawn.facts().get("kind").value() > SAME, "the judge sees what is drawn: " + drawn);
            assertEquals(PictureStages.NOISE.size(), again.parts().stream().filter(part -> part.scenes().equals(scenes)
                    && part.stage().startsWith(PictureTable.FROM_NOISE)).count());
        }
        assertEquals(PictureStages.GUIDANCE, again.of(PictureTable.TEST, PictureTable.SAMPLED).stream()
                .map(PictureTable.Part::guidance).toList());
        Optional<PictureTable> shipped = PictureTable.shipped();
        Assumptions.assumeTrue(shipped.isPresent(), "no table is shipped of this model");
        for (PictureTable.Part part : again.parts()) {
            PictureTable.Part before = shipped.get().of(part.scenes(), part.stage()).stream()
                    .filter(one -> one.guidance() == part.guidance()).findFirst().orElseThrow();
            int same = 0;
            for (int i = 0; i < part.missed().length(); i++) {
                same += part.missed().charAt(i) == before.missed().charAt(i) ? 1 : 0;
            }
            assertTrue(same >= SAME * part.missed().length(), part + "\n" + before);
        }
    }
}
