package syntic.nn;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Builds a TorchScript archive that holds operators DJL does not expose, and loads it.
 *
 * <p>An archive is an uncompressed zip: the code as plain text (a resource), a pickle of
 * the module object, a pickle of the (empty) constants, and a version. One wrong operator fails the whole load.
 */
final class OperatorArchive {
    /** What every build of PyTorch has. */
    static final String EVERYWHERE = "operators.torchscript";
    /** What builds with oneDNN have besides. */
    static final String ONE_DNN = "onednn.torchscript";

    private OperatorArchive() {}

    /** @throws ai.djl.engine.EngineException if this build of PyTorch lacks one of the operators */
    static PtSymbolBlock load(NDManager manager, String code) {
        try {
            return JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(bytes(code)), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException("the operator archive cannot be loaded", e);
        }
    }

    private static byte[] bytes(String resource) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (InputStream code = OperatorArchive.class.getResourceAsStream(resource);
                ZipOutputStream zip = new ZipOutputStream(archive)) {
            put(zip, "operators/data.pkl", modulePickle());
            put(zip, "operators/code/__torch__.py", code.readAllBytes());
            put(zip, "operators/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "operators/version", "10\n".getBytes(StandardCharsets.US_ASCII));
        }
        return archive.toByteArray();
    }

    /** Protocol 2: global __torch__.Operators, NEWOBJ with no arguments, BUILD with {"training": False}. */
    private static byte[] modulePickle() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nOperators\nq\0".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {'q', 1, (byte) 0x89, 'u', 'b', 'q', 2, '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
