package syntic.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import syntic.io.UserException;

/**
 * A matrix as a table.
 *
 * @param ids none if empty
 * @param unfolded the matrix's file where that is to be deleted at the end, or null
 */
record MatrixTable(StoredMatrix matrix, List<String> ids, Path unfolded) implements FeatureTable {
    MatrixTable(StoredMatrix matrix, List<String> ids) {
        this(matrix, ids, null);
    }

    @Override
    public int rows() {
        return matrix.rows();
    }

    @Override
    public int width() {
        return matrix.width();
    }

    @Override
    public void forEach(int from, int count, Row each) {
        matrix.forEach(from, count, each);
    }

    @Override
    public void close() {
        try {
            if (unfolded != null) {
                Files.deleteIfExists(unfolded);
            }
        } catch (IOException e) {
            throw UserException.ofWriting(unfolded, e);
        }
    }
}
