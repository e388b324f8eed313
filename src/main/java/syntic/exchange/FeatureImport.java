package syntic.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntic.io.Sha256;
import syntic.io.UserException;
import syntic.pack.FeaturePack;
import syntic.store.Provenance;

/**
 * Turns features of another program into a pack.
 *
 * @param ids of the rows; null for those that the file states
 * @param wanted ids that the rows may have; null if any
 * @param loose whether folders, extensions and leading zeros of ids do not count
 * @param skip whether rows with ids that are not wanted are left out
 * @param unit whether features are scaled to length 1
 */
public record FeatureImport(List<String> ids, Collection<String> wanted, boolean loose, boolean skip, boolean unit) {
    /** Systems expect length 1; half precision is within this of it. */
    private static final double NEAR = 0.01;

    /**
     * What was imported.
     *
     * @param rows how many
     * @param least shortest length of a feature in the file
     * @param most the longest
     */
    public record Report(int rows, double least, double most) {
        /** Whether all features have length 1, nearly. */
        public boolean ofUnitLength() {
            return least > 1 - NEAR && most < 1 + NEAR;
        }
    }

    /**
     * Reads the table twice: to check it, and to write the pack.
     *
     * @param file that the table is of, for messages
     * @param width that the features must have; 0 for any
     * @param tags by id; null for those that the file states
     * @param sentences by id; those of imported rows are kept with them
     * @throws UserException naming what is wrong with file, ids or values
     */
    public Report run(Path file, FeatureTable table, int width, Path pack, Map<String, List<String>> tags,
            Map<String, String> sentences, String licence) {
        List<String> named = ids != null ? ids : table.ids();
        if (named.isEmpty()) {
            throw new UserException(file + ": does not say which row is whose; give a file with the ids of its "
                    + table.rows() + " rows, --ids FILE, or --in-order if they are in the order of the project's");
        }
        if (named.size() != table.rows()) {
            throw new UserException(file + ": has " + table.rows() + " rows, and there are " + named.size() + " ids; "
                    + "give the ids of these features");
        }
        if (width != 0 && table.width() != width) {
            throw new UserException(file + ": has features of width " + table.width() + ", and the project's are of width "
                    + width + "; all must come from the same CLIP");
        }
        List<String> rows = IdMatch.of(file.toString(), named, wanted, loose, skip).ids();
        double[] lengths = {Double.MAX_VALUE, 0};
        MessageDigest digest = Sha256.begin();
        table.forEach(0, table.rows(), (row, values) -> {
            double length = length(file, named.get(row), values);
            if (rows.get(row) != null) {
                lengths[0] = Math.min(lengths[0], length);
                lengths[1] = Math.max(lengths[1], length);
                digest.update(rows.get(row).getBytes(StandardCharsets.UTF_8));
                digest.update(bytes(values));
            }
        });
        List<Integer> kept = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row) != null) {
                kept.add(row);
            }
        }
        List<String> order = kept.stream().map(rows::get).toList();
        Map<String, String> settings = unit ? Map.of("length", "1") : Map.of();
        Provenance made = new Provenance(FeaturePack.IMPORTED, new TreeMap<>(settings),
                new TreeMap<>(Map.of("features", HexFormat.of().formatHex(digest.digest()))));
        FeaturePack.writeImported(pack, table.width(), made, licence, order, tags == null ? stated(table, rows)
                        : ofAll(order, tags),
                sentences.keySet().containsAll(order) ? sentences : Map.of(), (from, count, each) -> {
                    int first = kept.get(from);
                    int last = kept.get(from + count - 1);
                    table.forEach(first, last - first + 1, (row, values) -> {
                        if (rows.get(row) != null) {
                            each.accept(unit ? scaled(values) : values);
                        }
                    });
                });
        return new Report(order.size(), lengths[0], lengths[1]);
    }

    /** Tags that were given: where an id is not named, nothing was found. */
    private static Map<String, List<String>> ofAll(List<String> ids, Map<String, List<String>> given) {
        Map<String, List<String>> all = new HashMap<>();
        ids.forEach(id -> all.put(id, given.getOrDefault(id, List.of())));
        return all;
    }

    /** Without those of which nobody looked for objects. */
    private static Map<String, List<String>> stated(FeatureTable table, List<String> rows) {
        List<List<String>> tags = table.tags();
        if (tags.size() != rows.size()) {
            return Map.of();
        }
        Map<String, List<String>> byId = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            if (tags.get(row) != null) {
                byId.put(rows.get(row), tags.get(row));
            }
        }
        return byId;
    }

    private static double length(Path file, String id, float[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new UserException(file + ": the feature of '" + id + "' has the value " + values[i] + " in column "
                        + i + "; leave it out or make it again");
            }
            sum += (double) values[i] * values[i];
        }
        if (sum == 0) {
            throw new UserException(file + ": the feature of '" + id + "' is zero everywhere; leave it out or make it "
                    + "again");
        }
        return Math.sqrt(sum);
    }

    /** The same direction, of length 1. */
    static float[] scaled(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (values[i] / Math.sqrt(sum));
        }
        return scaled;
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
