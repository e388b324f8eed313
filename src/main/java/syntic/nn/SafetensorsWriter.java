package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.io.AtomicFile;
import syntic.io.UserException;

/**
 * Writes safetensors files, whole or not at all; the same tensors and metadata give the same bytes.
 *
 * <p>An instance takes the bytes of its tensors bit by bit, so that none need fit into memory. The file appears with
 * {@link #commit}; a writer that is closed before leaves nothing.
 */
public final class SafetensorsWriter implements AutoCloseable {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
    /** Elements that are copied at once. */
    private static final int PIECE = 1 << 22;

    private final Path path;
    private final List<Tensor> tensors;
    private final AtomicFile file;
    private final TensorSum sum = new TensorSum();
    private MessageDigest digest;
    private int current = -1;
    private long left;

    /** What is to be written. */
    public record Tensor(String name, ElementType type, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }

        long bytes() {
            return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        }
    }

    /**
     * @param tensors in the order in which their bytes will come
     * @param metadata may be other texts of the same lengths in the end
     * @throws UserException if the file cannot be written
     */
    public SafetensorsWriter(Path path, List<Tensor> tensors, Map<String, String> metadata) {
        this.path = path;
        this.tensors = List.copyOf(tensors);
        file = new AtomicFile(path);
        try {
            // The digest is known at the end; a text of the same length keeps its place.
            file.out().write(header(tensors, metadata, TensorSum.PENDING));
        } catch (IOException e) {
            file.close();
            throw UserException.ofWriting(path, e);
        }
        next();
    }

    /** The next bytes, little-endian, of the tensors in their order; a piece belongs to one tensor. */
    public void write(byte[] bytes) {
        if (bytes.length > left) {
            throw new IllegalArgumentException(path + ": " + bytes.length + " bytes are more than the " + left
                    + " that are left to write");
        }
        try {
            file.out().write(bytes);
        } catch (IOException e) {
            throw UserException.ofWriting(path, e);
        }
        digest.update(bytes);
        left -= bytes.length;
        next();
    }

    /** Goes on to the next tensor that has bytes, if the current one is complete. */
    private void next() {
        while (left == 0 && current < tensors.size()) {
            if (digest != null) {
                sum.add(digest);
            }
            current++;
            if (current < tensors.size()) {
                Tensor tensor = tensors.get(current);
                digest = TensorSum.begin(tensor.name(), tensor.type(),
                        tensor.shape().stream().mapToLong(Long::longValue).toArray());
                left = tensor.bytes();
            }
        }
    }

    /** Whether all bytes have come. */
    public boolean complete() {
        return current == tensors.size();
    }

    /** Puts the file in its place. @param metadata with the same names and lengths as at the beginning */
    public void commit(Map<String, String> metadata) {
        if (!complete()) {
            throw new IllegalStateException(path + ": " + left + " bytes of '" + tensors.get(current).name()
                    + "' are missing");
        }
        try {
            file.rewind();
            file.out().write(header(tensors, metadata, TensorSum.digest(sum.hex(), metadata)));
            file.commit();
        } catch (IOException e) {
            throw UserException.ofWriting(path, e);
        }
    }

    @Override
    public void close() {
        file.close();
    }

    /**
     * Writes arrays.
     *
     * @param arrays float32, int64 or uint8 arrays by name
     * @param floats the type in which float32 arrays are stored: F32, F16 or BF16
     * @throws WeightsException if an array has another type
     * @throws UserException if the file cannot be written
     */
    public static void write(Path path, Map<String, NDArray> arrays, ElementType floats, Map<String, String> metadata) {
        List<Tensor> tensors = new ArrayList<>();
        for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
            tensors.add(new Tensor(entry.getKey(), type(path, entry, floats),
                    Arrays.stream(entry.getValue().getShape().getShape()).boxed().toList()));
        }
        try (SafetensorsWriter writer = new SafetensorsWriter(path, tensors, metadata)) {
            int index = 0;
            for (NDArray array : arrays.values()) {
                write(writer, array, tensors.get(index++).type());
            }
            writer.commit(metadata);
        }
    }

    /** In pieces: the engine crashes where the heap has no room for what it is asked to copy there. */
    private static void write(SafetensorsWriter writer, NDArray array, ElementType type) {
        if (array.size() <= PIECE) {
            writer.write(bytes(array, type));
            return;
        }
        try (NDArray flat = array.reshape(-1)) {
            for (long from = 0; from < array.size(); from += PIECE) {
                try (NDArray piece = Slice.of(flat, 0, from, Math.min(array.size(), from + PIECE))) {
                    writer.write(bytes(piece, type));
                }
            }
        }
    }

    private static byte[] header(List<Tensor> tensors, Map<String, String> metadata, String digest) {
        SortedMap<String, String> stated = new TreeMap<>(metadata);
        stated.put(TensorSum.DIGEST, digest);
        Map<String, Object> header = new LinkedHashMap<>(Map.of("__metadata__", stated));
        long begin = 0;
        for (Tensor tensor : tensors) {
            long end = begin + tensor.bytes();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("dtype", tensor.type().name());
            one.put("shape", tensor.shape());
            one.put("data_offsets", List.of(begin, end));
            header.put(tensor.name(), one);
            begin = end;
        }
        byte[] bytes = JSON.toJson(header).getBytes(StandardCharsets.UTF_8);
        // Spaces to a multiple of eight keep every tensor aligned for mapping.
        byte[] padded = new byte[8 + (bytes.length + 7) / 8 * 8];
        Arrays.fill(padded, (byte) ' ');
        ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded.length - 8).put(bytes);
        return padded;
    }

    private static ElementType type(Path path, Map.Entry<String, NDArray> entry, ElementType floats) {
        DataType type = entry.getValue().getDataType();
        return switch (type) {
            case FLOAT32 -> floats;
            case INT64 -> ElementType.I64;
            case UINT8 -> ElementType.U8;
            default -> throw new WeightsException(path + ": tensor '" + entry.getKey() + "' has the type " + type
                    + "; FLOAT32, INT64 and UINT8 are written");
        };
    }

    private static byte[] bytes(NDArray array, ElementType type) {
        if (type == ElementType.I64 || type == ElementType.U8 || type == ElementType.F32) {
            ByteBuffer from = array.toByteBuffer();
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            return bytes;
        }
        float[] values = array.toFloatArray();
        ByteBuffer out = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            out.putShort(type == ElementType.F16 ? HalfFloat.fromFloat(value) : roundToBfloat(value));
        }
        return out.array();
    }

    private static short roundToBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (Float.isNaN(value) ? 0x7fc0 : bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
