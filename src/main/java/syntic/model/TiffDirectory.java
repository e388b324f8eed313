package syntic.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first directory of a TIFF file, or of EXIF, which has the same form; a damaged one has no entries. */
final class TiffDirectory {
    static final int BITS_PER_SAMPLE = 0x102;
    static final int ORIENTATION = 0x112;
    static final int COLOUR_MAP = 0x140;
    private static final int ENTRY = 12;
    private static final int SHORT = 3;
    private static final int[] NONE = {};

    private final ByteBuffer tiff;

    TiffDirectory(byte[] bytes, int start) {
        tiff = ByteBuffer.wrap(bytes, Math.min(start, bytes.length), Math.max(0, bytes.length - start)).slice();
        if (tiff.hasRemaining() && tiff.get(0) == 'I') {
            tiff.order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** The values of an entry of 16-bit numbers; none if it is missing or damaged. */
    int[] shorts(int tag) {
        long directory = number(4);
        int entries = isThere(directory, 2) ? tiff.getShort((int) directory) & 0xffff : 0;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY;
            if (isThere(entry, ENTRY) && (tiff.getShort((int) entry) & 0xffff) == tag) {
                long count = number(entry + 4);
                long from = count <= 2 ? entry + 8 : number(entry + 8);
                return tiff.getShort((int) entry + 2) == SHORT && isThere(from, 2 * count) ? values(from, count) : NONE;
            }
        }
        return NONE;
    }

    private int[] values(long from, long count) {
        int[] values = new int[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = tiff.getShort((int) from + 2 * i) & 0xffff;
        }
        return values;
    }

    private long number(long at) {
        return isThere(at, 4) ? tiff.getInt((int) at) & 0xffffffffL : tiff.limit();
    }

    private boolean isThere(long at, long bytes) {
        return at + bytes <= tiff.limit();
    }
}
