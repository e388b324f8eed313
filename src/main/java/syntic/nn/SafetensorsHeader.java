package syntic.nn;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The header of a safetensors file: name, type, shape and place of every tensor.
 *
 * <p>Parsing is strict: sizes must follow from shapes, tensors must cover the data without holes or overlaps, and
 * nothing is allocated from a number in the file before that number was compared with the file's own length.
 */
public record SafetensorsHeader(Map<String, Tensor> tensors, Map<String, String> metadata) {
    static final long MAX_HEADER_BYTES = 100L << 20;
    private static final int MAX_DIMENSIONS = 8;

    /** One tensor: {@code begin} and {@code end} count bytes from the end of the header. */
    public record Tensor(String name, ElementType type, long[] shape, long begin, long end) {
        /** Number of elements. */
        public long size() {
            return (end - begin) / type.bytes();
        }
    }

    /** The types of all tensors. */
    Set<ElementType> types() {
        return tensors.values().stream().map(Tensor::type).collect(Collectors.toSet());
    }

    /** Parses the header's JSON; {@code file} is named in errors, {@code dataBytes} is what follows the header. */
    static SafetensorsHeader parse(String file, String json, long dataBytes) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (name.equals("__metadata__")) {
                    readMetadata(reader, metadata);
                } else if (tensors.put(name, readTensor(file, name, reader, dataBytes)) != null) {
                    throw refuse(file, "tensor '" + name + "' is listed twice");
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw refuse(file, "text follows the header's JSON object");
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new WeightsException(file + ": the header is not the JSON of a safetensors file ("
                    + JsonFault.of(e) + "); download or write the file again", e);
        }
        requireCover(file, tensors, dataBytes);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static void readMetadata(JsonReader reader, Map<String, String> metadata) throws IOException {
        if (reader.peek() == JsonToken.NULL) {
            reader.nextNull();
            return;
        }
        reader.beginObject();
        while (reader.hasNext()) {
            metadata.put(reader.nextName(), reader.nextString());
        }
        reader.endObject();
    }

    private static Tensor readTensor(String file, String name, JsonReader reader, long dataBytes) throws IOException {
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            switch (key) {
                case "dtype" -> type = reader.nextString();
                case "shape" -> shape = longs(file, name, reader, MAX_DIMENSIONS);
                case "data_offsets" -> offsets = longs(file, name, reader, 2);
                default -> throw refuse(file, "tensor '" + name + "' has the unknown field '" + key + "'");
            }
        }
        reader.endObject();
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw refuse(file, "tensor '" + name + "' lacks dtype, shape or two data_offsets");
        }
        ElementType elementType = elementType(file, name, type);
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (end < begin || end > dataBytes) {
            throw refuse(file, "tensor '" + name + "' claims bytes " + begin + " to " + end + " of " + dataBytes);
        }
        long bytes = elementType.bytes();
        for (long dimension : shape) {
            bytes = dimension != 0 && bytes > Long.MAX_VALUE / dimension ? Long.MAX_VALUE : bytes * dimension;
        }
        if (bytes != end - begin) {
            throw refuse(file, "tensor '" + name + "' of shape " + shape + " and type " + type + " does not fill its "
                    + (end - begin) + " bytes");
        }
        return new Tensor(name, elementType, shape.stream().mapToLong(Long::longValue).toArray(), begin, end);
    }

    private static ElementType elementType(String file, String name, String type) {
        try {
            return ElementType.valueOf(type);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(file + ": tensor '" + name + "' has the type " + type + "; known types: "
                    + Arrays.toString(ElementType.values()), e);
        }
    }

    private static List<Long> longs(String file, String name, JsonReader reader, int most) throws IOException {
        List<Long> values = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            long value = reader.nextLong();
            if (value < 0 || values.size() == most) {
                throw refuse(file, "tensor '" + name + "' has a negative number or too many dimensions or offsets");
            }
            values.add(value);
        }
        reader.endArray();
        return values;
    }

    private static void requireCover(String file, Map<String, Tensor> tensors, long dataBytes) {
        List<Tensor> sorted = new ArrayList<>(tensors.values());
        sorted.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
        long covered = 0;
        for (Tensor tensor : sorted) {
            if (tensor.begin() != covered) {
                throw refuse(file, "tensor '" + tensor.name() + "' begins at byte " + tensor.begin() + " where "
                        + covered + " was expected (a hole or an overlap)");
            }
            covered = tensor.end();
        }
        if (covered != dataBytes) {
            throw refuse(file, "the tensors cover " + covered + " of " + dataBytes + " bytes; the file is truncated or "
                    + "has something after its tensors");
        }
    }

    static WeightsException refuse(String file, String why) {
        return new WeightsException(file + ": " + why + "; download or write the file again");
    }
}
