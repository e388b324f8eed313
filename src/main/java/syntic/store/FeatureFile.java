package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;

/**
 * Feature sets as safetensors files: {@code features} float32 [n, width], {@code ids} as the bytes of a JSON list, and
 * in the metadata what made them and a fingerprint that shows damage.
 */
final class FeatureFile {
    static final String FEATURES = "features";
    static final String IDS = "ids";
    static final String PROVENANCE = "provenance";
    static final String FINGERPRINT = "fingerprint";

    private FeatureFile() {}

    static void write(Path file, FeatureSet features) {
        try (NDManager manager = Torch.newManager()) {
            byte[] ids = json(features.ids());
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            arrays.put(FEATURES, features.toNDArray(manager));
            arrays.put(IDS, manager.create(ByteBuffer.wrap(ids), new Shape(ids.length), DataType.UINT8));
            SafetensorsWriter.write(file, arrays, ElementType.F32, Map.of(PROVENANCE, features.provenance().toJson(),
                    FINGERPRINT, features.fingerprint()));
        }
    }

    static byte[] json(List<String> ids) {
        return new Gson().toJson(ids).getBytes(StandardCharsets.UTF_8);
    }

    static FeatureSet read(Path file) {
        SafetensorsFile saved = open(file);
        Map<String, String> metadata = saved.header().metadata();
        Provenance provenance = Provenance.parse(file.toString(), metadata.get(PROVENANCE));
        try (NDManager manager = Torch.newManager()) {
            Map<String, NDArray> arrays = saved.load(manager);
            FeatureSet features = FeatureSet.of(ids(arrays.get(IDS)), arrays.get(FEATURES), provenance);
            if (!features.fingerprint().equals(metadata.get(FINGERPRINT))) {
                throw damaged(file, null);
            }
            return features;
        } catch (JsonParseException | NullPointerException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    static StoredFeatures map(Path file) {
        SafetensorsFile saved = open(file);
        Map<String, String> metadata = saved.header().metadata();
        long[] shape = saved.header().tensors().get(FEATURES).shape();
        Provenance provenance = Provenance.parse(file.toString(), metadata.get(PROVENANCE));
        try (NDManager manager = Torch.newManager()) {
            List<String> ids = ids(saved.load(manager, IDS));
            if (shape.length != 2 || shape[0] != ids.size() || !metadata.containsKey(FINGERPRINT)) {
                throw damaged(file, null);
            }
            return new StoredFeatures(saved, ids, Math.toIntExact(shape[1]), metadata.get(FINGERPRINT), provenance);
        } catch (JsonParseException | NullPointerException e) {
            throw damaged(file, e);
        }
    }

    private static SafetensorsFile open(Path file) {
        SafetensorsFile saved = SafetensorsFile.open(file);
        Set<String> tensors = saved.header().tensors().keySet();
        if (!tensors.equals(Set.of(FEATURES, IDS))) {
            throw new StoreException(file + ": not a file of features: it holds " + tensors.size() + " tensors, "
                    + tensors.stream().limit(3).toList() + " among them; name another file");
        }
        if (!saved.header().metadata().containsKey(PROVENANCE)) {
            throw new StoreException(file + ": not a file of features of this project: it does not say what made them; "
                    + "name another file");
        }
        return saved;
    }

    private static List<String> ids(NDArray bytes) {
        String json = new String(bytes.toByteArray(), StandardCharsets.UTF_8);
        return List.of(new Gson().fromJson(json, String[].class));
    }

    private static StoreException damaged(Path file, Throwable cause) {
        return new StoreException(file + ": damaged (its content does not fit its fingerprint); copy it anew from "
                + "where it came from, or move it away to have it made again", cause);
    }
}
