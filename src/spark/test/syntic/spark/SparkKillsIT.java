package syntic.spark;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkKillsIT {
    /** In a process that has what reads the records; with this seed an executor, a driver, then an executor. */
    @Test
    void nothingIsLostOrMadeTwice(@TempDir Path home) throws Exception {
        System.out.println(StandaloneCluster.java(SparkKills.class.getName(), home, 3, 43).run(0));
    }
}
