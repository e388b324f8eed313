package syntic.method;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import syntic.io.Resource;
import syntic.store.ChangedSettings;

/**
 * A setting of the miniature world that was chosen by a search, with the reason: a line of {@code chosen.tsv}, which the
 * command {@code benchmark --choose} writes from the results of the search. Configurations are read through it, and so
 * is the ledger; nobody types what was chosen.
 *
 * @param system  its name, which stands for its variants ({@code NAME-…}) too where these have no line of their own
 * @param setting its name, which may leave out its beginning as in {@link ChangedSettings}
 * @param source  as the ledger has it
 */
public record Chosen(String system, String setting, String value, String source) {
    private static final String TABLE = "chosen.tsv";
    private static final List<Chosen> ALL = read();

    /** All lines of the table. */
    public static List<Chosen> all() {
        return ALL;
    }

    private static List<Chosen> read() {
        return Resource.cells(Chosen.class, TABLE).stream()
                .map(cells -> new Chosen(cells[0], cells[1], cells[2], cells[3])).toList();
    }

    /** The table with these lines. */
    public static String table(List<Chosen> lines) {
        return lines.stream().map(one -> String.join("\t", one.system, one.setting, one.value, one.source) + "\n")
                .collect(Collectors.joining());
    }

    /** What was chosen for a setting of a system, if it was searched. */
    public static Optional<Chosen> of(String system, String setting) {
        return of(system).filter(one -> one.setting.equals(setting)).reduce((wider, own) -> own);
    }

    /** All that was chosen for a system: what it has as a variant of another first. */
    private static Stream<Chosen> of(String system) {
        return ALL.stream().filter(one -> system.equals(one.system) || system.startsWith(one.system + "-"))
                .sorted(Comparator.comparingInt(one -> one.system.length()));
    }

    /** All that was chosen for a system: values by setting. */
    public static Map<String, String> settings(String system) {
        Map<String, String> settings = new LinkedHashMap<>();
        of(system).forEach(one -> settings.put(one.setting, one.value));
        return settings;
    }

    /** The configuration of a system with what was chosen for it. */
    public static <R extends Record> R in(String system, R config) {
        return ChangedSettings.of(config, settings(system));
    }
}
