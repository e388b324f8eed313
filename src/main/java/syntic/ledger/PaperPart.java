package syntic.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A table or figure of SynTIC's paper with its counterpart here: a line of {@code parts.tsv}.
 *
 * @param protocol whose results hold the counterpart; empty where there is none
 * @param here     where it is, and which rows it lacks; or why there is none
 */
public record PaperPart(String part, String shows, Optional<String> protocol, String here) {
    /** All, tables first. */
    public static List<PaperPart> all() {
        try (InputStream in = Objects.requireNonNull(PaperPart.class.getResourceAsStream("parts.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1)).map(cells -> new PaperPart(cells[0], cells[1],
                            cells[2].isEmpty() ? Optional.empty() : Optional.of(cells[2]), cells[3])).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a notebook. */
    public static Table table() {
        List<PaperPart> all = all();
        return Table.create("Tables and figures of SynTIC's paper, and where they are here",
                StringColumn.create("part", all.stream().map(PaperPart::part).toList()),
                StringColumn.create("shows", all.stream().map(PaperPart::shows).toList()),
                StringColumn.create("protocol", all.stream().map(one -> one.protocol().orElse("")).toList()),
                StringColumn.create("here", all.stream().map(PaperPart::here).toList()));
    }
}
