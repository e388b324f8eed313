package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README names what to read of SynTIC, in its order: the files are there, and not more than it says. */
class ReadingListTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern LIST = Pattern.compile("To\\s+read\\s+SynTIC\\s+from\\s+end\\s+to\\s+end"
            + ".*?\\sfewer\\s+than\\s+([\\d,]+)\\s+lines.*?\n\n(\\|.*?)\n\n", Pattern.DOTALL);
    private static final Pattern FILES = Pattern.compile("`(syntic[\\w.]*)`: ([^;|]+)");
    /** What a reader can be asked to read. */
    private static final int MOST = 9_000;

    @Test
    void whatIsToBeReadIsThereAndNotTooLong() throws IOException {
        Matcher list = LIST.matcher(Files.readString(Path.of("README.md")));
        assertTrue(list.find(), "the README has no reading list");
        int stated = Integer.parseInt(list.group(1).replace(",", ""));
        assertTrue(stated <= MOST, stated + " lines are too many");
        List<Path> files = new ArrayList<>();
        for (MatchResult some : FILES.matcher(list.group(2)).results().toList()) {
            for (String name : some.group(2).strip().split(", ")) {
                files.add(SOURCES.resolve(some.group(1).replace('.', '/')).resolve(name + ".java"));
            }
        }
        assertTrue(files.size() > 50, "the list is not where it is looked for: " + files);
        assertEquals(files.size(), new HashSet<>(files).size(), "a file is named twice");
        int lines = 0;
        for (Path file : files) {
            assertTrue(Files.exists(file), file + " is named in the README and is not there");
            lines += Files.readAllLines(file).size();
        }
        assertTrue(lines < stated, lines + " lines are to be read, and the README says fewer than " + stated);
    }
}
