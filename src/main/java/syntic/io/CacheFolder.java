package syntic.io;

import java.nio.file.Path;

/** Where results and unpacked models are kept between runs. */
public final class CacheFolder {
    private CacheFolder() {}

    /**
     * The folder of the system property {@code syntic.cache}, else of the environment variable {@code SYNTIC_CACHE},
     * else {@code ~/.cache/syntic}. It may not exist yet.
     */
    public static Path path() {
        String chosen = System.getProperty("syntic.cache", System.getenv("SYNTIC_CACHE"));
        return chosen != null && !chosen.isBlank() ? Path.of(chosen)
                : Path.of(System.getProperty("user.home"), ".cache", "syntic");
    }
}
