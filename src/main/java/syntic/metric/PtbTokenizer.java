package syntic.metric;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import edu.stanford.nlp.ling.Word;
import edu.stanford.nlp.process.PTBTokenizer;
import edu.stanford.nlp.process.WordTokenFactory;

/**
 * Penn Treebank tokens by Stanford CoreNLP 3.4.1, the release on which the COCO caption evaluation is defined.
 *
 * <p>Tokens of punctuation are removed by exact comparison after lower-casing; so {@code -lrb-} (the list has it in
 * upper case) and runs such as {@code !!!} stay, as they do in published scores.
 *
 * <p>Captions are read as the lines of a text, because the tokenizer looks beyond the end of a line to decide whether
 * the stop of a last abbreviation also ends a sentence: {@code Wii U.} gives another token before a caption that starts
 * with {@code The} than before one that starts with {@code Three}. Published scores contain this. Nothing else passes
 * from one caption to another: a token belongs to the caption in which its first character lies, and a line break of
 * any kind inside a caption counts as a space.
 *
 * @param keepPunctuation whether tokens of punctuation stay
 */
record PtbTokenizer(boolean keepPunctuation) implements Tokenizer {

    private static final Set<String> PUNCTUATION = Set.of("''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-",
            ".", "?", "!", ",", ":", "-", "--", "...", ";");

    private static final Pattern LINE_BREAK = Pattern.compile("[\n\r\u000B\f\u0085\u2028\u2029]");

    // Characters that belong to no token are dropped, as by default, but without a warning on stderr.
    private static final String OPTIONS = "tokenizeNLs,untokenizable=noneDelete";

    private static final int AT_ONCE = 1000;

    @Override
    public List<String> tokenize(List<String> captions) {
        return IntStream.rangeClosed(0, (captions.size() - 1) / AT_ONCE).parallel()
                .mapToObj(part -> tokenize(captions, part * AT_ONCE)).flatMap(List::stream).toList();
    }

    /** Tokenizes {@value #AT_ONCE} captions, reading on to the next one that has something the tokenizer can see. */
    private List<String> tokenize(List<String> captions, int from) {
        int to = Math.min(captions.size(), from + AT_ONCE);
        int end = to;
        while (end < captions.size() && captions.get(end++).isBlank()) {
            continue;
        }
        return tokenizeAsLines(captions.subList(from, end)).subList(0, to - from);
    }

    private List<String> tokenizeAsLines(List<String> captions) {
        int[] ends = new int[captions.size()];
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ends.length; i++) {
            if (i > 0) {
                lines.append('\n');
            }
            lines.append(LINE_BREAK.matcher(captions.get(i)).replaceAll(" "));
            ends[i] = lines.length();
        }
        PTBTokenizer<Word> words = new PTBTokenizer<>(new StringReader(lines.toString()), new WordTokenFactory(),
                OPTIONS);
        Word next = advance(words);
        List<String> tokenized = new ArrayList<>(ends.length);
        for (int end : ends) {
            StringJoiner tokens = new StringJoiner(" ");
            for (; next != null && next.beginPosition() <= end; next = advance(words)) {
                String token = next.word().toLowerCase(Locale.ENGLISH);
                boolean lineEnd = next.word().equals(PTBTokenizer.getNewlineToken());
                if (!lineEnd && (keepPunctuation || !PUNCTUATION.contains(token))) {
                    tokens.add(token);
                }
            }
            tokenized.add(tokens.toString());
        }
        return tokenized;
    }

    private static Word advance(PTBTokenizer<Word> words) {
        return words.hasNext() ? words.next() : null;
    }
}
