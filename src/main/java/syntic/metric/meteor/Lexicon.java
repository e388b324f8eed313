package syntic.metric.meteor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;

import org.tartarus.snowball.ext.EnglishStemmer;

/** Finds stems (Snowball's English stemmer) and senses (WordNet), of each word once. Threads may share one. */
public final class Lexicon {

    private final Synonyms synonyms;
    private final Map<String, Word> words = new ConcurrentHashMap<>();

    public Lexicon(Synonyms synonyms) {
        this.synonyms = synonyms;
    }

    /** The words of a caption as METEOR sees them, which are more than its tokens: see {@link TextNormalizer}. */
    public List<Word> words(String caption) {
        StringTokenizer tokens = new StringTokenizer(TextNormalizer.normalize(caption));
        List<Word> found = new ArrayList<>(tokens.countTokens());
        while (tokens.hasMoreTokens()) {
            found.add(words.computeIfAbsent(tokens.nextToken(), this::lookUp));
        }
        return found;
    }

    private Word lookUp(String word) {
        // A stemmer holds the word that it works on, so threads cannot share one.
        EnglishStemmer stemmer = new EnglishStemmer();
        stemmer.setCurrent(word);
        stemmer.stem();
        return new Word(word, stemmer.getCurrent(), synonyms.sensesOf(word), FunctionWords.contains(word));
    }
}
