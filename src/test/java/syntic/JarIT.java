package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar runs beside any release of Gson, so that it works on kernels that bring an old one. */
class JarIT {
    @Test
    void noClassNeedsTheGsonOfSomebodyElse() throws IOException {
        try (JarFile jar = new JarFile(Workbook.ROOT.resolve("lib/syntic-workbook.jar").toFile())) {
            List<String> needing = jar.stream().filter(file -> file.getName().endsWith(".class"))
                    .filter(file -> {
                        try {
                            return new String(jar.getInputStream(file).readAllBytes(), StandardCharsets.ISO_8859_1)
                                    .replace("github.com/google/gson", "").contains("com/google/gson");
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }).map(file -> file.getName()).toList();
            assertEquals(List.of(), needing);
        }
    }
}
