package syntic.metric.spice;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import syntic.metric.spice.Sentence.Dependency;
import syntic.metric.spice.Sentence.Token;
import syntic.store.ProgressListener;

/** Parses for SPICE that are kept, by a parser that needs no model. */
public final class KeptParses {
    /** Captions whose parses are kept. */
    private static final List<String> CAPTIONS = IntStream.range(0, 20).mapToObj(i -> "dog " + i).toList();
    private static final DependencyParser PARSER = new DependencyParser() {
        @Override
        public String name() {
            return "words";
        }

        @Override
        public List<Sentence> parse(String caption) {
            List<Token> tokens = List.of(new Token("dog", "dog", "NN"), new Token(caption.substring(4), "one", "CD"));
            return List.of(new Sentence(tokens, "(ROOT (NP (NN dog) (CD " + caption.substring(4) + ")))",
                    List.of(new Dependency("root", 0, 1), new Dependency("num", 1, 2))));
        }
    };

    private KeptParses() {}

    /** The graphs of the captions; parses that are not in {@code words.jsonl} are put there. */
    public static String read(Path file) {
        return new TreeMap<>(new ParseCache(PARSER, file.getParent()).graphs(CAPTIONS, ProgressListener.SILENT))
                .toString();
    }
}
