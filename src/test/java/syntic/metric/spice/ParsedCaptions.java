package syntic.metric.spice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import syntic.metric.spice.Sentence.Dependency;
import syntic.metric.spice.Sentence.Token;

/** Parses for tests, without a parser. */
final class ParsedCaptions implements DependencyParser {

    private final Map<String, List<Sentence>> parses;
    final List<String> asked = new ArrayList<>();

    ParsedCaptions(Map<String, List<Sentence>> parses) {
        this.parses = parses;
    }

    @Override
    public String name() {
        return "parses of a test";
    }

    @Override
    public synchronized List<Sentence> parse(String caption) {
        asked.add(caption);
        return parses.get(caption);
    }

    /**
     * A sentence from words {@code word/lemma/tag}, a tree, and relations {@code name(governor, dependent)} with
     * indices from 1.
     */
    static Sentence sentence(String words, String tree, String relations) {
        List<Token> tokens = new ArrayList<>();
        for (String word : words.split(" ")) {
            String[] parts = word.split("/");
            tokens.add(new Token(parts[0], parts[1], parts[2]));
        }
        List<Dependency> dependencies = new ArrayList<>();
        for (String relation : relations.split(" ")) {
            String[] parts = relation.split("[(,)]");
            dependencies.add(new Dependency(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
        }
        return new Sentence(tokens, tree, dependencies);
    }
}
