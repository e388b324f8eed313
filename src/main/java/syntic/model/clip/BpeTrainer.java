package syntic.model.clip;

import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import syntic.io.AtomicFile;

/**
 * Learns a byte-pair vocabulary from sentences (Sennrich et al. 2016): the most frequent pair of neighbouring symbols
 * becomes a symbol, again and again.
 */
public final class BpeTrainer {
    private BpeTrainer() {}

    /**
     * What was learnt, in the form of CLIP's two files: 512 base symbols, one token for each merge, start, end.
     *
     * @param tokens in the order of their ids
     * @param merges pairs {@code "left right"} in the order in which they apply
     */
    public record Vocabulary(List<String> tokens, List<String> merges) {

        public ClipTokenizer tokenizer() {
            return new ClipTokenizer(ids(), merges);
        }

        /** Writes {@code vocab.json} and {@code merges.txt} into the folder. */
        public void write(Path folder) {
            AtomicFile.write(folder.resolve("vocab.json"),
                    new GsonBuilder().disableHtmlEscaping().create().toJson(ids()));
            AtomicFile.write(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
        }

        private Map<String, Integer> ids() {
            Map<String, Integer> ids = new LinkedHashMap<>();
            tokens.forEach(token -> ids.put(token, ids.size()));
            return ids;
        }
    }

    /** A distinct word: its symbols so far, and how often it occurs. */
    private record Word(List<String> symbols, int count) {}

    /**
     * @param most merges learnt at most
     * @param rarest a pair that occurs less often is not merged; 2 or more leaves rare words in pieces
     */
    public static Vocabulary train(Iterable<String> sentences, int most, int rarest) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String sentence : sentences) {
            ClipWords.SLOW.of(sentence).forEach(word -> counts.merge(word, 1, Integer::sum));
        }
        List<Word> words = new ArrayList<>();
        counts.forEach((word, count) -> words.add(new Word(ClipTokenizer.symbols(word), count)));
        List<String> merges = new ArrayList<>();
        while (merges.size() < most) {
            Optional<Map.Entry<String, Integer>> pair = mostFrequent(words);
            if (pair.isEmpty() || pair.get().getValue() < rarest) {
                break;
            }
            String merge = pair.get().getKey();
            merges.add(merge);
            words.replaceAll(word -> new Word(BytePairs.merged(word.symbols(), merge), word.count()));
        }
        return vocabulary(merges);
    }

    /** Ties go to the pair that comes first in the alphabet, so that the same sentences give the same vocabulary. */
    private static Optional<Map.Entry<String, Integer>> mostFrequent(List<Word> words) {
        Map<String, Integer> pairs = new HashMap<>();
        for (Word word : words) {
            for (int i = 0; i + 1 < word.symbols().size(); i++) {
                pairs.merge(word.symbols().get(i) + " " + word.symbols().get(i + 1), word.count(), Integer::sum);
            }
        }
        return pairs.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.<String, Integer>comparingByKey(Comparator.reverseOrder())));
    }

    private static Vocabulary vocabulary(List<String> merges) {
        List<String> tokens = new ArrayList<>(ByteSymbols.ordered());
        ByteSymbols.ordered().forEach(symbol -> tokens.add(symbol + ClipTokenizer.WORD_END));
        merges.stream().map(merge -> merge.replace(" ", "")).distinct().forEach(tokens::add);
        tokens.add(ClipTokenizer.START);
        tokens.add(ClipTokenizer.END);
        return new Vocabulary(List.copyOf(tokens), List.copyOf(merges));
    }
}
