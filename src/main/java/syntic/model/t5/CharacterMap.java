package syntic.model.t5;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import syntic.model.ModelException;

/**
 * SentencePiece's compiled normalisation: sequences of characters and what they become, as T5 was trained with it
 * ({@code nmt_nfkc}: full-width letters, ligatures, kinds of spaces, and many more).
 *
 * <p>The bytes hold the size of a table, the table, and the replacements, each closed by a zero. The table is a
 * double-array trie over UTF-8 bytes (the Darts-clone library's): a node is a 32-bit number with its label, the
 * offset to its children, and whether a replacement hangs on it.
 */
final class CharacterMap {
    /** Changes nothing. */
    static final CharacterMap NONE = new CharacterMap(new int[0], new byte[0]);

    private final int[] nodes;
    private final byte[] replacements;

    private CharacterMap(int[] nodes, byte[] replacements) {
        this.nodes = nodes;
        this.replacements = replacements;
    }

    /** @throws ModelException naming {@code where} if the bytes are no such map */
    static CharacterMap of(byte[] compiled, String where) {
        if (compiled.length == 0) {
            return NONE;
        }
        ByteBuffer buffer = ByteBuffer.wrap(compiled).order(ByteOrder.LITTLE_ENDIAN);
        int size = compiled.length < 4 ? -1 : buffer.getInt();
        if (size < 4 || size % 4 != 0 || size > buffer.remaining() || compiled[compiled.length - 1] != 0) {
            throw new ModelException(where + ": the precompiled character map of " + compiled.length
                    + " bytes is broken; its table would have " + size);
        }
        int[] nodes = new int[size / 4];
        buffer.asIntBuffer().get(nodes);
        buffer.position(4 + size);
        byte[] replacements = new byte[buffer.remaining()];
        buffer.get(replacements);
        return new CharacterMap(nodes, replacements);
    }

    /** The text with the longest sequence at every place replaced. */
    String apply(String text) {
        if (nodes.length == 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int at = 0; at < bytes.length;) {
            int node = offset(nodes[0]);
            int length = 0;
            int replacement = -1;
            for (int i = at; i < bytes.length; i++) {
                node ^= bytes[i] & 0xff;
                if (node >= nodes.length || label(nodes[node]) != (bytes[i] & 0xff)) {
                    break;
                }
                boolean leaf = (nodes[node] >>> 8 & 1) == 1;
                node ^= offset(nodes[node]);
                if (leaf && node < nodes.length) {
                    length = i + 1 - at;
                    replacement = nodes[node] & Integer.MAX_VALUE;
                }
            }
            if (length == 0) {
                length = characterLength(bytes[at]);
                out.write(bytes, at, Math.min(length, bytes.length - at));
            } else {
                for (int i = replacement; i < replacements.length && replacements[i] != 0; i++) {
                    out.write(replacements[i]);
                }
            }
            at += length;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int label(int node) {
        return node & (1 << 31 | 0xff);
    }

    private static int offset(int node) {
        return node >>> 10 << ((node & 1 << 9) >>> 6);
    }

    /** Bytes of the UTF-8 character that begins with this one. */
    private static int characterLength(byte first) {
        return (first & 0x80) == 0 ? 1 : (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : 4;
    }
}
