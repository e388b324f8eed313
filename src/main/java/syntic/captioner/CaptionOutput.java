package syntic.captioner;

import com.google.gson.stream.JsonWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import syntic.corpus.JsonOutput;
import syntic.io.AtomicFile;
import syntic.io.CsvLine;
import syntic.io.UserException;

/**
 * Files of captions, written one by one: JSON in COCO's result format with the file and what is known besides, and CSV.
 * They appear when all is done.
 */
final class CaptionOutput implements AutoCloseable {
    private final Path jsonFile;
    private final Path csvFile;
    private final AtomicFile jsonTarget;
    private final AtomicFile csvTarget;
    private final JsonWriter json;
    private final Writer csv;

    /** @param json, csv files, or null for none */
    CaptionOutput(Path json, Path csv) {
        if (csv != null && csv.equals(json)) {
            throw new UserException("--csv and --json both name " + csv + "; give each a file of its own");
        }
        jsonFile = json;
        csvFile = csv;
        jsonTarget = json == null ? null : new AtomicFile(json);
        csvTarget = csv == null ? null : new AtomicFile(csv);
        this.json = json == null ? null : new JsonWriter(writer(jsonTarget));
        this.csv = csv == null ? null : writer(csvTarget);
        writing(jsonFile, () -> {
            if (json != null) {
                this.json.beginArray();
            }
        });
        writing(csvFile, () -> {
            if (csv != null) {
                CsvLine.write(this.csv, List.of("image_id", "file", "caption", "known", "nearest"));
            }
        });
    }

    private static Writer writer(AtomicFile target) {
        return new BufferedWriter(new OutputStreamWriter(target.out(), StandardCharsets.UTF_8));
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void writing(Path file, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw UserException.ofWriting(file, e);
        }
    }

    void add(Photo photo, Captioner.Described described) {
        if (json != null) {
            writing(jsonFile, () -> {
                json.beginObject().name("image_id");
                JsonOutput.writeId(json, photo.id());
                json.name("caption").value(described.caption()).name("file").value(photo.file().toString())
                        .name("known").value(described.known());
                if (!Double.isNaN(described.nearest())) {
                    json.name("nearest").value(described.nearest());
                }
                json.endObject();
            });
        }
        if (csv != null) {
            writing(csvFile, () -> CsvLine.write(csv, List.of(photo.id(), photo.file().toString(),
                    described.caption(), Boolean.toString(described.known()), Double.isNaN(described.nearest()) ? ""
                    : String.format(Locale.ROOT, "%.4f", described.nearest()))));
        }
    }

    /** Puts the files in their places. */
    void commit() {
        if (json != null) {
            writing(jsonFile, () -> {
                json.endArray();
                json.flush();
                jsonTarget.commit();
            });
        }
        if (csv != null) {
            writing(csvFile, () -> {
                csv.flush();
                csvTarget.commit();
            });
        }
    }

    @Override
    public void close() {
        if (jsonTarget != null) {
            jsonTarget.close();
        }
        if (csvTarget != null) {
            csvTarget.close();
        }
    }
}
