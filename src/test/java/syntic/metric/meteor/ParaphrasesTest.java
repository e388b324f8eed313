package syntic.metric.meteor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParaphrasesTest {

    private static final String TABLE = """
            0.5
            a lot of
            many
            0.25
            next to
            close by
            0.1
            zebra
            crossing
            """;

    @TempDir
    private Path folder;
    private final Lexicon lexicon = new Lexicon(Synonyms.wordNet());
    private final List<Word> candidate = lexicon.words("there were many trees close by houses");
    private final List<Word> reference = lexicon.words("there were a lot of trees next to houses");

    private Path gzip(Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(TABLE.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void phrasesOfBothCaptionsMatch() throws IOException {
        Paraphrases paraphrases = new ParaphraseTable(Files.writeString(folder.resolve("table"), TABLE))
                .read(List.of(candidate, reference));
        assertEquals(List.of(new Match(Module.PARAPHRASE, 2, 1, 2, 3), new Match(Module.PARAPHRASE, 4, 2, 6, 2)),
                paraphrases.matches(candidate, reference));
        assertEquals(paraphrases.matches(candidate, reference).size(),
                paraphrases.matches(reference, candidate).size());
    }

    @Test
    void paraphrasesBridgeWhatOtherwiseBreaks() throws IOException {
        Paraphrases paraphrases = ParaphraseTable.find(gzip(folder.resolve("paraphrase-en.gz")))
                .read(List.of(candidate, reference));
        MeteorStatistics with = new MeteorScorer(paraphrases).score(candidate, reference);
        MeteorStatistics without = new MeteorScorer(Paraphrases.NONE).score(candidate, reference);
        assertEquals(1, with.counts()[20]);
        assertTrue(with.score() > without.score());
    }

    @Test
    void pairsThatCannotOccurAreNotKept() throws IOException {
        ParaphraseTable table = new ParaphraseTable(Files.writeString(folder.resolve("table"), TABLE));
        assertTrue(table.read(List.of(lexicon.words("to the next lot of a zebra many"))).isEmpty());
    }

    @Test
    void theTableIsFoundBesideTheJar() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Path table = gzip(folder.resolve("data").resolve("paraphrase-en.gz"));
        assertEquals(table, ParaphraseTable.find(folder.resolve("meteor-1.5.jar")).file());
        Files.delete(table);
        assertTrue(assertThrows(NoSuchFileException.class, () -> ParaphraseTable.find(folder.resolve("meteor-1.5.jar")))
                .getMessage().contains("paraphrase-en.gz"));
    }

    @Test
    void otherFilesAreRejectedByName() throws IOException {
        for (String text : List.of("", "{\"not\": \"a table\"}", "0.5\nonly one phrase\n")) {
            Path file = Files.writeString(folder.resolve("other.txt"), text);
            assertTrue(assertThrows(IOException.class, () -> ParaphraseTable.find(file)).getMessage()
                    .contains("other.txt"));
        }
        Path cut = gzip(folder.resolve("cut.gz"));
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 60));
        assertTrue(assertThrows(IOException.class, () -> new ParaphraseTable(cut).read(List.of(candidate)))
                .getMessage().contains("cut.gz"));
    }

    @Test
    void aPairWithAnEmptyPhraseSaysNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("table"), "0.5\n\nmany\n0.5\nmany\n \n");
        assertTrue(ParaphraseTable.find(file).read(List.of(candidate)).isEmpty());
    }
}
