package syntic;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every notebook runs from its first cell to its last, on fewer samples than the main job, its exercises solved. */
class NotebooksIT {
    @TestFactory
    Stream<DynamicTest> everyNotebookRuns() throws IOException {
        List<Path> notebooks;
        try (Stream<Path> files = Files.list(Workbook.ROOT.resolve("notebooks"))) {
            notebooks = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
        }
        assertTrue(!notebooks.isEmpty(), "there is no notebook in notebooks/");
        return notebooks.stream().map(file -> DynamicTest.dynamicTest(name(file), () -> runs(name(file))));
    }

    private static String name(Path notebook) {
        return notebook.getFileName().toString().replace(".ipynb", "");
    }

    private static void runs(String notebook) throws IOException, InterruptedException {
        Workbook.Result result = Workbook.run("--smoke", "--solutions", "--only", notebook);
        if (result.status() != 0) {
            fail("environment/workbook --smoke --solutions --only " + notebook + " ended with status "
                    + result.status() + ":\n" + result.output());
        }
        assertTrue(Pattern.compile("(?m)^all +\\d+ s +\\d+ processor s, up to .* GB").matcher(result.output()).find(),
                "what the run took is printed: " + result.output());
        Path output = Workbook.ROOT.resolve("target/workbook-smoke");
        String executed = Files.readString(output.resolve(notebook + ".ipynb"));
        assertTrue(!executed.contains("\"cell_type\": \"code\"")
                || Pattern.compile("\"executed\": \"\\p{XDigit}{16}\"").matcher(executed).find(),
                "the executed notebook is kept, and says of what source its outputs are");
        assertTrue(Files.size(output.resolve(notebook + ".html")) > 0, "its HTML is kept");
    }
}
