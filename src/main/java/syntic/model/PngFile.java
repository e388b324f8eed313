package syntic.model;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A PNG file. The platform's decoder is given the chunks that the pixels depend on and nothing else: it would trip over
 * odd metadata, brighten for a gamma value and unfold whatever a text chunk holds.
 */
final class PngFile {
    private static final int SIGNATURE = 8;
    private static final int HEADER_LENGTH = 13;
    /** What a byte can become by deflate's longest repetition; 1,032 rounded up. */
    private static final int MOST_COMPRESSION = 1100;
    /** Samples of a pixel by colour type. */
    private static final int[] SAMPLES = {1, 0, 3, 1, 2, 0, 4};

    private final ImageFile file;
    private final ByteBuffer in;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(kept);
    private Orientation orientation = Orientation.UPRIGHT;

    PngFile(ImageFile file) {
        this.file = file;
        in = ByteBuffer.wrap(file.bytes());
    }

    RgbImage read(boolean upright) throws IOException {
        out.write(file.bytes(), 0, SIGNATURE);
        in.position(SIGNATURE);
        header();
        String type = "";
        while (in.remaining() >= 8 && !type.equals("IEND")) {
            int length = in.getInt();
            byte[] name = new byte[4];
            in.get(name);
            type = new String(name, StandardCharsets.ISO_8859_1);
            int there = length < 0 ? in.remaining() : Math.min(length, in.remaining());
            if (type.equals("IDAT")) {
                compressed.write(file.bytes(), in.position(), there);
            } else if (type.equals("PLTE")) {
                copy(type, length);
            } else if (type.equals("eXIf")) {
                orientation = Orientation.of(new TiffDirectory(file.bytes(), in.position()));
            }
            in.position(Math.min(in.limit(), in.position() + there + 4));
        }
        if (compressed.size() == 0) {
            throw file.refuse("the image is damaged: a PNG file without image data");
        }
        chunk("IDAT", compressed.toByteArray(), 0, compressed.size());
        chunk("IEND", new byte[0], 0, 0);
        RgbImage image = StoredSamples.rgb(ImageFile.decode("png", kept.toByteArray(), reader -> reader.read(0)));
        return upright ? orientation.turn(image) : image;
    }

    private void header() throws IOException {
        if (in.remaining() < HEADER_LENGTH + 12) {
            throw file.cutShort();
        }
        int length = in.getInt();
        if (length != HEADER_LENGTH || in.getInt() != 0x49484452) {
            throw file.refuse("the image is damaged: a PNG file that does not begin with its header");
        }
        int start = in.position();
        int bits = in.get(start + 8);
        int colour = in.get(start + 9);
        if (colour < 0 || colour >= SAMPLES.length || SAMPLES[colour] == 0) {
            throw file.refuse("the image is damaged: PNG has no colour type " + colour);
        }
        int pixel = Math.max(1, SAMPLES[colour] * bits);
        file.requireSize(in.getInt(start), in.getInt(start + 4), pixel / 8, 8 * MOST_COMPRESSION / pixel);
        copy("IHDR", length);
        in.position(start + length + 4);
    }

    /** Copies a chunk whose damage would change pixels in silence. */
    private void copy(String type, int length) throws IOException {
        if (length < 0 || in.remaining() < length + 4L) {
            throw file.cutShort();
        }
        if (in.getInt(in.position() + length) != chunk(type, file.bytes(), in.position(), length)) {
            throw file.refuse("the image is damaged: its chunk " + type + " does not have the checksum that it claims");
        }
    }

    /** Writes a chunk and returns its checksum. */
    private int chunk(String type, byte[] content, int from, int length) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(type.getBytes(StandardCharsets.ISO_8859_1));
        sum.update(content, from, length);
        out.writeInt(length);
        out.writeBytes(type);
        out.write(content, from, length);
        out.writeInt((int) sum.getValue());
        return (int) sum.getValue();
    }
}
