package syntic.model.gpt;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import syntic.model.token.BytePairFiles;
import syntic.model.token.BytePairs;
import syntic.model.token.ByteSymbols;
import syntic.model.token.TextTokenizer;

/**
 * GPT-2's byte-pair encoding (Radford et al. 2019): words keep their case and the space before them, and any text comes
 * back as it was.
 */
public final class GptTokenizer implements TextTokenizer {
    static final String END = "<|endoftext|>";
    /** The symbol of the byte 255, which no text in UTF-8 contains. */
    private static final String NO_TEXT = "ÿ";
    private static final int CACHED_WORDS = 1 << 16;
    private static final Pattern PIECE = Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+"
            + "| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final BytePairs pairs;
    private final int end;
    private final int fill;
    private final Map<String, int[]> words = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
            return size() > CACHED_WORDS;
        }
    };

    GptTokenizer(BytePairs pairs) {
        this.pairs = pairs;
        end = pairs.id(END, "GPT-2");
        fill = pairs.id(NO_TEXT, "GPT-2");
    }

    /**
     * Reads {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json} where these are absent.
     *
     * @throws syntic.model.ModelException if a file is missing or broken
     */
    public static GptTokenizer from(Path folder) {
        return new GptTokenizer(BytePairFiles.read(folder, ""));
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public int endId() {
        return end;
    }

    @Override
    public int fillId() {
        return fill;
    }

    @Override
    public int[] tokens(String text) {
        Stream.Builder<int[]> ids = Stream.builder();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            ids.add(word(matcher.group()));
        }
        return ids.build().flatMapToInt(Arrays::stream).toArray();
    }

    private synchronized int[] word(String word) {
        return words.computeIfAbsent(word, unknown -> pairs.merge(
                ByteSymbols.encode(unknown).chars().mapToObj(Character::toString).toList(), end));
    }

    /** The text of ids, spaces at its ends removed; the end token is left out. */
    @Override
    public String decode(int... ids) {
        StringBuilder symbols = new StringBuilder();
        for (int id : ids) {
            if (id != end && id != fill) {
                symbols.append(pairs.token(id));
            }
        }
        return ByteSymbols.decode(symbols).strip();
    }
}
