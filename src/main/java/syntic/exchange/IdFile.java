package syntic.exchange;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import syntic.io.UserException;
import syntic.nn.FileKind;

/** Reads the ids of rows: a text with one in each line, a column of a CSV file, a JSON list, JSON lines or columns. */
public final class IdFile {
    private IdFile() {}

    /** @param column of a table, or null for the first whose name is known */
    public static List<String> read(Path file, String column) {
        try {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            String kind = FileKind.of(file).orElse("");
            if (kind.contains("Parquet")) {
                throw FeatureFiles.refused(file, kind, "parquet");
            }
            if (name.endsWith(".csv")) {
                return ofCsv(file, column);
            }
            if (name.endsWith(".json") || name.endsWith(".jsonl")) {
                return ofJson(file, column);
            }
            return Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw UserException.ofReading(file, e);
        }
    }

    private static List<String> ofCsv(Path file, String wanted) {
        List<String> ids = new ArrayList<>();
        int[] column = {-1};
        CsvTable.forEachLine(file, (number, cells) -> {
            if (number == 1) {
                column[0] = CsvTable.idColumn(file, cells, wanted);
                if (column[0] < 0 && cells.length > 1) {
                    throw FeatureFiles.refused(file, "no column is called " + String.join(", ", CsvTable.IDS)
                            + "; name it with --id-column");
                }
            }
            if (number > 1 || column[0] < 0) {
                int at = Math.max(0, column[0]);
                if (at >= cells.length || cells[at] == null) {
                    throw FeatureFiles.refused(file, "row " + number + " has no id");
                }
                ids.add(cells[at]);
            }
        });
        return ids;
    }

    private static List<String> ofJson(Path file, String column) throws IOException {
        try {
            List<JsonElement> values = new ArrayList<>();
            new JsonStreamParser(Files.readString(file)).forEachRemaining(values::add);
            if (values.size() > 1) {
                return values.stream().map(line -> id(file, line.getAsJsonObject(), column).getAsString()).toList();
            }
            JsonElement json = values.isEmpty() ? JsonNull.INSTANCE : values.get(0);
            if (json.isJsonArray()) {
                return ofList(file, json.getAsJsonArray(), column);
            }
            // As pandas writes a table: {"column": {"0": value, …}, …}
            return new ArrayList<>(id(file, json.getAsJsonObject(), column).getAsJsonObject().asMap().values()).stream()
                    .map(JsonElement::getAsString).toList();
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw FeatureFiles.refused(file, "is no list of ids in JSON; write [\"id\", …]");
        }
    }

    private static List<String> ofList(Path file, JsonArray list, String column) {
        List<String> ids = new ArrayList<>();
        list.forEach(one -> ids.add((one.isJsonObject() ? id(file, one.getAsJsonObject(), column) : one).getAsString()));
        return ids;
    }

    private static JsonElement id(Path file, JsonObject object, String column) {
        String name = column != null ? column : CsvTable.IDS.stream().filter(object::has).findFirst().orElse("id");
        if (!object.has(name)) {
            throw FeatureFiles.refused(file, "has no field '" + name + "', but " + object.keySet()
                    + "; name one with --id-column");
        }
        return object.get(name);
    }
}
