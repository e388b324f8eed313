package syntic.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.store.StoredJson;

/**
 * What one run on a pack did, kept in its folder {@code runs} as {@code TIME-RANDOM_stats.json}.
 *
 * @param begun time by ISO 8601
 * @param seconds that it took
 * @param made records, by this run
 * @param missing records, after it
 * @param failed why something could not be made, by id
 * @param machine that made the records; null where it is not known
 */
record PackRun(String begun, double seconds, int made, int missing, Map<String, String> failed, Machine machine) {
    private static final String REMEDY = "delete it; only its reasons and its machine are lost";
    private static final String FOLDER = "runs";
    private static final String END = "_stats.json";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    void write(Path pack) {
        StoredJson.write(pack.resolve(FOLDER).resolve(String.format(Locale.ROOT, "%s-%08x%s",
                NAME.format(Instant.parse(begun)), ThreadLocalRandom.current().nextInt(), END)), this);
    }

    /** What the runs on a pack could not make, the last reason by id; some may have been made later. */
    static Map<String, String> failed(Path pack) {
        Map<String, String> failed = new LinkedHashMap<>();
        for (Path file : files(pack)) {
            failed.putAll(read(file).failed());
        }
        return failed;
    }

    /** That made records of a pack, each once; runs that do not say theirs are left out. */
    static Set<Machine> machines(Path pack) {
        Set<Machine> machines = new LinkedHashSet<>();
        for (Path file : files(pack)) {
            PackRun run = read(file);
            if (run.made() > 0 && run.machine() != null) {
                machines.add(run.machine());
            }
        }
        return machines;
    }

    private static PackRun read(Path file) {
        return StoredJson.read(file, PackRun.class, REMEDY);
    }

    /** Takes over what is kept of the runs on another pack. */
    static void copy(Path from, Path to) {
        for (Path file : files(from)) {
            Path copy = to.resolve(FOLDER).resolve(file.getFileName());
            if (!Files.exists(copy)) {
                StoredJson.write(copy, read(file));
            }
        }
    }

    /** The oldest first. */
    private static List<Path> files(Path pack) {
        Path folder = pack.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(END)).sorted().toList();
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }
}
