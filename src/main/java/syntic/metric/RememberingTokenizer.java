package syntic.metric;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokenizes the same list of captions only once, as when several systems have the same references. */
public record RememberingTokenizer(Tokenizer tokenizer, Map<List<String>, List<String>> known) implements Tokenizer {

    /** Remembers nothing yet. */
    public RememberingTokenizer(Tokenizer tokenizer) {
        this(tokenizer, new ConcurrentHashMap<>());
    }

    @Override
    public List<String> tokenize(List<String> captions) {
        // Not computeIfAbsent: while it waits, a parallel computation may come back here for another list.
        List<String> tokens = known.get(captions);
        if (tokens == null) {
            tokens = tokenizer.tokenize(captions);
            known.put(captions, tokens);
        }
        return tokens;
    }
}
