package syntic.metric.meteor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Pairs of phrases that mean the same, in both directions, found by their first words on. Immutable once filled. */
public final class Paraphrases {

    /** No paraphrases: the module is left out. */
    public static final Paraphrases NONE = new Paraphrases();

    private final Node root = new Node();

    /** A place in the tree of all phrases; a path of words leads to it. */
    private static final class Node {
        private final Map<String, Node> longer = new HashMap<>(2);
        /** What the phrase that ends here may be replaced with, in the order of the table. */
        private final List<String[]> paraphrases = new ArrayList<>(0);
    }

    Paraphrases() {
    }

    void add(String[] phrase, String[] paraphrase) {
        Node node = root;
        for (String word : phrase) {
            node = node.longer.computeIfAbsent(word, w -> new Node());
        }
        node.paraphrases.add(paraphrase);
    }

    boolean isEmpty() {
        return root.longer.isEmpty();
    }

    /** The possible matches of a pair of captions: phrases of the reference first, then phrases of the candidate. */
    List<Match> matches(List<Word> candidate, List<Word> reference) {
        if (isEmpty()) {
            return List.of();
        }
        List<Match> matches = new ArrayList<>();
        find(reference, candidate, phrase -> matches.add(new Match(Module.PARAPHRASE, phrase.otherStart,
                phrase.otherLength, phrase.start, phrase.length)));
        find(candidate, reference, phrase -> matches.add(new Match(Module.PARAPHRASE, phrase.start, phrase.length,
                phrase.otherStart, phrase.otherLength)));
        return matches;
    }

    /** A phrase of one caption, a paraphrase of it in the other. */
    private record Pair(int start, int length, int otherStart, int otherLength) {
    }

    private void find(List<Word> text, List<Word> other, Consumer<Pair> found) {
        for (int start = 0; start < text.size(); start++) {
            Node node = root;
            for (int end = start; end < text.size(); end++) {
                node = node.longer.get(text.get(end).text());
                if (node == null) {
                    break;
                }
                for (String[] paraphrase : node.paraphrases) {
                    for (int at = 0; at + paraphrase.length <= other.size(); at++) {
                        if (startsWith(other, at, paraphrase)) {
                            found.accept(new Pair(start, end + 1 - start, at, paraphrase.length));
                        }
                    }
                }
            }
        }
    }

    private static boolean startsWith(List<Word> text, int at, String[] phrase) {
        for (int i = 0; i < phrase.length; i++) {
            if (!text.get(at + i).text().equals(phrase[i])) {
                return false;
            }
        }
        return true;
    }
}
