package syntic.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sentences without photos, one a line, UTF-8: all that text-only training needs. */
final class PlainText {

    private PlainText() {
    }

    /**
     * Reads a file. The id of a sentence is the number of its line, counted from 1.
     *
     * @throws CorpusFormatException if the file has no line, a blank line or is not UTF-8
     */
    static Corpus read(Path file) throws IOException {
        FileNames.requireFile(file);
        List<Caption> captions = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String id = Integer.toString(captions.size() + 1);
                String text = (captions.isEmpty() ? withoutByteOrderMark(line) : line).strip();
                if (text.isEmpty()) {
                    throw new CorpusFormatException(file, "line " + id, "the line is blank; remove it");
                }
                captions.add(new Caption(id, id, text));
            }
        } catch (CharacterCodingException e) {
            throw new CorpusFormatException(file, "after line " + captions.size(), "not valid UTF-8");
        }
        if (captions.isEmpty()) {
            throw new CorpusFormatException(file, "", "the file is empty, expected one sentence a line");
        }
        return new Corpus(FileNames.stem(file), captions);
    }

    private static String withoutByteOrderMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }
}
