package syntic.pack;

import java.util.Locale;

/** What a pack's features are of, and whether they were made here. */
public enum PackKind {
    /** Pictures that were generated for sentences. */
    SYNTHETIC,
    PHOTOS,
    SENTENCES,
    /** Features that were made elsewhere. */
    IMPORTED;

    /** As {@code pack.json} writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
