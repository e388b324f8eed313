package syntic.model.gpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import syntic.model.ConfigFile;
import syntic.model.ModelException;
import syntic.nn.Initializer;
import syntic.nn.Torch;

/** The decoder without reference data: cached against whole sequences, dropout, limits, bad input. */
class GptTest {
    private static final int END = 3;
    private final GptConfig config = GptConfig.of(50, 16, 32, 3, 4);
    private final NDManager manager = Torch.newManager();
    private final Gpt gpt = new Gpt(config, Initializer.scaled(2).create(manager, GptConfig.parameters(config), 5,
            "test"));

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void readingTokenByTokenEqualsReadingAtOnce() {
        NDArray x = manager.randomNormal(new Shape(4, 9, 32));
        float[] whole = gpt.hidden(x, GptDropout.NONE).get("2:3, 8").toFloatArray();
        try (GptCache cache = new GptCache(manager, config)) {
            gpt.hidden(x.get(":, :3"), cache);
            cache.select(new long[] {3, 2, 2});
            NDArray last = null;
            for (int t = 3; t < 9; t++) {
                last = gpt.hidden(x.get("2:3, " + t + ":" + (t + 1)).repeat(0, 3), cache);
            }
            assertEquals(9, cache.length());
            assertArrayEquals(whole, last.get("1, 0").toFloatArray(), 1e-4f);
            assertThrows(IllegalArgumentException.class, () -> gpt.hidden(x.get("0:3, 0:2"), cache));
        }
    }

    @Test
    void statesOfOneTextAreKeptApart() {
        float[] values = {1, 0, 3, 4, 0, 2, 9, 9, 1, 1, -1, -1, 8, 8, 7, 7};
        NDArray hidden = manager.create(values, new Shape(2, 4, 2));
        // The first text has three tokens, with cosines .6, 0 and .8 in pairs; the second two, with cosine -1.
        double expected = 2 * (0.1 + 0 + 0.3) / 8;
        assertEquals(expected, new ContrastiveLoss(0.5).of(hidden, new int[] {3, 2}).getFloat(), 1e-6);
        assertEquals(0, new ContrastiveLoss(0.5).of(hidden, new int[] {1, 1}).getFloat(), "no pair");
        assertThrows(IllegalArgumentException.class, () -> new ContrastiveLoss(0));
    }

    @Test
    void oneBeamIsGreedyAndABatchGivesWhatEachRowGives() {
        NDArray prefix = manager.randomNormal(new Shape(6, 2, 32));
        List<List<Hypothesis>> greedy = new GreedyDecoding().decode(gpt, prefix, END, 10);
        for (BeamSearch.Score score : BeamSearch.Score.values()) {
            List<List<Hypothesis>> beam = new BeamSearch(1, score).decode(gpt, prefix, END, 10);
            List<List<Hypothesis>> beams = new BeamSearch(4, score).decode(gpt, prefix, END, 10);
            for (int row = 0; row < 6; row++) {
                assertEquals(greedy.get(row).get(0).tokens(), beam.get(row).get(0).tokens());
                List<Hypothesis> alone = new BeamSearch(4, score).decode(gpt, prefix.get(row + ":" + (row + 1)), END,
                        10).get(0);
                assertEquals(alone.stream().map(Hypothesis::tokens).toList(),
                        beams.get(row).stream().map(Hypothesis::tokens).toList());
            }
        }
        assertTrue(greedy.stream().allMatch(row -> row.get(0).tokens().size() <= 10));
        assertEquals(List.of(), new GreedyDecoding().decode(gpt, manager.zeros(new Shape(0, 2, 32)), END, 10));
    }

    @Test
    void dropoutRepeatsWithItsSeed() {
        NDArray x = manager.randomNormal(new Shape(2, 5, 32));
        Torch.seed(11);
        float[] once = gpt.hidden(x, GptDropout.of(0.2)).toFloatArray();
        float[] other = gpt.hidden(x, GptDropout.of(0.2)).toFloatArray();
        Torch.seed(11);
        assertArrayEquals(once, gpt.hidden(x, GptDropout.of(0.2)).toFloatArray());
        assertNotEquals(once[0], other[0]);
    }

    @Test
    void paddingChangesNothing() {
        NDArray prefix = manager.randomNormal(new Shape(2, 1, 32));
        PrefixLoss loss = new PrefixLoss(0.1, 0);
        NDArray tight = manager.create(new long[] {5, 6, 7, 8, 9, 0}, new Shape(2, 3));
        NDArray loose = manager.create(new long[] {5, 6, 7, 0, 0, 8, 9, 0, 0, 0}, new Shape(2, 5));
        assertEquals(loss.of(gpt, prefix, tight, GptDropout.NONE).getFloat(),
                loss.of(gpt, prefix, loose, GptDropout.NONE).getFloat(), 1e-5);
    }

    @Test
    void refusesWhatCannotWork() {
        NDArray x = manager.zeros(new Shape(1, 17, 32));
        assertMessage("16 positions", () -> gpt.hidden(x, GptDropout.NONE));
        assertMessage("prefix", () -> new GreedyDecoding().decode(gpt, manager.zeros(new Shape(1, 1, 8)), END, 10));
        assertMessage("positions", () -> new GreedyDecoding().decode(gpt, manager.zeros(new Shape(1, 1, 32)), -1, 40));
        assertMessage("beams", () -> new BeamSearch(0, BeamSearch.Score.SUM));
        assertMessage("smoothing", () -> new PrefixLoss(1, 0));
        assertMessage("dropout", () -> GptDropout.of(Double.NaN));
        assertMessage("heads", () -> GptConfig.of(10, 10, 30, 1, 4));
        assertMessage("padding", () -> new PrefixLoss(0, 0).of(gpt, manager.zeros(new Shape(1, 1, 32)),
                manager.zeros(new Shape(1, 2), DataType.INT64), GptDropout.NONE));
        ModelException thrown = assertThrows(ModelException.class,
                () -> GptConfig.from(ConfigFile.parse("config.json", "{\"model_type\":\"llama\"}")));
        assertTrue(thrown.getMessage().contains("llama"), thrown.getMessage());
        assertEquals(config, GptConfig.from(ConfigFile.parse("config.json", config.toJson().toString())));
    }

    private static void assertMessage(String part, Runnable work) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, work::run);
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }
}
