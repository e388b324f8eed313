package syntic.spark;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Prints the rows of a Parquet file as Parquet's own library reads them. Argument: the file. */
final class ShownParquet {
    private ShownParquet() {}

    public static void main(String[] arguments) throws IOException {
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(Path.of(arguments[0]).toUri());
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), file).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                System.out.print(row);
            }
        }
    }
}
