package syntic.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import syntic.io.UserException;
import syntic.nn.ElementType;

/**
 * A matrix whose numbers lie in a file one after the other.
 *
 * @param named for messages
 * @param start of the first byte
 * @param columnsFirst whether columns lie together (Fortran order) instead of rows
 */
record StoredMatrix(Path file, String named, long start, ElementType type, ByteOrder order, int rows, int width,
        boolean columnsFirst) {
    private static final int BLOCK_BYTES = 1 << 24;

    StoredMatrix {
        if (!Numbers.isRead(type)) {
            throw new UserException(named + ": has the type " + type + "; features are 16, 32 or 64 bit floating "
                    + "point numbers");
        }
        if (rows < 1 || width < 1) {
            throw new UserException(named + ": has no rows (shape [" + rows + ", " + width + "]); give the file "
                    + "that the features were written to");
        }
    }

    /** The matrix of an array of two or three dimensions. @param part of three */
    static StoredMatrix of(Path file, String named, long start, ElementType type, ByteOrder order, List<Long> shape,
            boolean columnsFirst, Integer part) {
        if (shape.size() > 1 && shape.subList(shape.size() - 2, shape.size()).stream().anyMatch(size ->
                size > Integer.MAX_VALUE)) {
            throw new UserException(named + ": says to have the shape " + shape + ", which is more than a file "
                    + "of features holds; copy it again");
        }
        if (shape.size() == 3 && part != null && part >= 0 && part < shape.get(0) && !columnsFirst) {
            long skipped = part * shape.get(1) * shape.get(2) * type.bytes();
            return new StoredMatrix(file, named, start + skipped, type, order, Math.toIntExact(shape.get(1)),
                    Math.toIntExact(shape.get(2)), false);
        }
        if (shape.size() != 2 || part != null) {
            throw new UserException(named + ": has the shape " + shape + (part == null ? "" : " and no part "
                    + part + " of rows that lie together") + "; features have the shape [rows, width]"
                    + (shape.size() == 3 ? ": choose one of " + shape.get(0) + " parts with --part 0, --part 1, …" : ""));
        }
        return new StoredMatrix(file, named, start, type, order, Math.toIntExact(shape.get(0)),
                Math.toIntExact(shape.get(1)), columnsFirst);
    }

    void forEach(int first, int number, FeatureTable.Row each) {
        int rowsAtOnce = Math.max(1, Math.min(number, BLOCK_BYTES / (width * type.bytes())));
        float[] values = new float[width];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int from = first; from < first + number; from += rowsAtOnce) {
                int count = Math.min(rowsAtOnce, first + number - from);
                ByteBuffer block = ByteBuffer.allocate(count * width * type.bytes()).order(order);
                if (columnsFirst) {
                    for (int column = 0; column < width; column++) {
                        read(channel, block.limit((column + 1) * count * type.bytes()),
                                start + ((long) column * rows + from) * type.bytes());
                    }
                } else {
                    read(channel, block, start + (long) from * width * type.bytes());
                }
                block.flip();
                for (int row = 0; row < count; row++) {
                    for (int column = 0; column < width; column++) {
                        if (columnsFirst) {
                            block.position((column * count + row) * type.bytes());
                        }
                        values[column] = Numbers.next(block, type);
                    }
                    each.take(from + row, values);
                }
            }
        } catch (IOException e) {
            throw UserException.ofReading(file, e);
        }
    }

    private void read(FileChannel channel, ByteBuffer into, long at) throws IOException {
        long from = at - into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position()) < 0) {
                throw FeatureFiles.refused(file, "ends before its last number; copy it again");
            }
        }
    }
}
