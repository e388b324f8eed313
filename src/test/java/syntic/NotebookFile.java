package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import syntic.io.Sha256;

/** A notebook as it is committed, for the tests that read it. */
record NotebookFile(String name, List<JsonObject> cells) {
    static final Path FOLDER = Workbook.ROOT.resolve("notebooks");

    /** A test for each notebook, whose faults the rule collects. */
    static Stream<DynamicTest> each(BiConsumer<NotebookFile, List<String>> rule) throws IOException {
        return notebooks().map(notebook -> DynamicTest.dynamicTest(notebook.name(), () -> {
            List<String> faults = new ArrayList<>();
            rule.accept(notebook, faults);
            assertEquals(List.of(), faults, notebook.name());
        }));
    }

    /** All of them, in their order. */
    static Stream<NotebookFile> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
            assertTrue(found.size() > 8, "the notebooks are in " + FOLDER);
            return found.stream().map(NotebookFile::read);
        }
    }

    static NotebookFile read(Path file) {
        try {
            JsonArray cells = JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonArray("cells");
            return new NotebookFile(file.getFileName().toString(), StreamSupport.stream(cells.spliterator(), false)
                    .map(JsonElement::getAsJsonObject).toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    List<JsonObject> code() {
        return cells.stream().filter(cell -> cell.get("cell_type").getAsString().equals("code")).toList();
    }

    List<String> markdown() {
        return cells.stream().filter(cell -> cell.get("cell_type").getAsString().equals("markdown"))
                .map(NotebookFile::source).toList();
    }

    /** Those of all code. */
    Stream<String> lines() {
        return code().stream().flatMap(cell -> source(cell).lines());
    }

    /** The outputs, where all cells were executed as they stand; else the test says so and is skipped. */
    Stream<JsonObject> executed() {
        assumeTrue(code().stream().noneMatch(NotebookFile::stale), name + " has cells that were not executed since "
                + "they were written: environment/workbook --commit --only " + name.substring(0, 2));
        return outputs();
    }

    Stream<JsonObject> outputs() {
        return code().stream().flatMap(NotebookFile::outputs);
    }

    /** Whether a cell does not say that it was executed as it stands. */
    static boolean stale(JsonObject cell) {
        return cell.get("execution_count").isJsonNull()
                || !Sha256.of(source(cell)).substring(0, 16).equals(record(cell));
    }

    /** What environment/execute.py wrote down of a cell's source when it was executed, or null. */
    static String record(JsonObject cell) {
        JsonElement executed = cell.getAsJsonObject("metadata").get("executed");
        return executed == null ? null : executed.getAsString();
    }

    static Stream<JsonObject> outputs(JsonObject cell) {
        return StreamSupport.stream(cell.getAsJsonArray("outputs").spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }

    static JsonObject data(JsonObject output) {
        return output.has("data") ? output.getAsJsonObject("data") : new JsonObject();
    }

    static String plain(JsonObject output) {
        JsonElement text = output.has("text") ? output.get("text") : data(output).get("text/plain");
        return text == null ? "" : joined(text);
    }

    static String source(JsonObject cell) {
        return joined(cell.get("source"));
    }

    static String joined(JsonElement text) {
        return text.isJsonArray() ? StreamSupport.stream(text.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString).collect(Collectors.joining()) : text.getAsString();
    }
}
