package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.nn.SafetensorsFile;
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

    private static final int ROWS = 4096;

    private FeatureFile() {}

    static void write(Path file, FeatureSet features) {
        try (FeatureWriter writer = new FeatureWriter(file, features.ids(), features.width(), features.provenance())) {
            for (int row = 0; row < features.size(); row++) {
                writer.add(features.row(row));
            }
        }
    }

    static byte[] json(List<String> ids) {
        return new Gson().toJson(ids).getBytes(StandardCharsets.UTF_8);
    }

    static FeatureSet read(Path file) {
        StoredFeatures stored = map(file);
        try (NDManager manager = Torch.newManager();
                FeatureSet.Builder builder = new FeatureSet.Builder(stored.ids(), stored.width())) {
            for (NDArray rows : stored.parts(manager, ROWS)) {
                builder.add(rows);
            }
            FeatureSet features = builder.build(stored.provenance());
            if (!features.fingerprint().equals(stored.fingerprint())) {
                throw damaged(file, null);
            }
            return features;
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    static StoredFeatures map(Path file) {
        SafetensorsFile saved = open(file);
        Map<String, String> metadata = saved.header().metadata();
        long[] shape = saved.header().tensors().get(FEATURES).shape();
        Provenance provenance = Provenance.parse(file.toString(), metadata.get(PROVENANCE));
        saved.requireSound();
        try {
            List<String> ids = ids(saved);
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

    private static List<String> ids(SafetensorsFile file) {
        byte[] json = new byte[Math.toIntExact(file.header().tensors().get(IDS).size())];
        file.map(IDS, 0, json.length).get(json);
        return List.of(new Gson().fromJson(new String(json, StandardCharsets.UTF_8), String[].class));
    }

    private static StoreException damaged(Path file, Throwable cause) {
        return new StoreException(file + ": damaged (its content does not fit its fingerprint); copy it anew from "
                + "where it came from, or move it away to have it made again", cause);
    }
}
