package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages stand above each other: none imports one that imports it, directly or by way of others. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?(syntic(?:\\.[a-z]\\w*)*)\\.[A-Z]",
            Pattern.MULTILINE);
    /** Only they know of Jupyter and of figures; {@code syntic} is the command line, others write pages. */
    private static final Set<String> MAY_DISPLAY = Set.of("syntic", "syntic.kernel", "syntic.observatory",
            "syntic.workbook");

    private final Map<String, Set<String>> imports = read();

    @Test
    void noPackageDependsOnOneAboveIt() {
        assertTrue(imports.size() > 20, "sources are not where they are looked for: " + imports.keySet());
        List<String> left = new ArrayList<>(imports.keySet());
        // What imports nothing that is left is taken away, again and again; a circle stays.
        while (left.removeIf(one -> imports.get(one).stream().noneMatch(left::contains))) {
            continue;
        }
        Map<String, Set<String>> circle = new TreeMap<>();
        left.forEach(one -> circle.put(one, new TreeSet<>(imports.get(one))));
        circle.values().forEach(some -> some.retainAll(left));
        assertEquals(Map.of(), circle);
    }

    @Test
    void theLibraryKnowsNoNotebook() {
        imports.forEach((one, others) -> assertTrue(MAY_DISPLAY.contains(one) || !others.contains("syntic.workbook"),
                one + " imports syntic.workbook"));
    }

    @Test
    void aDataSetKnowsNoSystem() {
        imports.forEach((one, others) -> {
            if (one.startsWith("syntic.data") || one.startsWith("syntic.miniature")) {
                others.forEach(other -> assertTrue(!other.startsWith("syntic.method")
                        && !other.equals("syntic.benchmark"), one + " imports " + other));
            }
        });
    }

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> imports = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                Matcher own = PACKAGE.matcher(text);
                assertTrue(own.find(), file + " names no package");
                Set<String> others = imports.computeIfAbsent(own.group(1), name -> new TreeSet<>());
                IMPORT.matcher(text).results().map(found -> found.group(1)).filter(other -> !other.equals(own.group(1)))
                        .forEach(others::add);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return imports;
    }
}
