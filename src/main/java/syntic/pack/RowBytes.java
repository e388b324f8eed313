package syntic.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsHeader;

/** The rows of an array [n, …] in a file, memory-mapped in pieces of less than 2 GiB. */
final class RowBytes {
    private static final int PIECE = 1 << 26;

    private final SafetensorsHeader.Tensor tensor;
    private final int bytes;
    private final int rowsOfPiece;
    private final List<ByteBuffer> pieces = new ArrayList<>();

    /** Maps the whole array at once: the file may be deleted afterwards. */
    RowBytes(SafetensorsFile file, String name) {
        tensor = file.header().tensors().get(name);
        long rows = tensor.shape()[0];
        bytes = Math.toIntExact((tensor.end() - tensor.begin()) / rows);
        rowsOfPiece = Math.max(1, PIECE / Math.max(1, bytes));
        for (long row = 0; row < rows; row += rowsOfPiece) {
            pieces.add(file.map(name, row * bytes, (int) Math.min(rowsOfPiece, rows - row) * bytes));
        }
    }

    ElementType type() {
        return tensor.type();
    }

    /** Of one row. */
    List<Long> shape() {
        long[] shape = tensor.shape();
        return Arrays.stream(shape, 1, shape.length).boxed().toList();
    }

    /** The bytes of one row, little-endian, not to be written to. */
    ByteBuffer row(int row) {
        return pieces.get(row / rowsOfPiece).slice(row % rowsOfPiece * bytes, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
