package syntic.pack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.stream.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import syntic.io.Sha256;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsHeader;
import syntic.nn.SafetensorsWriter;
import syntic.nn.WeightsException;
import syntic.store.Provenance;
import syntic.store.StoreException;

/**
 * Some records of a pack, in one safetensors file: arrays [n, …] with a row for each ({@code features} float32 [n,
 * width]; {@code sentences} uint8 [n, 16], the first half of the SHA-256 of the sentence; others as they may be), and
 * as the bytes of a JSON list {@code ids} and, unless nobody looked for objects, {@code tags}.
 */
final class PackPart {
    static final String FEATURES = "features";
    static final String SENTENCES = "sentences";
    static final int SENTENCE_BYTES = 16;
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String IDS = "ids";
    private static final String TAGS = "tags";
    private static final String PROVENANCE = "provenance";

    private final Path file;
    private final List<String> ids;
    private final List<List<String>> tags;
    private final Map<String, RowBytes> arrays;

    /** An array that is to be written: its rows' type and shape, and what gives their bytes one after the other. */
    record Rows(ElementType type, List<Long> shape, Consumer<Consumer<byte[]>> content) {
        static Rows of(ElementType type, List<Long> shape, int count, IntFunction<byte[]> row) {
            return new Rows(type, shape, sink -> {
                for (int i = 0; i < count; i++) {
                    sink.accept(row.apply(i));
                }
            });
        }
    }

    private PackPart(Path file, List<String> ids, List<List<String>> tags, Map<String, RowBytes> arrays) {
        this.file = file;
        this.ids = ids;
        this.tags = tags;
        this.arrays = arrays;
    }

    /** What stands for a sentence [16]. */
    static byte[] digest(String sentence) {
        return Arrays.copyOf(Sha256.begin().digest(sentence.getBytes(StandardCharsets.UTF_8)), SENTENCE_BYTES);
    }

    /** The array that says of which sentence each record is. */
    static Rows sentences(int count, IntFunction<String> sentence) {
        return Rows.of(ElementType.U8, List.of((long) SENTENCE_BYTES), count, row -> digest(sentence.apply(row)));
    }

    /**
     * Writes a part, whole or not at all.
     *
     * @param tags one list for each id, or null
     */
    static void write(Path file, Provenance made, List<String> ids, List<List<String>> tags, Map<String, Rows> arrays) {
        byte[] names = json(ids);
        byte[] objects = tags == null ? null : json(tags);
        // Large elements first: so all are aligned.
        List<String> order = arrays.keySet().stream().sorted(Comparator.comparingInt(
                (String name) -> -arrays.get(name).type().bytes()).thenComparing(name -> name)).toList();
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (String name : order) {
            List<Long> shape = new ArrayList<>(List.of((long) ids.size()));
            shape.addAll(arrays.get(name).shape());
            tensors.add(new SafetensorsWriter.Tensor(name, arrays.get(name).type(), shape));
        }
        tensors.add(new SafetensorsWriter.Tensor(IDS, ElementType.U8, List.of((long) names.length)));
        if (objects != null) {
            tensors.add(new SafetensorsWriter.Tensor(TAGS, ElementType.U8, List.of((long) objects.length)));
        }
        Map<String, String> metadata = Map.of(PROVENANCE, made.toJson());
        try (SafetensorsWriter writer = new SafetensorsWriter(file, tensors, metadata)) {
            for (String name : order) {
                arrays.get(name).content().accept(writer::write);
            }
            writer.write(names);
            if (objects != null) {
                writer.write(objects);
            }
            writer.commit(metadata);
        }
    }

