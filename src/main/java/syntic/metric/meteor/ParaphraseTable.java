package syntic.metric.meteor;

import java.io.BufferedInputStream;
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
import java.util.zip.GZIPInputStream;

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
    private static final int LINES_OF_A_PAIR = 3;
    private static final int GZIP_MAGIC = 0x1f8b;

    /**
     * Finds the table.
     *
     * @param jarOrTable {@code meteor-1.5.jar}, with the folder {@code data} that it was unpacked with beside it, or
     *                   the table itself
     * @throws NoSuchFileException if there is no table; the message says where it was looked for
     */
    public static ParaphraseTable find(Path jarOrTable) throws NoSuchFileException {
        Path table = jarOrTable.toString().endsWith(".jar")
                ? jarOrTable.resolveSibling(BESIDE_JAR) : jarOrTable;
        if (!Files.isRegularFile(table)) {
            throw new NoSuchFileException(table.toString(), null, "no table of paraphrases there; METEOR 1.5's archive "
                    + "has meteor-1.5.jar and " + BESIDE_JAR + ": name one of the two");
        }
        return new ParaphraseTable(table);
    }

    /**
     * Reads the pairs whose two phrases can both occur in some texts.
     *
     * @throws IOException if the file cannot be read or is not such a table
     */
    public Paraphrases read(Collection<List<Word>> texts) throws IOException {
        PhraseFilter filter = new PhraseFilter(texts);
        Paraphrases paraphrases = new Paraphrases();
        long line = 0;
        try (BufferedReader lines = open()) {
            while (lines.readLine() != null) {
                String[] phrase = words(lines.readLine(), line + 2);
                String[] paraphrase = words(lines.readLine(), line + LINES_OF_A_PAIR);
                line += LINES_OF_A_PAIR;
                if (filter.mayOccur(phrase) && filter.mayOccur(paraphrase)) {
                    paraphrases.add(phrase, paraphrase);
                }
            }
        }
        if (line == 0) {
            throw new IOException(file + " is empty; a table of paraphrases was expected");
        }
        return paraphrases;
    }

    private String[] words(String phrase, long line) throws IOException {
        if (phrase == null || phrase.isBlank()) {
            throw new IOException(file + ", line " + line + ": a phrase was expected; METEOR 1.5's tables have three "
                    + "lines for each pair: probability, phrase, paraphrase");
        }
        return phrase.trim().split("\\s+");
    }

    private BufferedReader open() throws IOException {
        BufferedInputStream stream = new BufferedInputStream(Files.newInputStream(file));
        stream.mark(2);
        boolean compressed = (stream.read() << Byte.SIZE | stream.read()) == GZIP_MAGIC;
        stream.reset();
        InputStream text = compressed ? new GZIPInputStream(stream, 1 << 16) : stream;
        return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    }
}
