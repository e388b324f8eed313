package syntic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Finds the reference numbers that parity tests compare with. A small part of them stands in the repository; where the
 * rest is absent, a test that needs it is skipped with a message that says how to supply it.
 */
public final class Reference {
    private static final Path SMALL_PART = Path.of("src", "test", "resources", "reference");

    /** Makes the tests of a folder. */
    @FunctionalInterface
    public interface Tests {
        Stream<DynamicTest> in(Path folder) throws Exception;
    }

    private Reference() {
    }

    /**
     * Returns a folder of the reference data, or skips the calling test where it is absent.
     *
     * @param sub the folder below the root of the reference data, such as {@code "metrics"}; empty for the root
     */
    public static Path folder(String sub) {
        Path folder = path(sub);
        if (!Files.isDirectory(folder)) {
            Assumptions.abort("reference data absent: no folder " + folder + "; set -Dsyntic.reference=DIR");
        }
        return folder;
    }

    /**
     * Makes one test for each case of a folder, for a {@code @TestFactory}. Where the folder is absent there is one
     * test that is skipped: a factory that aborts would vanish from the report.
     */
    public static Stream<DynamicTest> tests(String sub, Tests tests) throws Exception {
        if (!Files.isDirectory(path(sub))) {
            return Stream.of(DynamicTest.dynamicTest("reference data of " + sub, () -> folder(sub)));
        }
        return tests.in(path(sub));
    }

    private static Path path(String sub) {
        Path whole = Path.of(System.getProperty("syntic.reference", "../shared/reference"));
        return (Files.isDirectory(whole) ? whole : SMALL_PART).resolve(sub).toAbsolutePath().normalize();
    }
}
