package syntic.model;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import syntic.io.UserException;

/**
 * An image file in memory, read as the Python library Pillow does with {@code convert("RGB")}, which is what CLIP was
 * trained on: the stored samples count, colour profiles and transparency do not. What a file is, its first bytes say.
 *
 * @param path for messages
 * @param bytes the whole of the file
 */
record ImageFile(Path path, byte[] bytes) {
    static final String FORMATS = "PNG, JPEG, GIF, BMP, TIFF";
    /** Pillow's limit: what is larger was made to exhaust the memory of who opens it. */
    private static final long MOST_PIXELS = 178_956_970;
    /** Of a sample in a TIFF file. */
    private static final int MOST_BITS = 16;
    /** Of formats in which a byte can stand for whole rows. */
    private static final int ANY = 1 << 20;
    private static final int HEAD = 16;
    private static final String CONVERT = "; convert it to PNG or JPEG";
    private static final String FETCH = ", as a failed download leaves it; fetch it again";
    /** First bytes, '?' for any, of what people take for images. */
    private static final Map<String, String> NOT_READ = Map.ofEntries(
            Map.entry("RIFF????WEBP", "a WebP file; convert it, for example with dwebp FILE.webp -o FILE.png"),
            Map.entry("????ftypavif", "an AVIF file" + CONVERT), Map.entry("????ftyphei", "a HEIC file" + CONVERT),
            Map.entry("II+\0", "a BigTIFF file" + CONVERT), Map.entry("MM\0+", "a BigTIFF file" + CONVERT),
            Map.entry("\0\0\1\0", "an icon (ICO)" + CONVERT), Map.entry("P1", "a PBM file" + CONVERT),
            Map.entry("P2", "a PGM file" + CONVERT), Map.entry("P3", "a PPM file" + CONVERT),
            Map.entry("P4", "a PBM file" + CONVERT), Map.entry("P5", "a PGM file" + CONVERT),
            Map.entry("P6", "a PPM file" + CONVERT), Map.entry("<!", "a web page" + FETCH),
            Map.entry("<html", "a web page" + FETCH),
            Map.entry("version https://", "a pointer of Git LFS; fetch the file itself with git lfs pull"));

    /** What is done with a reader of the platform that has the image before it. */
    @FunctionalInterface
    interface Reading<T> {
        T with(ImageReader reader) throws IOException;
    }

    /**
     * The pixels of a file.
     *
     * @param upright whether a photo is turned as its EXIF orientation says; TIFF files are turned in any case, as
     *                Pillow does
     * @throws ModelException naming the file, if it is not an image, damaged, cut short or too large
     */
    static RgbImage read(Path path, boolean upright) {
        try {
            String head = head(path);
            if (head.startsWith("\u00ff\u00d8\u00ff")) {
                return new JpegFile(whole(path)).read(upright);
            } else if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
                return new PngFile(whole(path)).read(upright);
            } else if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
                return new GifFile(whole(path)).read();
            } else if (head.startsWith("BM")) {
                return StoredSamples.rgb(whole(path).decode("bmp"));
            } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
                return whole(path).tiff();
            }
            throw new ModelException(path + ": " + notRead(head));
        } catch (FileSystemException e) {
            throw new ModelException(UserException.ofReading(path, e).getMessage(), e);
        } catch (IOException e) {
            throw new ModelException(path + ": the image is damaged or cut short: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(path + ": the image does not fit in memory; give Java more (-Xmx) or make the "
                    + "image smaller", e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException | ArithmeticException
                | ClassCastException | NegativeArraySizeException | NullPointerException e) {
            // So the decoders of the platform meet damage.
            throw new ModelException(path + ": the image is damaged: " + e, e);
        }
    }

    private static String head(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        }
    }

    private static String notRead(String head) {
        for (Map.Entry<String, String> known : NOT_READ.entrySet()) {
            String start = known.getKey();
            boolean same = head.length() >= start.length();
            for (int i = 0; same && i < start.length(); i++) {
                same = start.charAt(i) == '?' || start.charAt(i) == head.charAt(i);
            }
            if (same) {
                return "not an image that is read (" + FORMATS + ") but " + known.getValue();
            }
        }
        return head.isEmpty() ? "the file is empty" : "not an image that is read (" + FORMATS + ")";
    }

    private static ImageFile whole(Path path) throws IOException {
        requireMemory(path, Files.size(path));
        return new ImageFile(path, Files.readAllBytes(path));
    }

    private RgbImage tiff() throws IOException {
        TiffDirectory directory = new TiffDirectory(bytes, 0);
        for (int bits : directory.shorts(TiffDirectory.BITS_PER_SAMPLE)) {
            // The platform's reader makes a table of all values that a sample can have.
            if (Integer.bitCount(bits) != 1 || bits > MOST_BITS) {
                throw refuse("samples of " + bits + " bits are not read; make it one of 8 or 16 bits");
            }
        }
        BufferedImage image = decode("tiff");
        int[] palette = directory.shorts(TiffDirectory.COLOUR_MAP);
        return Orientation.of(directory).turn(image.getColorModel() instanceof IndexColorModel && palette.length > 0
                ? StoredSamples.rgb(image.getRaster(), palette) : StoredSamples.rgb(image));
    }

    private BufferedImage decode(String format) throws IOException {
        return decode(format, bytes, reader -> {
            ImageTypeSpecifier type = reader.getRawImageType(0);
            requireSize(reader.getWidth(0), reader.getHeight(0),
                    type == null ? 3 : type.getColorModel().getPixelSize() / 8, ANY);
            return reader.read(0);
        });
    }

    /** Lets the platform's reader of a format read bytes. */
    static <T> T decode(String format, byte[] bytes, Reading<T> reading) throws IOException {
        List<String> warnings = new ArrayList<>();
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            T read = reading.with(reader);
            for (String warning : warnings) {
                if (warning.contains("premature end")) {
                    throw new IOException(warning);
                }
            }
            return read;
        } finally {
            reader.dispose();
        }
    }

    ModelException refuse(String why) {
        return new ModelException(path + ": " + why);
    }

    ModelException cutShort() {
        return refuse("the image is cut short; fetch it again");
    }

    /**
     * Refuses a size before anything is allocated.
     *
     * @param bytesPerPixel as decoded, before it becomes red, green and blue
     * @param perByte how many pixels a byte of this format can stand for; a header that claims more lies
     */
    void requireSize(long width, long height, int bytesPerPixel, int perByte) {
        if (width < 1 || height < 1) {
            throw refuse("the image is damaged: it claims to have " + width + " × " + height + " pixels");
        }
        if (width > MOST_PIXELS || height > MOST_PIXELS || width * height > MOST_PIXELS) {
            throw refuse(width + " × " + height + " pixels are too many; the limit is " + MOST_PIXELS);
        }
        if (width * height / perByte > bytes.length) {
            throw refuse("the image is damaged or cut short: " + bytes.length + " bytes cannot hold the " + width
                    + " × " + height + " pixels that it claims to have");
        }
        requireMemory(path, width * height * (bytesPerPixel + 3));
    }

    private static void requireMemory(Path path, long bytes) {
        long most = Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw new ModelException(path + ": the image needs " + (bytes >> 20) + " MB of memory, and Java has "
                    + (most >> 20) + "; give it more (-Xmx) or make the image smaller");
        }
    }
}
