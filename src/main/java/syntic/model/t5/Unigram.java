package syntic.model.t5;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SentencePiece's unigram model (Kudo 2018): of all ways to cut a word into known pieces, the one whose scores
 * (logarithms of probabilities) have the largest sum.
 */
final class Unigram {
    /** What a character without a piece costs more than the rarest piece. */
    private static final double UNKNOWN_PENALTY = 10;

    /** A piece of the vocabulary and its score. */
    record Piece(String text, double score) {}

    private final Map<String, Integer> ids = new HashMap<>();
    private final double[] scores;
    private final int unknown;
    private final double unknownScore;
    private final int longest;

    /**
     * @param pieces in the order of their ids
     * @param hidden ids of pieces that no text is cut into, such as the end token
     */
    Unigram(List<Piece> pieces, Set<Integer> hidden, int unknown) {
        scores = pieces.stream().mapToDouble(Piece::score).toArray();
        for (int id = 0; id < pieces.size(); id++) {
            if (!hidden.contains(id)) {
                ids.putIfAbsent(pieces.get(id).text(), id);
            }
        }
        this.unknown = unknown;
        unknownScore = Arrays.stream(scores).min().orElse(0) - UNKNOWN_PENALTY;
        longest = ids.keySet().stream().mapToInt(String::length).max().orElse(1);
    }

    /** The ids of a word; neighbouring characters without a piece become one unknown token. */
    int[] cut(String word) {
        int length = word.length();
        double[] best = new double[length + 1];
        int[] from = new int[length + 1];
        int[] token = new int[length + 1];
        Arrays.fill(best, 1, length + 1, Double.NEGATIVE_INFINITY);
        for (int start = 0; start < length; start += Character.charCount(word.codePointAt(start))) {
            int character = start + Character.charCount(word.codePointAt(start));
            for (int end = start + 1; end <= Math.min(length, start + longest); end++) {
                Integer id = ids.get(word.substring(start, end));
                if (id != null) {
                    offer(best, from, token, start, end, id, scores[id]);
                }
            }
            if (!ids.containsKey(word.substring(start, character))) {
                offer(best, from, token, start, character, unknown, unknownScore);
            }
        }
        return backward(from, token);
    }

    private static void offer(double[] best, int[] from, int[] token, int start, int end, int id, double score) {
        if (best[start] + score > best[end]) {
            best[end] = best[start] + score;
            from[end] = start;
            token[end] = id;
        }
    }

    private int[] backward(int[] from, int[] token) {
        int[] reversed = new int[from.length];
        int count = 0;
        for (int end = from.length - 1; end > 0; end = from[end]) {
            if (token[end] != unknown || count == 0 || reversed[count - 1] != unknown) {
                reversed[count++] = token[end];
            }
        }
        int[] cut = new int[count];
        for (int i = 0; i < count; i++) {
            cut[i] = reversed[count - 1 - i];
        }
        return cut;
    }
}
