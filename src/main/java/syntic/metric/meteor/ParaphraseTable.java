package syntic.metric.meteor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import syntic.io.Gunzip;

/**
 * METEOR 1.5's table of English paraphrases as its users have it: {@code paraphrase-en.gz}. It is too large to come
 * with this library and to be held whole, so each reading keeps what the captions at hand can need.
 *
 * <p>The format is three lines for each pair: a probability, which METEOR 1.5 ignores, a phrase, a paraphrase; UTF-8,
 * compressed or not.
 *
 * @param file the table
 */
public record ParaphraseTable(Path file) {

    private static final String BESIDE_JAR = "data/paraphrase-en.gz";
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final Pattern PROBABILITY = Pattern.compile("[0-9.]+([eE]-?[0-9]+)?\\s*");

    /**
     * Finds the table.
     *
     * @param jarOrTable {@code meteor-1.5.jar}, with the folder {@code data} that it was unpacked with beside it, or
     *                   the table itself
     * @throws IOException if there is no table, or the file is something else; the message names it
     */
    public static ParaphraseTable find(Path jarOrTable) throws IOException {
        Path file = jarOrTable.toString().endsWith(".jar") ? jarOrTable.resolveSibling(BESIDE_JAR) : jarOrTable;
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "no table of paraphrases there; METEOR 1.5's archive "
                    + "has meteor-1.5.jar and " + BESIDE_JAR + ": name one of the two");
        }
        ParaphraseTable table = new ParaphraseTable(file);
        table.forEachPair((phrase, paraphrase) -> false);
        return table;
    }

    /**
     * Reads the pairs whose two phrases can both occur in some texts.
     *
     * @throws IOException if the file cannot be read or is not such a table; the message names it
     */
    public Paraphrases read(Collection<List<Word>> texts) throws IOException {
        PhraseFilter filter = new PhraseFilter(texts);
        Paraphrases paraphrases = new Paraphrases();
        forEachPair((phrase, paraphrase) -> {
            String[] words = words(phrase);
            if (filter.mayOccur(words)) {
                String[] others = words(paraphrase);
                if (filter.mayOccur(others)) {
                    paraphrases.add(words, others);
                }
            }
            return true;
        });
        return paraphrases;
    }

    /** Returns whether to go on. */
    private interface PairReader {
        boolean read(String phrase, String paraphrase);
    }

    private void forEachPair(PairReader reader) throws IOException {
        try (BufferedReader lines = open()) {
            String probability = lines.readLine();
            if (probability == null || !PROBABILITY.matcher(probability).matches()) {
                throw new IOException("the first line should be a probability");
            }
            for (boolean more = true; more && probability != null; probability = lines.readLine()) {
                String phrase = lines.readLine();
                String paraphrase = lines.readLine();
                if (paraphrase == null) {
                    throw new IOException("it ends within a pair");
                }
                more = reader.read(phrase, paraphrase);
            }
        } catch (IOException e) {
            throw new IOException(file + " cannot be read as a table of paraphrases of METEOR 1.5, which has three "
                    + "lines for each pair (probability, phrase, paraphrase): " + e.getMessage(), e);
        }
    }

    private static String[] words(String phrase) {
        StringTokenizer tokens = new StringTokenizer(phrase);
        String[] words = new String[tokens.countTokens()];
        for (int i = 0; i < words.length; i++) {
            words[i] = tokens.nextToken();
        }
        return words;
    }

    private BufferedReader open() throws IOException {
        boolean compressed;
        try (InputStream stream = Files.newInputStream(file)) {
            compressed = (stream.read() << Byte.SIZE | stream.read()) == GZIP_MAGIC;
        }
        InputStream text = compressed ? Gunzip.open(file) : Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    }
}
