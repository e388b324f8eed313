package syntic.method.recap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.nn.Compute;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

class NeighboursTest {
    @Test
    void aSentenceNeverStandsInItsOwnPrompt() {
        List<String> texts = List.of("a dog", "a cat", "a dog", "a cup", "a dog");
        Map<String, float[]> values = Map.of("a dog", new float[] {1, 0}, "a cat", new float[] {1, 0.5f}, "a cup",
                new float[] {0, 1});
        List<String> ids = IntStream.range(0, texts.size()).mapToObj(i -> "s" + i).toList();
        List<Caption> captions = IntStream.range(0, texts.size()).mapToObj(i -> new Caption(ids.get(i), "p" + i,
                texts.get(i))).toList();
        try (FeatureSet.Builder features = new FeatureSet.Builder(ids, 2)) {
            texts.forEach(text -> features.add(values.get(text)));
            Sentences sentences = new Sentences(new Corpus("pets", captions),
                    features.build(Provenance.of("made-up", new Made(1), Map.of())));
            assertEquals(List.of(List.of("a cat", "a cup"), List.of("a dog", "a cup"), List.of("a cat", "a cup"),
                    List.of("a cat", "a dog"), List.of("a cat", "a cup")),
                    Neighbours.of(Compute.PLAIN, sentences, sentences, 2));
        }
    }

    private record Made(int by) {}
}
