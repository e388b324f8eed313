package syntic.pack;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import syntic.io.UserException;

/** Joins the many parts that a job leaves into few, in the order of its items. Nobody else may write meanwhile. */
record PackCompaction(Path folder, PackInfo info) {
    /** Of a large pack, so many small parts may stand beside the large ones. */
    private static final int SMALL_PARTS = 8;
    private static final long SMALL_PACK = 64L << 20;
    private static final System.Logger LOGGER = System.getLogger(PackCompaction.class.getName());

    void run(List<String> order) {
        FeaturePack pack = FeaturePack.open(folder);
        int parts = FeaturePack.parts(folder).size();
        long bytes = (long) Float.BYTES * info.width() * pack.ids().size();
        int rows = FeaturePack.rowsOfPart(info.width());
        long least = (pack.ids().size() + rows - 1) / rows;
        if (parts > (bytes > SMALL_PACK ? least + SMALL_PARTS : least)) {
            replace(pack, order);
        }
        deleteUnfinished();
    }

    /** Writes these records, in this order as far as it goes, and deletes what was there. */
    void replace(FeaturePack pack, List<String> order) {
        List<Path> old = FeaturePack.parts(folder);
        int rows = FeaturePack.rowsOfPart(info.width());
        Set<String> all = new LinkedHashSet<>(order);
        all.retainAll(Set.copyOf(pack.ids()));
        all.addAll(pack.ids());
        List<String> ids = List.copyOf(all);
        for (int from = 0; from < ids.size(); from += rows) {
            join(pack, ids.subList(from, Math.min(ids.size(), from + rows)));
        }
        old.forEach(PackCompaction::delete);
    }

    /** Records with other arrays, or some with tags and some without, come into parts of their own. */
    private void join(FeaturePack pack, List<String> ids) {
        Map<Object, List<String>> alike = new LinkedHashMap<>();
        ids.forEach(id -> alike.computeIfAbsent(pack.place(id).part().form(), form -> new ArrayList<>()).add(id));
        alike.values().forEach(some -> joinAlike(pack, some));
    }

    private void joinAlike(FeaturePack pack, List<String> ids) {
        List<FeaturePack.Place> places = ids.stream().map(pack::place).toList();
        PackPart first = places.get(0).part();
        List<List<String>> tags = first.tags() == null ? null
                : places.stream().map(place -> place.part().tags().get(place.row())).toList();
        Map<String, PackPart.Rows> arrays = new HashMap<>();
        first.arrays().forEach((name, rows) -> arrays.put(name, PackPart.Rows.of(rows.type(), rows.shape(), ids.size(),
                row -> {
                    FeaturePack.Place place = places.get(row);
                    ByteBuffer bytes = place.part().arrays().get(name).row(place.row());
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    return copy;
                })));
        PackPart.write(FeaturePack.newPart(folder), info.made(), ids, tags, arrays);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Some systems delete no file that is open. Records that stand twice do no harm.
            LOGGER.log(Level.INFO, "{0}: not deleted ({1})", file, e);
        }
    }

    /** What killed processes left. */
    private void deleteUnfinished() {
        Path parts = folder.resolve(FeaturePack.PARTS);
        if (Files.isDirectory(parts)) {
            try (Stream<Path> files = Files.list(parts)) {
                files.filter(file -> file.toString().endsWith(".incomplete")).forEach(PackCompaction::delete);
            } catch (IOException e) {
                throw UserException.ofReading(parts, e);
            }
        }
        PackRun.clean(folder);
    }
}
