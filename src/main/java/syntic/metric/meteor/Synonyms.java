package syntic.metric.meteor;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import syntic.store.StoreException;

/**
 * Which words mean the same: the synonym sets of WordNet 3.0 (Fellbaum 1998), each a number. As in METEOR 1.5 a number
 * does not tell parts of speech apart, and a word has the senses of its base form too, found by WordNet's lists of
 * irregular forms or by its endings. The release matters: with WordNet 3.1 eight of a thousand captions score
 * differently.
 *
 * <p>WordNet 3.0, copyright 2006 by Princeton University; all rights reserved. Immutable.
 */
public final class Synonyms {

    private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn30/";
    private static final List<String> IRREGULAR_FORMS = List.of("adj.exc", "adv.exc", "noun.exc", "verb.exc");
    private static final int[] NONE = {};

    /** Ending of a form and of its base; the first that leads to a known word counts. Nouns, verbs, adjectives. */
    private static final String[][] ENDINGS = {
        {"s", ""}, {"ses", "s"}, {"xes", "x"}, {"zes", "z"}, {"ches", "ch"}, {"shes", "sh"}, {"men", "man"},
        {"ies", "y"}, {"s", ""}, {"ies", "y"}, {"es", "e"}, {"es", ""}, {"ed", "e"}, {"ed", ""}, {"ing", "e"},
        {"ing", ""}, {"er", ""}, {"est", ""}, {"er", "e"}, {"est", "e"}};

    private final Map<String, int[]> senses = new HashMap<>();
    private final Map<String, String[]> bases = new HashMap<>();

    private static Synonyms loaded;

    private Synonyms() {
        try {
            readSenses();
            for (String file : IRREGULAR_FORMS) {
                readForms(file);
            }
        } catch (IOException e) {
            throw new StoreException("WordNet 3.0 cannot be read from the class path (" + e + "); put the jar of "
                    + "extjwnl-data-wn30 beside that of the library, as the build does", e);
        }
    }

    /**
     * WordNet's synonyms, loaded once (half a second).
     *
     * @throws StoreException if they are not on the class path
     */
    public static synchronized Synonyms wordNet() {
        if (loaded == null) {
            loaded = new Synonyms();
        }
        return loaded;
    }

    /** Lines of the file are {@code lemma%key offset sense frequency}, those of a lemma together. */
    private void readSenses() throws IOException {
        try (BufferedReader lines = open("index.sense")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int from = line.indexOf(' ') + 1;
                int sense = Integer.parseInt(line, from, line.indexOf(' ', from), 10);
                senses.merge(line.substring(0, line.indexOf('%')), new int[] {sense}, Synonyms::union);
            }
        }
    }

    /** Lines of the files are {@code form base ...}. */
    private void readForms(String file) throws IOException {
        try (BufferedReader lines = open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.trim().split("\\s+");
                if (words.length > 1) {
                    bases.merge(words[0], Arrays.copyOfRange(words, 1, words.length), Synonyms::concatenate);
                }
            }
        }
    }

    private static BufferedReader open(String file) throws IOException {
        InputStream stream = Synonyms.class.getResourceAsStream(FOLDER + file);
        if (stream == null) {
            throw new FileNotFoundException(FOLDER + file);
        }
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static String[] concatenate(String[] a, String[] b) {
        String[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int[] union(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().distinct().toArray();
    }

    /**
     * The numbers of the synonym sets of a word and of its base forms, ascending.
     *
     * @param word in lower case, parts of a compound joined by {@code _}
     */
    public int[] sensesOf(String word) {
        int[] found = senses.getOrDefault(word, NONE);
        String[] irregular = bases.get(word);
        if (irregular == null) {
            return union(found, regularSenses(word));
        }
        for (String base : irregular) {
            found = union(found, senses.getOrDefault(base, NONE));
        }
        return found;
    }

    private int[] regularSenses(String word) {
        if (word.endsWith("ss") || word.length() <= 2) {
            return NONE;
        }
        for (String[] ending : ENDINGS) {
            if (word.endsWith(ending[0])) {
                int[] found = senses.get(word.substring(0, word.length() - ending[0].length()) + ending[1]);
                if (found != null) {
                    return found;
                }
            }
        }
        return NONE;
    }
}
