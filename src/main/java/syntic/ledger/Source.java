package syntic.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a value comes from.
 *
 * @param kind who chose it
 * @param where paper and section; repository and file; or why we chose it
 */
public record Source(Kind kind, String where) {
    /** Who chose a value. */
    public enum Kind {
        /** Stated in the paper. */
        PAPER,
        /** Found in the official code. */
        CODE,
        /** Chosen here. */
        OURS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern FILE_OF_REPOSITORY = Pattern.compile("[\\w.-]+/[\\w.-]+ \\S+.*");

    public Source {
        if (where.isBlank() || kind == Kind.CODE && !FILE_OF_REPOSITORY.matcher(where).matches()) {
            throw new IllegalArgumentException("'" + where + "' does not say where a value of kind " + kind
                    + " comes from; a paper needs its section, code its owner/repository and file, ours a reason");
        }
    }

    /** Reads {@code paper: …}, {@code code: …} or {@code ours: …}. */
    static Source parse(String text) {
        String[] parts = text.split(": ", 2);
        Kind kind = Arrays.stream(Kind.values()).filter(one -> one.label().equals(parts[0])).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is no source; it begins with paper, code or ours and a colon"));
        return new Source(kind, parts.length == 2 ? parts[1] : "");
    }

    @Override
    public String toString() {
        return kind.label() + ": " + where;
    }
}
