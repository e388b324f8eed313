package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README names every library that the build puts into lib. */
class LicencesIT {
    @Test
    void everyLibraryStandsInTheTableOfLicences() throws IOException {
        String readme = Files.readString(Workbook.ROOT.resolve("README.md"));
        List<String> table = readme.substring(readme.indexOf("\n## Licence")).lines()
                .filter(line -> line.startsWith("| ")).map(line -> line.split("\\|")[1]).toList();
        try (Stream<Path> files = Files.list(Workbook.ROOT.resolve("lib"))) {
            List<String> missing = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.equals("syntic-workbook.jar"))
                    .filter(name -> table.stream().noneMatch(row -> row.matches(".*\\b" + library(name) + "\\b.*")))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    /** A jar's name without its version, and that of DJL's native library without the kind of machine. */
    private static String library(String jar) {
        String name = jar.replaceFirst("-\\d.*", "");
        return name.startsWith("pytorch-native-") ? "pytorch-native" : name;
    }
}
