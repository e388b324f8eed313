package syntic.exchange;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import syntic.io.UserException;
import syntic.nn.ElementType;

/**
 * NumPy's .npy: eight bytes that name version and format, the length of a header, the header as a Python dictionary,
 * the numbers.
 *
 * @param type NumPy's, such as {@code <f4}
 * @param start of the first number in the file
 */
record NpyTable(String type, boolean columnsFirst, List<Long> shape, long start) {
    private static final int MOST_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, L]*)\\)");

    /**
     * @param named in messages
     * @param part of an array [parts, rows, width], or null
     */
    static FeatureTable open(Path file, Path named, Integer part) throws IOException {
        return new MatrixTable(matrix(file, named.toString(), part), List.of());
    }

    static StoredMatrix matrix(Path file, String named, Integer part) throws IOException {
        NpyTable header = header(file, named);
        ElementType type = switch (header.type.replaceAll("[<>|=]", "")) {
            case "f2" -> ElementType.F16;
            case "f4" -> ElementType.F32;
            case "f8" -> ElementType.F64;
            case "O" -> throw FeatureFiles.refused(file, "an array of Python objects (a pickle)", "pickle");
            default -> throw new UserException(named + ": has numbers of NumPy's type " + header.type
                    + "; write it again with x.astype('float32')");
        };
        header.requireWhole(file, named, type.bytes());
        return StoredMatrix.of(file, named, header.start, type, header.order(), header.shape, header.columnsFirst, part);
    }

    /** @param bytes of an element */
    private void requireWhole(Path file, String named, long bytes) throws IOException {
        BigInteger wanted = shape.stream().map(BigInteger::valueOf).reduce(BigInteger.valueOf(bytes),
                BigInteger::multiply);
        long there = Files.size(file) - start;
        if (wanted.compareTo(BigInteger.valueOf(there)) > 0) {
            throw new UserException(named + ": has " + Math.max(0, there) + " bytes of numbers where shape " + shape
                    + " needs " + wanted + "; copy it again");
        }
    }

    private ByteOrder order() {
        return type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static NpyTable header(Path file, String named) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(start, 0);
            start.flip();
            int version = start.remaining() < 12 ? 0 : start.get(6);
            long length = version == 1 ? start.getShort(8) & 0xffff : version == 2 || version == 3 ? start.getInt(8) : -1;
            if (length < 0 || length > MOST_HEADER) {
                throw new UserException(named + ": has no header of a NumPy array of version 1, 2 or 3; copy it again");
            }
            int begin = version == 1 ? 10 : 12;
            ByteBuffer text = ByteBuffer.allocate((int) length);
            channel.read(text, begin);
            String header = new String(text.array(), StandardCharsets.ISO_8859_1);
            Matcher type = TYPE.matcher(header);
            Matcher order = ORDER.matcher(header);
            Matcher shape = SHAPE.matcher(header);
            if (!type.find() || !order.find() || !shape.find()) {
                throw new UserException(named + ": its header is no single type, order and shape: " + header.strip()
                        + "; write one plain array");
            }
            List<Long> sizes = new ArrayList<>();
            Arrays.stream(shape.group(1).split("[, L]+")).filter(one -> !one.isEmpty())
                    .forEach(one -> sizes.add(Long.parseLong(one)));
            return new NpyTable(type.group(1), order.group(1).equals("True"), sizes, begin + length);
        } catch (NumberFormatException e) {
            throw new UserException(named + ": has an impossible shape; copy it again");
        }
    }

    /** The texts of an array of NumPy's type {@code <U…} [n]. @param named for messages */
    static List<String> texts(Path file, String named) throws IOException {
        NpyTable header = header(file, named);
        if (!header.type.matches("<U[1-9]\\d{0,5}") || header.shape.size() != 1) {
            throw new UserException(named + ": its ids are of NumPy's type " + header.type + " and shape " + header.shape
                    + "; write them with numpy.array(ids, dtype=str)");
        }
        int letters = Integer.parseInt(header.type.substring(2));
        header.requireWhole(file, named, 4L * letters);
        List<String> texts = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer one = ByteBuffer.allocate(4 * letters).order(ByteOrder.LITTLE_ENDIAN);
            for (long row = 0; row < header.shape.get(0); row++) {
                channel.read(one.clear(), header.start + row * one.capacity());
                one.flip();
                StringBuilder text = new StringBuilder();
                while (one.remaining() >= 4) {
                    int point = one.getInt();
                    if (point != 0) {
                        text.appendCodePoint(point);
                    }
                }
                texts.add(text.toString());
            }
        } catch (IllegalArgumentException e) {
            throw new UserException(named + ": its ids are no texts; copy it again");
        }
        return texts;
    }

    /** The bytes before the numbers of a little-endian array in C order. */
    static byte[] header(String type, List<Long> shape) {
        String sizes = shape.stream().map(String::valueOf).reduce("", (all, one) -> all + one + ", ");
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes.stripTrailing()
                + "), }";
        int padded = (10 + dictionary.length() + 1 + 63) / 64 * 64;
        ByteBuffer bytes = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) (padded - 10));
        bytes.put(dictionary.getBytes(StandardCharsets.US_ASCII));
        while (bytes.remaining() > 1) {
            bytes.put((byte) ' ');
        }
        return bytes.put((byte) '\n').array();
    }
}
