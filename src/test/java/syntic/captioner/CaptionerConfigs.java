package syntic.captioner;

import java.nio.file.Path;

/** Descriptions of captioners, for tests of other packages. */
public final class CaptionerConfigs {
    private CaptionerConfigs() {}

    /** Reads a description and makes its system. */
    public static void read(Path folder) {
        CaptionerConfig.read(folder).configured();
    }
}
