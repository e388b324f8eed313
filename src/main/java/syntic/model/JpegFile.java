package syntic.model;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A JPEG file. The platform's decoder is given what the pixels depend on and nothing else, and gives back the samples
 * as they are stored: it would follow colour profiles, trip over odd metadata and take a file that is cut short. What
 * the samples mean is decided as libjpeg does.
 */
final class JpegFile {
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;
    private static final int FIRST_ARITHMETIC = 0xC9;
    /** A block of 64 pixels takes a bit or more, unless arithmetic coding is used. */
    private static final int PIXELS_PER_BYTE = 64 * 8;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;

    private final ImageFile file;
    private final byte[] bytes;
    private final ByteArrayOutputStream pixelData = new ByteArrayOutputStream();
    private int components;
    private String ids;
    private boolean jfif;
    /** The transform that Adobe's segment names; -1 without such a segment. */
    private int adobe = -1;
    private Orientation orientation = Orientation.UPRIGHT;

    JpegFile(ImageFile file) {
        this.file = file;
        bytes = file.bytes();
    }

    RgbImage read(boolean upright) throws IOException {
        pixelData.write(bytes, 0, 2);
        boolean scanned = false;
        int at = 2;
        while (true) {
            at = marker(at);
            int marker = bytes[at] & 255;
            if (marker == END_OF_IMAGE) {
                break;
            }
            if (marker <= 1 || marker >= 0xD0 && marker <= 0xD8) {
                continue; // has no content
            }
            int end = at + 1 + length(at + 1);
            if (end > bytes.length) {
                throw file.cutShort();
            }
            if (marker == START_OF_SCAN) {
                scanned = true;
                end = endOfScan(end);
            }
            if (marker >= APP0 && marker <= APP15) {
                application(marker, at + 3, end);
            } else if (marker != COMMENT) {
                if (isFrame(marker) && components == 0) {
                    frame(at + 3, marker < FIRST_ARITHMETIC ? PIXELS_PER_BYTE : Integer.MAX_VALUE);
                }
                pixelData.write(0xFF);
                pixelData.write(bytes, at, end - at);
            }
            at = end;
        }
        pixelData.write(0xFF);
        pixelData.write(END_OF_IMAGE);
        if (components == 0 || !scanned) {
            throw file.refuse("the image is damaged: a JPEG file without an image");
        }
        RgbImage image = rgb(ImageFile.decode("jpeg", pixelData.toByteArray(), reader -> reader.readRaster(0, null)));
        return upright ? orientation.turn(image) : image;
    }

    /** Where the code of the next marker is. What lies between segments is skipped, as libjpeg does. */
    private int marker(int from) {
        int at = from;
        while (at + 1 < bytes.length && !(bytes[at] == -1 && bytes[at + 1] != -1 && bytes[at + 1] != 0)) {
            at++;
        }
        if (at + 1 >= bytes.length) {
            throw file.cutShort();
        }
        return at + 1;
    }

    private int length(int at) {
        if (at + 1 >= bytes.length) {
            throw file.cutShort();
        }
        return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
    }

    /** Where the compressed data end: before a marker that is not one of their restarts. */
    private int endOfScan(int from) {
        int at = from;
        do {
            at = marker(at);
        } while (bytes[at] >= (byte) 0xD0 && bytes[at] <= (byte) 0xD7);
        return at - 1;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void frame(int at, int perByte) {
        components = bytes[at + 5] & 255;
        if (bytes[at] != 8 || components != 1 && components != 3 && components != 4) {
            throw file.refuse("a JPEG file of " + components + " components with " + bytes[at] + " bits is not read");
        }
        file.requireSize(length(at + 3), length(at + 1), components, perByte);
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < components; i++) {
            names.append((char) (bytes[at + 6 + 3 * i] & 255));
        }
        ids = names.toString();
    }

    private void application(int marker, int at, int end) {
        String content = new String(bytes, at, Math.max(0, Math.min(end - at, 14)), StandardCharsets.ISO_8859_1);
        if (marker == APP0 && content.length() == 14 && content.startsWith("JFIF\0")) {
            jfif = true;
        } else if (marker == APP14 && content.length() >= 12 && content.startsWith("Adobe")) {
            adobe = content.charAt(11);
        } else if (marker == APP1 && content.startsWith("Exif\0\0") && orientation == Orientation.UPRIGHT) {
            orientation = Orientation.of(new TiffDirectory(bytes, at + 6));
        }
    }

    private boolean hasChroma() {
        if (components == 4) {
            return adobe > 0;
        }
        return jfif || (adobe < 0 ? !ids.equals("RGB") : adobe != 0);
    }

    private RgbImage rgb(Raster raster) {
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        byte[] rgb = components == 3 ? samples : new byte[3 * raster.getWidth() * raster.getHeight()];
        boolean chroma = components > 1 && hasChroma();
        for (int from = 0, to = 0; to < rgb.length; from += components, to += 3) {
            for (int c = 0; c < 3; c++) {
                rgb[to + c] = samples[components == 1 ? from : from + c];
            }
            if (chroma) {
                fromChroma(rgb, to);
            }
            if (components == 4) {
                // Adobe stores inks inverted; of YCCK the conversion above gave the inks themselves.
                int light = samples[from + 3] & 255;
                for (int c = 0; c < 3; c++) {
                    int ink = chroma ? rgb[to + c] & 255 : 255 - (rgb[to + c] & 255);
                    rgb[to + c] = StoredSamples.inked(ink, light);
                }
            }
        }
        return new RgbImage(raster.getWidth(), raster.getHeight(), rgb);
    }

    /** YCbCr to RGB with libjpeg's rounding: 16 bits behind the point. */
    private static void fromChroma(byte[] pixel, int at) {
        int luma = pixel[at] & 255;
        int blue = (pixel[at + 1] & 255) - 128;
        int red = (pixel[at + 2] & 255) - 128;
        pixel[at] = clamp(luma + (91_881 * red + 32_768 >> 16));
        pixel[at + 1] = clamp(luma + (-22_554 * blue - 46_802 * red + 32_768 >> 16));
        pixel[at + 2] = clamp(luma + (116_130 * blue + 32_768 >> 16));
    }

    private static byte clamp(int level) {
        return (byte) Math.max(0, Math.min(255, level));
    }
}
