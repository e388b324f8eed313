package syntic.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsHeader;

/** The rows of an array [n, …] in a file, memory-mapped in pieces of less than 2 GiB. */
final class RowBytes {
    private static final int PIECE = 1 << 26;

    private final SafetensorsFile file;
    private final String name;
    private final SafetensorsHeader.Tensor tensor;
    private final int bytes;
    private final int rowsOfPiece;
    private final ByteBuffer[] pieces;

    RowBytes(SafetensorsFile file, String name) {
        this.file = file;
        this.name = name;
        tensor = file.header().tensors().get(name);
        long rows = tensor.shape()[0];
        bytes = Math.toIntExact((tensor.end() - tensor.begin()) / rows);
        rowsOfPiece = Math.max(1, PIECE / Math.max(1, bytes));
        pieces = new ByteBuffer[Math.toIntExact((rows + rowsOfPiece - 1) / rowsOfPiece)];
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
        return piece(row / rowsOfPiece).slice(row % rowsOfPiece * bytes, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private synchronized ByteBuffer piece(int index) {
        if (pieces[index] == null) {
            long from = (long) index * rowsOfPiece * bytes;
            pieces[index] = file.map(name, from,
                    (int) Math.min((long) rowsOfPiece * bytes, tensor.end() - tensor.begin() - from));
        }
        return pieces[index];
    }
}
