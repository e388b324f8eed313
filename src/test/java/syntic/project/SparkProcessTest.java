package syntic.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.io.UserException;

class SparkProcessTest {
    @Test
    void whereSparkIsNotBuiltTheCommandThatBuildsItIsNamed(@TempDir Path folder) {
        assertEquals(folder + ": Spark is not there, as it is not in the usual build; build with it: "
                + "mvn -B -Pspark -DskipTests package", assertThrows(UserException.class, () ->
                new SparkProcess(folder).run(List.of("synthesize"), () -> false)).getMessage());
    }
}
