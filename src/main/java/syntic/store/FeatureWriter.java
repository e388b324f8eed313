package syntic.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.nn.ElementType;
import syntic.nn.TensorSum;

/**
 * Writes a file of features row by row, so that a set need not fit into memory. The file appears under its name when
 * the last row was added and the writer is closed; else nothing appears.
 */
public final class FeatureWriter implements AutoCloseable {
    /** As {@link syntic.nn.SafetensorsWriter} writes it, so that the same features are the same bytes. */
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final Path path;
    private final AtomicFile file;
    private final byte[] ids;
    private final int rows;
    private final int width;
    private final Provenance provenance;
    private final Fingerprint.Matrix fingerprint;
    private final MessageDigest features;
    private final ByteBuffer row;
    private int added;

    public FeatureWriter(Path path, List<String> ids, int width, Provenance provenance) {
        if (ids.isEmpty() || width < 1) {
            throw new IllegalArgumentException("a feature set needs rows and columns, not [" + ids.size() + ", " + width
                    + "]; is the corpus empty?");
        }
        this.path = path;
        this.ids = FeatureFile.json(ids);
        this.rows = ids.size();
        this.width = width;
        this.provenance = provenance;
        fingerprint = new Fingerprint.Matrix(ids, width);
        features = TensorSum.begin(FeatureFile.FEATURES, ElementType.F32, rows, width);
        row = ByteBuffer.allocate(Math.multiplyExact(4, width)).order(ByteOrder.LITTLE_ENDIAN);
        file = new AtomicFile(path);
        // The sums are known at the end; texts of the same length keep their places.
        write(head(TensorSum.PENDING, TensorSum.PENDING));
    }

    /** The feature of the next id. */
    public void add(float[] feature) {
        if (feature.length != width || added == rows) {
            throw new IllegalArgumentException("row " + added + " with " + feature.length + " values does not fit into "
                    + rows + " rows of " + width);
        }
        for (float value : feature) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("row " + added + " has the value " + value + "; make it again");
            }
        }
        fingerprint.add(feature, 0, width);
        row.clear().asFloatBuffer().put(feature);
        features.update(row.array());
        write(row.array());
        added++;
    }

    @Override
    public void close() {
        try (file) {
            if (added == rows) {
                write(ids);
                file.rewind();
                String stated = fingerprint.finish();
                write(head(stated, TensorSum.digest(sum(), metadata(stated))));
                file.commit();
            }
        } catch (IOException e) {
            throw UserException.ofWriting(path, e);
        }
    }

    private void write(byte[] bytes) {
        try {
            file.out().write(bytes);
        } catch (IOException e) {
            file.close();
            throw UserException.ofWriting(path, e);
        }
    }

    private String sum() {
        MessageDigest names = TensorSum.begin(FeatureFile.IDS, ElementType.U8, ids.length);
        names.update(ids);
        TensorSum sum = new TensorSum();
        sum.add(features);
        sum.add(names);
        return sum.hex();
    }

    private SortedMap<String, String> metadata(String fingerprint) {
        return new TreeMap<>(Map.of(FeatureFile.FINGERPRINT, fingerprint, FeatureFile.PROVENANCE,
                provenance.toJson()));
    }

    private byte[] head(String fingerprint, String digest) {
        SortedMap<String, String> metadata = metadata(fingerprint);
        metadata.put(TensorSum.DIGEST, digest);
        long end = 4L * rows * width;
        JsonObject header = new JsonObject();
        header.add("__metadata__", JSON.toJsonTree(metadata));
        header.add(FeatureFile.FEATURES, tensor("F32", List.of(rows, width), 0, end));
        header.add(FeatureFile.IDS, tensor("U8", List.of(ids.length), end, end + ids.length));
        byte[] json = JSON.toJson(header).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        return head.array();
    }

    private static JsonObject tensor(String type, List<Integer> shape, long begin, long end) {
        JsonObject tensor = new JsonObject();
        tensor.addProperty("dtype", type);
        tensor.add("shape", new Gson().toJsonTree(shape));
        tensor.add("data_offsets", new Gson().toJsonTree(List.of(begin, end)));
        return tensor;
    }
}
