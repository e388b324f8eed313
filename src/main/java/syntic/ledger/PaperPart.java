package syntic.ledger;

import java.util.List;
import java.util.Optional;
import syntic.io.Resource;
import syntic.store.Columns;
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
        return Resource.cells(PaperPart.class, "parts.tsv").stream().map(cells -> new PaperPart(cells[0], cells[1],
                cells[2].isEmpty() ? Optional.empty() : Optional.of(cells[2]), cells[3])).toList();
    }

    /** For a notebook. */
    public static Table table() {
        List<PaperPart> all = all();
        return Table.create("Tables and figures of SynTIC's paper, and where they are here",
                Columns.text("part", all, PaperPart::part),
                Columns.text("shows", all, PaperPart::shows),
                Columns.text("protocol", all, one -> one.protocol().orElse("")),
                Columns.text("here", all, PaperPart::here));
    }
}