    private static byte[] json(List<?> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
            JSON.toJson(content, text);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    /** @throws StoreException naming the file if it is damaged, or no part of the pack that {@code info} describes */
    static PackPart open(Path file, PackInfo info) {
        try {
            SafetensorsFile opened = SafetensorsFile.open(file);
            opened.requireSound();
            Map<String, SafetensorsHeader.Tensor> tensors = opened.header().tensors();
            if (!tensors.containsKey(FEATURES) || !tensors.containsKey(IDS)) {
                throw new StoreException(file + ": not a part of a feature pack: it holds " + tensors.keySet().stream()
                        .limit(3).toList() + "; move it out of the pack");
            }
            Provenance made = made(file, opened);
            if (!made.equals(info.made())) {
                throw new StoreException(file + ": was made otherwise than its pack ("
                        + made.differenceFrom(info.made()) + "); move it out of the pack");
            }
            List<String> ids = ids(opened);
            Map<String, RowBytes> arrays = new HashMap<>();
            for (SafetensorsHeader.Tensor tensor : tensors.values()) {
                if (!tensor.name().equals(IDS) && !tensor.name().equals(TAGS)) {
                    if (tensor.shape().length == 0 || tensor.shape()[0] != ids.size()) {
                        throw new IllegalStateException("'" + tensor.name() + "' has other rows than ids");
                    }
                    arrays.put(tensor.name(), new RowBytes(opened, tensor.name()));
                }
            }
            if (!arrays.get(FEATURES).shape().equals(List.of((long) info.width()))
                    || arrays.get(FEATURES).type() != ElementType.F32) {
                throw new StoreException(file + ": its features are not float32 of width " + info.width()
                        + " as the pack's; move it out of the pack");
            }
            return new PackPart(file, ids, tensors.containsKey(TAGS) ? tags(opened, ids.size()) : null, arrays);
        } catch (WeightsException | IOException | IllegalStateException e) {
            throw damaged(file, e);
        }
    }

    /** What made a part. @throws StoreException naming the file if it is damaged */
    static Provenance made(Path file) {
        try {
            return made(file, SafetensorsFile.open(file));
        } catch (WeightsException e) {
            throw damaged(file, e);
        }
    }

    private static Provenance made(Path file, SafetensorsFile opened) {
        return Provenance.parse(file.toString(), opened.header().metadata().get(PROVENANCE));
    }

    private static StoreException damaged(Path file, Exception e) {
        return StoreException.ofDamaged(file, e, "copy it anew from where it came from, or move it away to have what "
                + "it held made again");
    }

    private static JsonReader reader(SafetensorsFile file, String name) {
        SafetensorsHeader.Tensor tensor = file.header().tensors().get(name);
        byte[] bytes = new byte[Math.toIntExact(tensor.size())];
        file.map(name, 0, bytes.length).get(bytes);
        return new JsonReader(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
    }

    private static List<String> ids(SafetensorsFile file) throws IOException {
        List<String> ids = new ArrayList<>();
        try (JsonReader json = reader(file, IDS)) {
            json.beginArray();
            while (json.hasNext()) {
                ids.add(json.nextString());
            }
            json.endArray();
        }
        return ids;
    }

    private static List<List<String>> tags(SafetensorsFile file, int rows) throws IOException {
        List<List<String>> tags = new ArrayList<>(rows);
        Map<String, String> same = new HashMap<>();
        try (JsonReader json = reader(file, TAGS)) {
            json.beginArray();
            while (json.hasNext()) {
                List<String> some = new ArrayList<>();
                json.beginArray();
                while (json.hasNext()) {
                    some.add(same.computeIfAbsent(json.nextString(), tag -> tag));
                }
                json.endArray();
                tags.add(List.copyOf(some));
            }
            json.endArray();
        }
        if (tags.size() != rows) {
            throw new IllegalStateException("there are tags of " + tags.size() + " for " + rows + " ids");
        }
        return tags;
    }

    Path file() {
        return file;
    }

    List<String> ids() {
        return ids;
    }

    /** Null where nobody looked for objects. */
    List<List<String>> tags() {
        return tags;
    }

    Map<String, RowBytes> arrays() {
        return arrays;
    }

    /** Equal for parts whose records can stand in one. */
    Object form() {
        Map<String, List<Object>> forms = new HashMap<>();
        arrays.forEach((name, rows) -> forms.put(name, List.of(rows.type(), rows.shape())));
        return List.of(tags == null, forms);
    }

    float[] feature(int row) {
        ByteBuffer bytes = arrays.get(FEATURES).row(row);
        float[] feature = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(feature);
        return feature;
    }

    /** Whether a record is of this sentence; of all, where the part does not say. */
    boolean isOf(int row, byte[] digest) {
        return !arrays.containsKey(SENTENCES) || arrays.get(SENTENCES).row(row).equals(ByteBuffer.wrap(digest));
    }
}
