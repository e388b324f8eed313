package syntic.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.model.RgbImage;
import syntic.store.Fingerprint;
import syntic.store.Provenance;

/**
 * Pictures of captions, as PNG files that say what they are of: their first text chunk, {@code syntic-of}, holds a sum
 * of what made the picture, the caption's id and its sentence. So the picture of a former sentence, or one that other
 * models or settings made, does not pass for the present one; neither does one that says nothing.
 *
 * @param made JSON of what the pictures depend on besides the captions
 */
public record KeptPictures(Path folder, String made) {
    private static final String NOTE = "syntic-of\0";
    /** Bytes of a PNG file before its second chunk: the signature and the size. */
    private static final int HEAD = 33;
    private static final int NAME_DIGITS = 32;

    /** @param made what the pack of the pictures says of itself */
    public static KeptPictures of(Path folder, Provenance made) {
        return new KeptPictures(folder, made.toJson());
    }

    /**
     * Where the picture of a caption is kept. Ids may be anything; those that are no plain names of files are replaced
     * by their sums.
     */
    public Path file(String id) {
        String name = id.matches("[A-Za-z0-9_-][A-Za-z0-9._#-]{0,99}") ? id
                : "id-" + Fingerprint.of(List.of(id)).substring(0, NAME_DIGITS);
        return folder.resolve(name + ".png");
    }

    /** Whether there is a picture of this sentence. @throws UserException if there is a file that cannot be read */
    public boolean has(String id, String sentence) {
        byte[] note = note(id, sentence);
        try (InputStream in = Files.newInputStream(file(id))) {
            byte[] begin = in.readNBytes(HEAD + note.length);
            return begin.length == HEAD + note.length
                    && Arrays.equals(begin, HEAD, begin.length, note, 0, note.length);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw UserException.ofReading(file(id), e);
        }
    }

    /**
     * Keeps a picture, in the place of one that is there.
     *
     * @param png of {@link #png}
     * @throws UserException naming the file, the reason and the remedy if it cannot be written
     */
    public void keep(String id, String sentence, byte[] png) {
        AtomicFile.write(file(id), out -> {
            out.write(png, 0, HEAD);
            out.write(note(id, sentence));
            out.write(png, HEAD, png.length - HEAD);
        });
    }

    /** A picture as a file that does not say what it is of. */
    public static byte[] png(RgbImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture.toBufferedImage(), "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    /** A chunk of text. */
    private byte[] note(String id, String sentence) {
        byte[] text = (NOTE + Fingerprint.of(List.of(made, id, sentence))).getBytes(StandardCharsets.US_ASCII);
        byte[] content = ByteBuffer.allocate(4 + text.length).put("tEXt".getBytes(StandardCharsets.US_ASCII)).put(text)
                .array();
        CRC32 sum = new CRC32();
        sum.update(content);
        return ByteBuffer.allocate(8 + content.length).putInt(text.length).put(content).putInt((int) sum.getValue())
                .array();
    }
}
