package syntic.model.t5;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import syntic.model.ModelException;
import syntic.model.token.TextTokenizer;

/**
 * T5's SentencePiece tokenizer: characters are normalised, the text is split at white space, every word gets a mark in
 * front and is cut into the most probable pieces. Letters keep their case.
 *
 * <p>Special tokens that stand in a text, such as {@code <extra_id_0>}, are found before anything else.
 */
public final class T5Tokenizer implements TextTokenizer {
    static final String END = "</s>";
    static final String PADDING = "<pad>";
    /** Stands before every word in place of the space. */
    static final char WORD = '\u2581';
    private static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}+");

    private final String[] tokens;
    private final Map<String, Integer> special;
    private final Set<Integer> specialIds;
    private final Pattern specials;
    private final CharacterMap characters;
    private final Unigram unigram;

    /**
     * @param pieces in the order of their ids
     * @param special ids of tokens that are no text, among them {@code </s>} and {@code <pad>}; they may go on behind
     *     the pieces
     * @param unknown id of the token for characters without a piece
     * @param where the file, for messages
     * @throws ModelException if ids are not 0 … size-1, or a token that is needed is missing
     */
    T5Tokenizer(List<Unigram.Piece> pieces, Map<String, Integer> special, int unknown, CharacterMap characters,
            String where) {
        this.special = new LinkedHashMap<>(special);
        specialIds = Set.copyOf(special.values());
        this.characters = characters;
        if (unknown < 0 || unknown >= pieces.size()) {
            throw new ModelException(where + ": the id " + unknown + " of the unknown token is outside 0 … "
                    + (pieces.size() - 1));
        }
        for (String needed : List.of(END, PADDING)) {
            if (!special.containsKey(needed)) {
                throw new ModelException(where + ": " + needed
                        + " is no special token; is this the tokenizer of a T5?");
            }
        }
        int size = Math.max(pieces.size(), specialIds.stream().mapToInt(id -> id + 1).max().orElseThrow());
        if (size > pieces.size() + special.size()) {
            throw new ModelException(where + ": the ids of the special tokens reach " + (size - 1) + ", which leaves "
                    + "gaps behind " + pieces.size() + " pieces");
        }
        tokens = new String[size];
        IntStream.range(0, pieces.size()).forEach(id -> tokens[id] = pieces.get(id).text());
        special.forEach((token, id) -> tokens[id] = token);
        Set<Integer> hidden = new HashSet<>(specialIds);
        hidden.add(unknown);
        unigram = new Unigram(pieces, hidden, unknown);
        specials = Pattern.compile(special.keySet().stream().sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /**
     * Reads {@code tokenizer.json}, or {@code spiece.model} where that is absent.
     *
     * @throws ModelException if there is neither, or it asks for something that T5 does not do
     */
    public static T5Tokenizer from(Path folder) {
        return T5TokenizerFile.read(folder);
    }

    @Override
    public int size() {
        return tokens.length;
    }

    @Override
    public int endId() {
        return special.get(END);
    }

    @Override
    public int fillId() {
        return special.get(PADDING);
    }

    /** The text of one token, its mark of a word's beginning included. */
    public String token(int id) {
        if (id < 0 || id >= tokens.length) {
            throw new IllegalArgumentException("token id " + id + " is outside 0 … " + (tokens.length - 1));
        }
        return tokens[id];
    }

    @Override
    public int[] tokens(String text) {
        IntStream.Builder ids = IntStream.builder();
        Matcher found = specials.matcher(text);
        int from = 0;
        while (found.find()) {
            words(text.substring(from, found.start()), ids);
            ids.add(special.get(found.group()));
            from = found.end();
        }
        words(text.substring(from), ids);
        return ids.build().toArray();
    }

    private void words(String text, IntStream.Builder ids) {
        for (String word : SPACE.split(characters.apply(text))) {
            if (!word.isEmpty()) {
                for (int id : unigram.cut(word.charAt(0) == WORD ? word : WORD + word)) {
                    ids.add(id);
                }
            }
        }
    }

    /** The tokens of a text and the end token; of a longer text the first {@code most - 1} tokens. */
    public int[] encode(String text, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a text needs room for its end token, not a length of " + most);
        }
        int[] words = tokens(text);
        int kept = Math.min(words.length, most - 1);
        return IntStream.concat(IntStream.of(words).limit(kept), IntStream.of(endId())).toArray();
    }

    /** Ids that a model has beyond the tokenizer's, to make its vocabulary a round number, are left out as well. */
    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            if (id < tokens.length && !specialIds.contains(id)) {
                text.append(token(id));
            }
        }
        return text.toString().replace(WORD, ' ').strip();
    }
}
