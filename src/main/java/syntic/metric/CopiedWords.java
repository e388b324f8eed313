package syntic.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which sequences of words of a caption stand word for word in a corpus, such as the training sentences: what a decoder
 * recites and what it puts together anew.
 *
 * <p>Words are runs of letters and digits in lower case; punctuation counts for nothing, and no sequence goes beyond a
 * sentence. The corpus is read when first asked, once; it takes some 8 bytes a word.
 */
public final class CopiedWords {
    /** Shorter sequences occur in every corpus. */
    public static final int SHORTEST = 3;
    private static final int NOVELTY = 4;
    private static final int END = -1;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");

    /**
     * A copied sequence of words, as long as it gets.
     *
     * @param begin of the sequence in the caption, in characters
     * @param end behind it
     * @param words how many it is long
     * @param occurrences how often it occurs in the corpus
     * @param example the first sentence in which it occurs
     */
    public record Span(int begin, int end, int words, int occurrences, String example) {}

    /**
     * What is copied of a caption.
     *
     * @param spans in the order of the caption; they may overlap, but none is within another
     * @param words number of words of the caption
     * @param novel share of its sequences of four words that are nowhere in the corpus, empty for shorter captions
     */
    public record Copies(String caption, List<Span> spans, int words, OptionalDouble novel) {
        /** The words of a span, as the caption has them. */
        public String text(Span span) {
            return caption.substring(span.begin(), span.end());
        }

        /** Whether the whole caption is copied from one place. */
        public boolean whole() {
            return spans.size() == 1 && spans.get(0).words() == words;
        }
    }

    /** @param tokens numbers of the words of all sentences, each sentence closed; @param places of each word in them */
    private record Index(Map<String, Integer> numbers, int[] tokens, int[][] places, int[] sentenceEnds) {}

    private record Word(String text, int begin, int end) {}

    private final List<String> corpus;
    private Index index;

    public CopiedWords(List<String> corpus) {
        this.corpus = List.copyOf(corpus);
    }

    /** Looks a caption up. */
    public synchronized Copies of(String caption) {
        if (index == null) {
            index = read();
        }
        List<Word> words = words(caption);
        int[] tokens = words.stream().mapToInt(word -> index.numbers.getOrDefault(word.text(), END)).toArray();
        List<Span> spans = new ArrayList<>();
        int covered = 0;
        int novel = 0;
        for (int from = 0; from < tokens.length; from++) {
            int[] places = tokens[from] == END ? new int[0] : index.places[tokens[from]];
            int length = places.length == 0 ? 0 : 1;
            for (int[] longer = places; longer.length > 0 && from + length < tokens.length; ) {
                longer = followedBy(places, length, tokens[from + length]);
                if (longer.length > 0) {
                    places = longer;
                    length++;
                }
            }
            novel += from + NOVELTY <= tokens.length && length < NOVELTY ? 1 : 0;
            if (length >= SHORTEST && from + length > covered) {
                covered = from + length;
                spans.add(new Span(words.get(from).begin(), words.get(covered - 1).end(), length, places.length,
                        corpus.get(sentence(places[0]))));
            }
        }
        int sequences = tokens.length - NOVELTY + 1;
        return new Copies(caption, List.copyOf(spans), tokens.length, sequences < 1 ? OptionalDouble.empty()
                : OptionalDouble.of((double) novel / sequences));
    }

    private int[] followedBy(int[] places, int distance, int token) {
        return token == END ? new int[0]
                : Arrays.stream(places).filter(place -> index.tokens[place + distance] == token).toArray();
    }

    private int sentence(int place) {
        int found = Arrays.binarySearch(index.sentenceEnds, place);
        return found < 0 ? -found - 1 : found;
    }

    private Index read() {
        Map<String, Integer> numbers = new HashMap<>();
        List<int[]> sentences = new ArrayList<>();
        int size = 0;
        for (String sentence : corpus) {
            int[] own = words(sentence).stream()
                    .mapToInt(word -> numbers.computeIfAbsent(word.text(), missing -> numbers.size())).toArray();
            sentences.add(own);
            size = Math.addExact(size, own.length + 1);
        }
        int[] tokens = new int[size];
        int[] sentenceEnds = new int[sentences.size()];
        int[] counts = new int[numbers.size()];
        int at = 0;
        for (int i = 0; i < sentenceEnds.length; i++) {
            for (int token : sentences.get(i)) {
                tokens[at++] = token;
                counts[token]++;
            }
            tokens[at] = END;
            sentenceEnds[i] = at++;
        }
        int[][] places = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
        for (int place = size - 1; place >= 0; place--) {
            if (tokens[place] != END) {
                places[tokens[place]][--counts[tokens[place]]] = place;
            }
        }
        return new Index(numbers, tokens, places, sentenceEnds);
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher found = WORD.matcher(text);
        while (found.find()) {
            words.add(new Word(found.group().toLowerCase(Locale.ROOT), found.start(), found.end()));
        }
        return words;
    }
}
