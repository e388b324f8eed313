package syntic.pack;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import syntic.store.Provenance;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * What {@code pack.json} says.
 *
 * @param width values of a feature
 * @param made models, settings and seed, but not the sentences or photos: those each record names
 * @param licence a note for those who get the pack; may be empty
 */
record PackInfo(PackKind kind, int width, Provenance made, String licence) {
    static final String FILE = "pack.json";
    private static final int FORMAT = 1;

    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /** @throws StoreException if the pack in this folder is another */
    void requireSame(Path folder) {
        String difference = read(folder).differenceFrom(this);
        if (!difference.isEmpty()) {
            throw new StoreException(folder + ": holds features that were made otherwise (" + difference + "); go on "
                    + "with what they were made with, or rename this folder to keep them and have all made anew");
        }
    }

    /** What is different besides the licence, for messages; empty if nothing is. */
    String differenceFrom(PackInfo wanted) {
        return kind != wanted.kind ? "kind " + kind.word() + " instead of " + wanted.kind.word()
                : width != wanted.width ? "width " + width + " instead of " + wanted.width
                : made.differenceFrom(wanted.made);
    }

    void write(Path folder) {
        writeTo(folder.resolve(FILE));
    }

    PackInfo withLicence(String note) {
        return new PackInfo(kind, width, made, note);
    }

    void writeTo(Path file) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("kind", kind.word());
        json.addProperty("width", width);
        json.addProperty("licence", licence);
        json.add("made", JsonParser.parseString(made.toJson()));
        StoredJson.write(file, json, new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create());
    }

    /** @throws StoreException if the folder is no pack, its file is damaged or of a newer version */
    static PackInfo read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new StoreException(folder + ": not a feature pack: there is no " + FILE + " in it; name another "
                    + "folder, or make the features first");
        }
        JsonObject json = StoredJson.read(file, JsonObject.class, "copy it from where the pack came from");
        try {
            int format = json.get("format").getAsInt();
            if (format > FORMAT) {
                throw new StoreException(file + ": has format " + format + ", this version reads up to " + FORMAT
                        + "; open it with a newer version of this program");
            }
            String word = json.get("kind").getAsString();
            PackKind kind = Arrays.stream(PackKind.values()).filter(one -> one.word().equals(word)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no kind '" + word + "'"));
            JsonElement licence = json.get("licence");
            return new PackInfo(kind, json.get("width").getAsInt(),
                    Provenance.parse(file.toString(), json.get("made").toString()),
                    licence == null ? "" : licence.getAsString());
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException
                | UnsupportedOperationException e) {
            throw new StoreException(file + ": is damaged (format, kind, width or made is missing or wrong); copy it "
                    + "from where the pack came from", e);
        }
    }
}
