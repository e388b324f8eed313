package syntic.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import syntic.model.ModelException;
import syntic.model.Padding;
import syntic.model.token.TextTokenizer;

/**
 * CLIP's byte-pair encoding.
 *
 * <p>A sentence becomes {@code <|startoftext|> tokens <|endoftext|>}; padding is the end token again, as CLIP and
 * Stable Diffusion 1 have it, or what the tokenizer's files name, as in Stable Diffusion 2.
 */
public final class ClipTokenizer implements TextTokenizer {
    public static final String START = "<|startoftext|>";
    public static final String END = Padding.END;
    /** Marks a token that ends a word. */
    static final String WORD_END = "</w>";
    private static final int CACHED_WORDS = 1 << 16;

    private final BytePairs pairs;
    private final ClipWords cutting;
    private final Map<String, int[]> words = new ConcurrentHashMap<>();
    private final int start;
    private final int end;
    private final String padding;
    private final int paddingId;

    /**
     * @param vocabulary token to id, with {@link #START} and {@link #END}
     * @param merges pairs {@code "left right"}, the first to be merged first
     * @throws ModelException if ids are not 0 … size-1 or a special token is missing
     */
    public ClipTokenizer(Map<String, Integer> vocabulary, List<String> merges) {
        this(new BytePairs(vocabulary, merges), ClipWords.SLOW, END);
    }

    private ClipTokenizer(BytePairs pairs, ClipWords cutting, String padding) {
        this.pairs = pairs;
        this.cutting = cutting;
        start = pairs.id(START);
        end = pairs.id(END);
        this.padding = padding;
        paddingId = pairs.id(padding);
    }

    /**
     * Reads {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt} where it is absent. Texts are cleaned
     * as transformers' CLIPTokenizerFast does in the first case, as its CLIPTokenizer does in the second.
     *
     * @throws ModelException if a file is missing, broken, or of a tokenizer that cleans otherwise
     */
    public static ClipTokenizer from(Path folder) {
        Path file = folder.resolve(BytePairFiles.BOTH);
        return new ClipTokenizer(BytePairFiles.read(folder),
                Files.isRegularFile(file) ? ClipWords.from(file) : ClipWords.SLOW, Padding.of(folder));
    }

    @Override
    public int size() {
        return pairs.size();
    }

    public int startId() {
        return start;
    }

    /** Id of the end token, which also stands for unknown symbols and, in most models, for padding. */
    @Override
    public int endId() {
        return end;
    }

    /** The token of an id; a token that ends a word ends in {@code </w>}. */
    public String token(int id) {
        return pairs.token(id);
    }

    @Override
    public int fillId() {
        return start;
    }

    @Override
    public int[] tokens(String text) {
        if (padding.equals(END)) {
            return words(text).toArray();
        }
        // A token of padding is one wherever it stands, even if it is an exclamation mark.
        IntStream.Builder tokens = IntStream.builder();
        int from = 0;
        for (int at = text.indexOf(padding); at >= 0; at = text.indexOf(padding, from)) {
            words(text.substring(from, at)).forEach(tokens);
            tokens.add(paddingId);
            from = at + padding.length();
        }
        return IntStream.concat(tokens.build(), words(text.substring(from))).toArray();
    }

    private IntStream words(String text) {
        return cutting.of(text).stream().map(this::word).flatMapToInt(Arrays::stream);
    }

    /** Start, tokens, end; of a longer text the first {@code length - 2} tokens. */
    public int[] encode(String text, int length) {
        if (length < 2) {
            throw new IllegalArgumentException("a sequence needs room for its start and end, not a length of "
                    + length);
        }
        int[] middle = tokens(text);
        int kept = Math.min(middle.length, length - 2);
        int[] sequence = new int[kept + 2];
        sequence[0] = start;
        System.arraycopy(middle, 0, sequence, 1, kept);
        sequence[kept + 1] = end;
        return sequence;
    }

    /** Encoded texts as int64 [texts, length], padded to {@code length}. */
    public NDArray encode(NDManager manager, List<String> texts, int length) {
        long[] padded = new long[texts.size() * length];
        Arrays.fill(padded, paddingId);
        for (int row = 0; row < texts.size(); row++) {
            int[] sequence = encode(texts.get(row), length);
            for (int i = 0; i < sequence.length; i++) {
                padded[row * length + i] = sequence[i];
            }
        }
        return manager.create(padded, new Shape(texts.size(), length));
    }

    /** The text of ids, in lower case with single spaces; start and end tokens are left out. */
    @Override
    public String decode(int... sequence) {
        StringBuilder text = new StringBuilder();
        StringBuilder word = new StringBuilder();
        for (int id : sequence) {
            if (id == start || id == end) {
                continue;
            }
            String token = token(id);
            boolean last = token.endsWith(WORD_END);
            word.append(token, 0, token.length() - (last ? WORD_END.length() : 0));
            if (last) {
                text.append(ByteSymbols.decode(word)).append(' ');
                word.setLength(0);
            }
        }
        return text.append(ByteSymbols.decode(word)).toString().strip();
    }

    private int[] word(String word) {
        int[] known = words.get(word);
        if (known == null) {
            known = word.equals(START) || word.equals(END) ? new int[] {pairs.id(word)}
                    : pairs.merge(symbols(word), end);
            if (words.size() < CACHED_WORDS) {
                words.put(word, known);
            }
        }
        return known;
    }

    /** A symbol for each byte; the last one carries the mark of the word's end. */
    static List<String> symbols(String word) {
        String bytes = ByteSymbols.encode(word);
        List<String> symbols = new ArrayList<>(bytes.length());
        for (int i = 0; i < bytes.length(); i++) {
            symbols.add(bytes.substring(i, i + 1) + (i == bytes.length() - 1 ? WORD_END : ""));
        }
        return symbols;
    }
}
