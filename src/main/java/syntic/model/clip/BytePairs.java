package syntic.model.clip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.model.ModelException;

/** A vocabulary of byte-pair encoding (Sennrich et al. 2016): symbols are joined pair by pair, the first pair first. */
final class BytePairs {
    private final Map<String, Integer> ids;
    private final String[] tokens;
    private final Map<String, Integer> ranks = new HashMap<>();

    /**
     * @param vocabulary token to id
     * @param merges pairs {@code "left right"}, the first to be merged first
     * @throws ModelException if ids are not 0 … size-1
     */
    BytePairs(Map<String, Integer> vocabulary, List<String> merges) {
        ids = Map.copyOf(vocabulary);
        tokens = new String[ids.size()];
        ids.forEach((token, id) -> {
            if (id < 0 || id >= tokens.length || tokens[id] != null) {
                throw new ModelException("vocabulary: the id " + id + " of '" + token + "' is outside 0 … "
                        + (tokens.length - 1) + " or given twice");
            }
            tokens[id] = token;
        });
        for (String merge : merges) {
            ranks.putIfAbsent(merge, ranks.size());
        }
    }

    /** Number of token ids. */
    int size() {
        return tokens.length;
    }

    int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new ModelException("vocabulary: " + token + " is missing; is this the tokenizer of a CLIP?");
        }
        return id;
    }

    String token(int id) {
        if (id < 0 || id >= tokens.length) {
            throw new IllegalArgumentException("token id " + id + " is outside 0 … " + (tokens.length - 1));
        }
        return tokens[id];
    }

    /** The ids of a word's symbols after all merges; {@code unknown} for what is in no vocabulary. */
    int[] merge(List<String> word, int unknown) {
        List<String> symbols = word;
        while (symbols.size() > 1) {
            String best = null;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                String pair = symbols.get(i) + " " + symbols.get(i + 1);
                int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
                if (rank < bestRank) {
                    best = pair;
                    bestRank = rank;
                }
            }
            if (best == null) {
                break;
            }
            symbols = merged(symbols, best);
        }
        return symbols.stream().mapToInt(symbol -> ids.getOrDefault(symbol, unknown)).toArray();
    }

    /** {@code symbols} with every occurrence of the pair {@code "left right"} joined, from left to right. */
    static List<String> merged(List<String> symbols, String pair) {
        int space = pair.indexOf(' ');
        String left = pair.substring(0, space);
        String right = pair.substring(space + 1);
        List<String> result = new ArrayList<>(symbols.size());
        for (int i = 0; i < symbols.size(); i++) {
            if (i + 1 < symbols.size() && symbols.get(i).equals(left) && symbols.get(i + 1).equals(right)) {
                result.add(left + right);
                i++;
            } else {
                result.add(symbols.get(i));
            }
        }
        return result;
    }
}
