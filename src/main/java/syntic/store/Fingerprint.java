package syntic.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** SHA-256 of what a result was made from, so that results of other models or settings are never taken for it. */
public final class Fingerprint {
    private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

    private Fingerprint() {}

    private record Known(String state, String digest) {}

    /** Of a text. */
    public static String of(String text) {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of every file in a folder, by name and content; remembered while sizes and times stay the same. */
    public static String of(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            StringBuilder state = new StringBuilder();
            for (Path file : files) {
                state.append(folder.relativize(file)).append(' ').append(Files.size(file)).append(' ')
                        .append(Files.getLastModifiedTime(file).toMillis()).append('\n');
            }
            Known known = KNOWN.get(folder);
            if (known == null || !known.state().equals(state.toString())) {
                known = new Known(state.toString(), content(folder, files));
                KNOWN.put(folder, known);
            }
            return known.digest();
        } catch (IOException e) {
            throw new StoreException(folder + ": cannot be read: " + e, e);
        }
    }

    private static String content(Path folder, List<Path> files) throws IOException {
        MessageDigest all = sha256();
        byte[] buffer = new byte[1 << 16];
        for (Path file : files) {
            MessageDigest one = sha256();
            try (InputStream in = Files.newInputStream(file)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    one.update(buffer, 0, read);
                }
            }
            // The separator is fixed, so that the same folder has the same fingerprint on every system.
            String name = folder.relativize(file).toString().replace('\\', '/');
            all.update((name + ' ' + hex(one.digest()) + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return hex(all.digest());
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
