package syntic.corpus;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import syntic.io.UserException;

/**
 * Which sentences of a corpus are kept; SynTIC keeps distinct ones of SS1M of no more than fifteen words.
 *
 * @param mostWords the most words, parted by white space; 0 for any number
 * @param distinct  whether each sentence is kept once only
 */
public record SentenceFilter(int mostWords, boolean distinct) {
    /** Keeps all. */
    public static final SentenceFilter ALL = new SentenceFilter(0, false);

    public SentenceFilter {
        if (mostWords < 0) {
            throw new UserException("sentences cannot have at most " + mostWords + " words; 0 stands for any number");
        }
    }

    /**
     * The sentences that are kept, in their order.
     *
     * @throws UserException if none is
     */
    public Corpus of(Corpus corpus) {
        Set<String> seen = new HashSet<>();
        List<Caption> kept = corpus.captions().stream().filter(caption -> {
            String text = caption.text().strip();
            return (mostWords == 0 || text.split("\\s+").length <= mostWords) && (!distinct || seen.add(text));
        }).toList();
        if (kept.isEmpty() && corpus.size() > 0) {
            throw new UserException(corpus.name() + ": no sentence has at most " + mostWords + " words; allow more");
        }
        return new Corpus(corpus.name(), kept);
    }
}
