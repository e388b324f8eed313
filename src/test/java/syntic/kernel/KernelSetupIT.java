package syntic.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.Workbook;

/** The set-up finds IJava on a bad line, and says what to do where it does not. */
class KernelSetupIT {
    private static final String LOOK = """
            import sys
            from pathlib import Path
            sys.path.insert(0, "environment")
            import kernels
            kernels.ROOT = folder = Path(sys.argv[1])
            kernels.IJAVA_URL, kernels.IJAVA_SHA256 = sys.argv[2:]
            for name in ("IJAVA_JAR", "IJAVA_ARCHIVE", "IJAVA_MISSING"):
                setattr(kernels, name, folder / getattr(kernels, name).name)
            print(kernels.ijava())
            """;

    @TempDir
    private Path folder;

    @Test
    void aDownloadThatIsCutIsTriedAgain() throws Exception {
        byte[] archive = archive();
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(archive, 0, requests.incrementAndGet() == 1 ? 10 : archive.length);
            }
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/ijava-1.3.0.zip";
            String said = look(address, digest(archive));
            assertTrue(said.endsWith("io.github.spencerpark.ijava.IJava"), said);
            assertEquals(2, requests.get());
            assertEquals("jar", Files.readString(folder.resolve("ijava-1.3.0.jar")));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whereItCannotBeHadTheRemedyIsNamedEveryTime() throws Exception {
        byte[] archive = archive();
        String nobody = "http://127.0.0.1:1/ijava-1.3.0.zip";
        for (String reason : List.of("cannot be downloaded", "less than a day ago")) {
            String said = look(nobody, digest(archive));
            assertTrue(said.contains(reason) && said.contains("put " + nobody) && said.endsWith("None"), said);
        }
        Files.write(folder.resolve("ijava-1.3.0.zip"), new byte[] {1});
        assertTrue(look(nobody, digest(archive)).contains("ijava-1.3.0.zip is not the release it should be"));
        assertFalse(Files.exists(folder.resolve("ijava-1.3.0.jar")));
        Files.write(folder.resolve("ijava-1.3.0.zip"), archive);
        assertTrue(look(nobody, digest(archive)).endsWith("io.github.spencerpark.ijava.IJava"));
    }

    private String look(String address, String digest) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Workbook.pythonWithJupyter(), "-c", LOOK, folder.toString(), address,
                digest).directory(Workbook.ROOT.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("java/ijava-1.3.0.jar"));
            zip.write("jar".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
