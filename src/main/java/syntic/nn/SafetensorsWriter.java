package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.io.AtomicFile;
import syntic.io.UserException;

/** Writes safetensors files, whole or not at all; the same tensors and metadata give the same bytes. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * @param arrays float32, int64 or uint8 arrays by name
     * @param floats the type in which float32 arrays are stored: F32, F16 or BF16
     * @throws WeightsException if an array has another type
     * @throws UserException if the file cannot be written
     */
    public static void write(Path path, Map<String, NDArray> arrays, ElementType floats, Map<String, String> metadata) {
        for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
            type(path, entry, floats);
        }
        try (AtomicFile file = new AtomicFile(path)) {
            // The digest is known at the end; a text of the same length keeps its place.
            file.out().write(header(path, arrays, floats, metadata, TensorSum.PENDING));
            TensorSum sum = new TensorSum();
            for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
                ElementType type = type(path, entry, floats);
                byte[] bytes = bytes(entry.getValue(), type);
                file.out().write(bytes);
                MessageDigest tensor = TensorSum.begin(entry.getKey(), type, entry.getValue().getShape().getShape());
                tensor.update(bytes);
                sum.add(tensor);
            }
            file.rewind();
            file.out().write(header(path, arrays, floats, metadata, TensorSum.digest(sum.hex(), metadata)));
            file.commit();
        } catch (IOException e) {
            throw UserException.ofWriting(path, e);
        }
    }

    private static byte[] header(Path path, Map<String, NDArray> arrays, ElementType floats,
            Map<String, String> metadata, String digest) throws IOException {
        SortedMap<String, String> stated = new TreeMap<>(metadata);
        stated.put(TensorSum.DIGEST, digest);
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("__metadata__").beginObject();
            for (Map.Entry<String, String> entry : stated.entrySet()) {
                json.name(entry.getKey()).value(entry.getValue());
            }
            json.endObject();
            long begin = 0;
            for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
                ElementType type = type(path, entry, floats);
                long end = begin + entry.getValue().size() * type.bytes();
                json.name(entry.getKey()).beginObject().name("dtype").value(type.name()).name("shape").beginArray();
                for (long dimension : entry.getValue().getShape().getShape()) {
                    json.value(dimension);
                }
                json.endArray().name("data_offsets").beginArray().value(begin).value(end).endArray().endObject();
                begin = end;
            }
            json.endObject();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
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
