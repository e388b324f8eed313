package syntic.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import syntic.io.Resource;
import syntic.method.Chosen;

/**
 * A line of the table {@code ledger.tsv}: a setting of one or more systems, its values as they were when somebody
 * looked up their sources, and these.
 *
 * @param systems names; a star at the end stands for any rest
 */
record Line(List<String> systems, String name, String full, String miniature, Source fullSource,
        Source miniatureSource) {
    static final String TABLE = "ledger.tsv";
    /** In place of the miniature's source: the same as at full size. */
    private static final String SAME = "same";
    /** In place of the miniature's value and source: those of a search, from {@link Chosen}. */
    static final String CHOSEN = "chosen";
    private static final int CELLS = 6;

    /** All lines of the table. */
    static List<Line> all() {
        return Resource.lines(Line.class, TABLE).stream().map(Line::parse).toList();
    }

    static Line parse(String text) {
        String[] cells = text.split("\t", -1);
        if (cells.length != CELLS) {
            throw new IllegalArgumentException(TABLE + ": '" + text + "' has " + cells.length + " cells, not " + CELLS);
        }
        try {
            boolean same = cells[5].equals(SAME);
            if (same && !cells[2].equals(cells[3])) {
                throw new IllegalArgumentException("different values cannot have the same source");
            }
            if (cells[3].equals(CHOSEN) != cells[5].equals(CHOSEN)) {
                throw new IllegalArgumentException("a value and its source are " + CHOSEN + " together");
            }
            Source full = source(cells[2], cells[4]);
            return new Line(Arrays.asList(cells[0].split(", ")), cells[1], cells[2], cells[3], full,
                    same ? full : source(cells[3], cells[5]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(TABLE + ": '" + text + "': " + e.getMessage(), e);
        }
    }

    private static Source source(String value, String text) {
        return value.equals(Hyperparameter.NONE) && text.isEmpty() || text.equals(CHOSEN) ? null : Source.parse(text);
    }

    /** How closely it names the setting's system: the length of the name before a star, -1 if it is of another. */
    int closeness(Hyperparameter setting) {
        if (!name.equals(setting.name())) {
            return -1;
        }
        return systems.stream().mapToInt(system -> !system.endsWith("*")
                ? system.equals(setting.system()) ? Integer.MAX_VALUE : -1
                : setting.system().startsWith(system.substring(0, system.length() - 1)) ? system.length() - 1 : -1)
                .max().orElse(-1);
    }

    boolean agreesWith(Hyperparameter setting) {
        return full.equals(setting.full()) && setting.miniature().equals(miniature.equals(CHOSEN)
                ? chosen(setting).map(Chosen::value).orElse(null) : miniature);
    }

    /** Where the miniature's value of a setting comes from. */
    Source miniatureSource(Hyperparameter setting) {
        return miniature.equals(CHOSEN) ? chosen(setting).map(one -> Source.parse(one.source())).orElse(null)
                : miniatureSource;
    }

    private static Optional<Chosen> chosen(Hyperparameter setting) {
        return Chosen.of(setting.system(), setting.name());
    }
}
