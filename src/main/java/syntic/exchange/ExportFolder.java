package syntic.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import syntic.io.AtomicFile;
import syntic.io.FileTree;
import syntic.io.Sha256;
import syntic.io.UserException;

/**
 * A folder of files for others, which appears whole or not at all, with the SHA-256 of each in {@code SHA256SUMS}, as
 * {@code sha256sum --check} reads it.
 */
final class ExportFolder {
    private static final String SUMS = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

    private ExportFolder() {}

    /** @throws UserException if there is something in the folder, or it cannot be written */
    static void write(Path folder, Consumer<Path> content) {
        try {
            if (!FileTree.isFree(folder)) {
                throw new UserException(folder + ": there is something in this folder; name another one");
            }
            Path unfinished = folder.resolveSibling(folder.getFileName() + ".incomplete");
            FileTree.delete(unfinished);          // what a killed export left
            Files.createDirectories(unfinished);
            content.accept(unfinished);
            StringBuilder sums = new StringBuilder();
            for (Path file : files(unfinished)) {
                sums.append(Sha256.of(file)).append("  ").append(unfinished.relativize(file)).append('\n');
            }
            AtomicFile.write(unfinished.resolve(SUMS), sums);
            Files.deleteIfExists(folder);
            Files.move(unfinished, folder);
        } catch (IOException e) {
            throw UserException.ofWriting(folder, e);
        }
    }

    /** @throws UserException naming the file that is not what it was; folders of others mostly have no sums */
    static void requireWhole(Path folder) {
        Path sums = folder.resolve(SUMS);
        if (!Files.exists(sums)) {
            return;
        }
        try {
            for (Map.Entry<Path, String> one : listed(folder).entrySet()) {
                Path file = one.getKey();
                if (!Files.isRegularFile(file)) {
                    throw FeatureFiles.refused(file, "is missing, and " + SUMS + " names it; copy it again");
                }
                if (!Sha256.of(file).equals(one.getValue())) {
                    throw FeatureFiles.refused(file, "is damaged: its SHA-256 is not that of " + SUMS + "; copy it "
                            + "again, or remove " + SUMS + " if the change is meant");
                }
            }
        } catch (IOException e) {
            throw UserException.ofReading(sums, e);
        }
    }

    /**
     * Before a file is read: other files may stand beside those that were exported.
     *
     * @throws UserException if the folder has sums, and none of the file: the list may have lost its end
     */
    static void requireListed(Path folder, Path file) {
        Path sums = folder.resolve(SUMS);
        if (Files.exists(sums) && !listed(folder).containsKey(file.normalize())) {
            throw FeatureFiles.refused(file, "is not among the files that " + SUMS + " names, so that nobody knows "
                    + "whether it is whole; copy " + SUMS + " again, or remove it if the file is meant");
        }
    }

    /** The sums of files. */
    private static Map<Path, String> listed(Path folder) {
        Path sums = folder.resolve(SUMS);
        Map<Path, String> listed = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(sums)) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw FeatureFiles.refused(sums, "'" + line + "' is no sum and name of a file; copy it again");
                }
                Path file = folder.resolve(parts.group(2)).normalize();
                if (!file.startsWith(folder.normalize())) {
                    throw FeatureFiles.refused(sums, "names '" + parts.group(2) + "', which is not in this folder; "
                            + "copy it again");
                }
                listed.put(file, parts.group(1));
            }
            return listed;
        } catch (IOException e) {
            throw UserException.ofReading(sums, e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
