package syntic.miniature.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.miniature.ClipGates;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.clip.BpeTrainer;
import syntic.model.clip.ClipTokenizer;
import syntic.nn.Compute;
import syntic.stage.Encoding;
import syntic.store.StoreException;

@Tag("slow")
class ClipTrainerTest {
    private static final Splits SPLITS = new Splits(1);
    private static final ClipRecipe SMALL = new ClipRecipe(1, 6, 16, 1e-3, 1, 1, 20, 100, 0.5);

    @Test
    void aBatchHasDistinctSentencesAndDependsOnItsStepAlone() {
        ClipBatch batch = ClipBatch.of(SPLITS, 1, 5, 64);
        assertEquals(64, batch.images().size());
        assertEquals(64, new HashSet<>(batch.sentences()).size());
        assertEquals(batch.sentences(), ClipBatch.of(SPLITS, 1, 5, 64).sentences());
        assertArrayEquals(batch.images().get(63).data(), ClipBatch.of(SPLITS, 1, 5, 64).images().get(63).data());
        Set<String> other = new HashSet<>(ClipBatch.of(SPLITS, 1, 6, 64).sentences());
        other.retainAll(batch.sentences());
        assertTrue(other.size() < 8, "another step has other pairs");
    }

    /** A batch with few pairs that look alike would teach nothing about counts, relations and colours. */
    @Test
    void mostPairsHaveASiblingThatDiffersInAWordOrTwo() {
        List<String> sentences = ClipBatch.of(SPLITS, 1, 5, 64).sentences();
        long alike = IntStream.range(0, 63).filter(i -> {
            Set<String> words = new HashSet<>(List.of(sentences.get(i).split(" ")));
            words.removeAll(List.of(sentences.get(i + 1).split(" ")));
            return words.size() <= 2;
        }).count();
        assertTrue(alike >= 16, alike + " of 64 sentences are followed by one that says nearly the same");
    }

    @Test
    void theScaleRisesAndStays() {
        assertEquals(20, SMALL.scale(0), 1e-9);
        assertTrue(SMALL.scale(1) > 20 && SMALL.scale(1) < 100);
        assertEquals(100, SMALL.scale(3), 1e-9);
        assertEquals(100, SMALL.scale(5), 1e-9);
    }

    @Test
    void commonWordsAreOneTokenEach() {
        List<String> sentences = ClipBatch.corpus(SPLITS, 1, 300);
        ClipTokenizer tokenizer = BpeTrainer.train(sentences, 4000, 3).tokenizer();
        Set<String> common = sentences.stream().flatMap(sentence -> List.of(sentence.split(" ")).stream())
                .collect(Collectors.groupingBy(word -> word, Collectors.counting())).entrySet().stream()
                .filter(entry -> entry.getValue() > 20 && entry.getKey().matches("[a-z]+"))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
        assertTrue(common.size() > 50);
        common.forEach(word -> assertEquals(1, tokenizer.tokens(word).length, word));
    }

    /** The folder that a training writes is an ordinary model folder; a killed training gives the same bits. */
    @Test
    void trainingWritesAFolderAndGoesOnAfterAStop(@TempDir Path whole, @TempDir Path stopped) throws IOException {
        try (ClipTrainer trainer = new ClipTrainer(SMALL, Compute.PLAIN)) {
            trainer.train(whole, () -> false);
        }
        try (ClipTrainer trainer = new ClipTrainer(SMALL, Compute.PLAIN)) {
            AtomicInteger steps = new AtomicInteger();
            TrainingStopped end = assertThrows(TrainingStopped.class,
                    () -> trainer.train(stopped, () -> steps.incrementAndGet() == 3));
            assertTrue(end.getMessage().contains("3 of 6") && end.getMessage().contains("clip.safetensors"),
                    end.getMessage());
        }
        try (ClipTrainer trainer = new ClipTrainer(SMALL, Compute.PLAIN)) {
            trainer.train(stopped, () -> false);
        }
        assertArrayEquals(Files.readAllBytes(whole.resolve("model.safetensors")),
                Files.readAllBytes(stopped.resolve("model.safetensors")));
        try (Encoding clip = Encoding.from(Compute.PLAIN, whole)) {
            assertEquals(100, clip.clip().logitScale(), 0.1);
            assertEquals(128, clip.texts(List.of("a red dog on the beach"))[0].length);
            assertTrue(ClipGates.retrieval(clip, SPLITS, Split.TEST, 16).imageCeiling().at1() > 0.8);
        }
        Path config = whole.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("1.0E-5", "1.0E-4"));
        String message = assertThrows(StoreException.class, () -> Encoding.from(Compute.PLAIN, whole)).getMessage();
        assertTrue(message.startsWith(config + ": damaged, or not as it was written; "), message);
    }
}
