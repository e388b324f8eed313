package syntic.miniature;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.nio.file.Path;
import java.util.List;
import syntic.io.AtomicFile;
import syntic.store.StoredJson;

/** The tags of some photos, in their order, in a folder of the store. */
final class TagFile {
    private static final String FILE = "tags.json";

    private TagFile() {}

    static void write(Path folder, List<List<String>> tags) {
        AtomicFile.write(folder.resolve(FILE), new Gson().toJson(tags));
    }

    static List<List<String>> in(Path folder) {
        return StoredJson.read(folder.resolve(FILE), new TypeToken<List<List<String>>>() { },
                "remove its folder: the tags of photos are then found again");
    }
}
