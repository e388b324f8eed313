package syntic.pack;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.store.StoredJson;

/**
 * What one run on a pack did, kept in its folder {@code runs} as {@code TIME-RANDOM_stats.json}; of one that was
 * killed, what it had done when that was noted last.
 *
 * @param begun time by ISO 8601
 * @param seconds that it took
 * @param made records, by this run
 * @param missing records, after it
 * @param failed why something could not be made, by id
 * @param machines that made the records, as far as they are known
 */
record PackRun(String begun, double seconds, int made, int missing, Map<String, String> failed,
        @SerializedName(value = "machines", alternate = "machine") @JsonAdapter(OneOrMany.class)
        List<Machine> machines) {
    private static final String REMEDY = "delete it; only its reasons and its machines are lost";
    private static final String FOLDER = "runs";
    private static final String END = "_stats.json";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    PackRun {
        machines = machines == null ? List.of() : machines;
    }

    /** Former versions noted one machine, and none where they did not know it. */
    static final class OneOrMany implements JsonDeserializer<List<Machine>> {
        @Override
        public List<Machine> deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
            return json.isJsonArray()
                    ? json.getAsJsonArray().asList().stream().map(one -> machine(one, context)).toList()
                    : List.of(machine(json, context));
        }

        private static Machine machine(JsonElement json, JsonDeserializationContext context) {
            return context.deserialize(json, Machine.class);
        }
    }

    /** Notes what a run does, that begins now, in a file of its own. */
    static final class Log {
        private final Instant begun = Instant.now();
        private final Path file;

        Log(Path pack) {
            file = pack.resolve(FOLDER).resolve(String.format(Locale.ROOT, "%s-%08x%s", NAME.format(begun),
                    ThreadLocalRandom.current().nextInt(), END));
        }

        /** In the place of what was noted before. */
        void note(int made, int missing, Map<String, String> failed, Set<Machine> machines) {
            StoredJson.write(file, new PackRun(begun.toString(),
                    Duration.between(begun, Instant.now()).toMillis() / 1e3, made, missing, failed,
                    List.copyOf(machines)));
        }
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
            if (run.made() > 0) {
                machines.addAll(run.machines());
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
            PackRun run = read(file);
            // A run that goes on has more to tell every time.
            if (!Files.exists(copy) || !read(copy).equals(run)) {
                StoredJson.write(copy, run);
            }
        }
    }

    /** Deletes what killed processes left; others may be writing what they have to tell. */
    static void clean(Path pack) {
        if (Files.isDirectory(pack.resolve(FOLDER))) {
            AtomicFile.deleteAbandoned(pack.resolve(FOLDER));
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
