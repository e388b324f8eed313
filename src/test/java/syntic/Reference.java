package syntic;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/**
 * Finds the reference numbers that parity tests compare with. They are not part of the repository: a test that needs
 * them is skipped, with a message that says how to supply them, where they are absent.
 */
public final class Reference {

    private Reference() {
    }

    /**
     * Returns a folder of the reference data, or skips the calling test where it is absent.
     *
     * @param sub the folder below the root of the reference data, such as {@code "metrics"}; empty for the root
     */
    public static Path folder(String sub) {
        Path folder = Path.of(System.getProperty("syntic.reference", "../shared/reference")).resolve(sub).normalize();
        if (!Files.isDirectory(folder)) {
            Assumptions.abort("reference data absent: no folder " + folder.toAbsolutePath().normalize()
                    + "; set -Dsyntic.reference=DIR");
        }
        return folder;
    }
}
