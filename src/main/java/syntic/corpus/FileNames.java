package syntic.corpus;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

final class FileNames {

    private FileNames() {
    }

    /** The name of a file without folder and extension. */
    static String stem(Path file) {
        return stem(file.getFileName().toString());
    }

    /** The same of a name in a file of captions, which may be anything. */
    static String stem(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
    }

    /** Refuses what cannot be read as a file, with a reason; the exceptions of the platform give only the name. */
    static void requireFile(Path file) throws IOException {
        String problem = !Files.exists(file) ? "no such file"
                : Files.isDirectory(file) ? "this is a folder, expected a file"
                : !Files.isReadable(file) ? "no permission to read the file" : null;
        if (problem != null) {
            throw new FileSystemException(file.toString(), null, problem);
        }
    }
}
