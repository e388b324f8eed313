package syntic.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes the metadata of {@link ClipRetrievalExport} as Parquet. One is found by {@link java.util.ServiceLoader} where
 * it is on the class path.
 */
public interface ParquetMetadata {
    /**
     * Writes a row for each id, with the columns of the CSV file.
     *
     * @param captions sentences by id; without any there is no such column
     * @param tags names of objects by id; without any there is no such column
     * @throws syntic.io.UserException naming the file if it cannot be written
     */
    void write(Path file, List<String> ids, Map<String, String> captions, Map<String, List<String>> tags);
}
