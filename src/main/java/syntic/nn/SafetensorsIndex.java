package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Weights in several safetensors files (shards), listed in a {@code *.safetensors.index.json}.
 *
 * @param path of the index
 * @param shards names of the tensors by the name of the file beside the index that holds them
 */
record SafetensorsIndex(Path path, Map<String, Set<String>> shards) {
    private static final long MAX_BYTES = 100L << 20;
    private static final String MAP = "weight_map";
    private static final int SHOWN = 20;

    /** @throws WeightsException if the index is missing, malformed or names a file outside its folder */
    static SafetensorsIndex read(Path path) {
        Map<String, Set<String>> shards = new TreeMap<>();
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw SafetensorsHeader.refuse(path.toString(), Files.size(path) + " bytes are too many for an index");
            }
            try (Reader text = Files.newBufferedReader(path); JsonReader reader = new JsonReader(text)) {
                reader.beginObject();
                while (reader.hasNext()) {
                    if (reader.nextName().equals(MAP)) {
                        readMap(path, reader, shards);
                    } else {
                        reader.skipValue();
                    }
                }
                reader.endObject();
                if (reader.peek() != JsonToken.END_DOCUMENT) {
                    throw SafetensorsHeader.refuse(path.toString(), "text follows the JSON object");
                }
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new WeightsException(path + ": not an index of safetensors files (" + JsonFault.of(e)
                    + "); download or write the file again", e);
        }
        if (shards.isEmpty()) {
            throw SafetensorsHeader.refuse(path.toString(), "'" + MAP + "' lists no tensor");
        }
        return new SafetensorsIndex(path, shards);
    }

    private static void readMap(Path path, JsonReader reader, Map<String, Set<String>> shards) throws IOException {
        Set<String> names = new TreeSet<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String tensor = reader.nextName();
            if (!names.add(tensor)) {
                throw SafetensorsHeader.refuse(path.toString(), "tensor '" + tensor + "' is listed twice");
            }
            String shard = reader.nextString();
            if (!shards.containsKey(shard)) {
                requireBeside(path, tensor, shard);
            }
            shards.computeIfAbsent(shard, any -> new TreeSet<>()).add(tensor);
        }
        reader.endObject();
    }

    /** A shard is a plain file name: anything else could make the process read a file that the user did not mean. */
    private static void requireBeside(Path path, String tensor, String shard) {
        boolean plain;
        try {
            Path name = Path.of(shard);
            plain = !shard.contains("\\") && name.getNameCount() == 1 && !name.isAbsolute()
                    && name.equals(name.getFileName()) && shard.endsWith(".safetensors");
        } catch (InvalidPathException e) {
            plain = false;
        }
        if (!plain) {
            throw SafetensorsHeader.refuse(path.toString(), "tensor '" + tensor + "' is said to be in '" + shard
                    + "'; a shard is the name of a .safetensors file in the same folder");
        }
    }

    /** Of the tensors of all shards, as of one file. */
    String sum() {
        TensorSum sum = new TensorSum();
        open().values().forEach(file -> sum.add(file.sum()));
        return sum.hex();
    }

    /**
     * All tensors of all shards, owned by {@code manager}, in the precision of {@code compute}.
     *
     * @throws WeightsException listing every shard that is missing and every tensor that is not where the index says
     */
    Map<String, NDArray> load(NDManager manager, Compute compute) {
        Map<String, SafetensorsFile> files = open();
        Set<ElementType> types = EnumSet.noneOf(ElementType.class);
        files.values().forEach(file -> types.addAll(file.header().types()));
        Precision precision = compute.precision(types);
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        files.values().forEach(file -> arrays.putAll(file.load(manager, precision)));
        return arrays;
    }

    private Map<String, SafetensorsFile> open() {
        Map<String, SafetensorsFile> files = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String shard : shards.keySet()) {
            Path file = path.resolveSibling(shard);
            if (Files.isRegularFile(file)) {
                files.put(shard, SafetensorsFile.open(file));
            } else {
                problems.add("the shard " + shard + " is missing");
            }
        }
        compare(files, problems);
        if (!problems.isEmpty()) {
            int shown = Math.min(problems.size(), SHOWN);
            throw new WeightsException(path + ": the shards are not what the index lists:\n  "
                    + String.join("\n  ", problems.subList(0, shown))
                    + (shown < problems.size() ? "\n  and " + (problems.size() - shown) + " more" : "")
                    + "\nDownload index and shards from one revision of the model.");
        }
        return files;
    }

    private void compare(Map<String, SafetensorsFile> files, List<String> problems) {
        Map<String, String> found = new TreeMap<>();
        files.forEach((shard, file) -> file.header().tensors().keySet().forEach(tensor -> {
            String other = found.put(tensor, shard);
            if (other != null) {
                problems.add("tensor " + tensor + " is in both " + other + " and " + shard);
            }
        }));
        shards.forEach((shard, tensors) -> {
            for (String tensor : tensors) {
                String where = found.remove(tensor);
                if (files.containsKey(shard) && !shard.equals(where)) {
                    problems.add("tensor " + tensor + " is not in " + shard
                            + (where == null ? "" : " but in " + where));
                }
            }
        });
        found.forEach((tensor, shard) -> problems.add("tensor " + tensor + " of " + shard + " is not in the index"));
    }
}
