package syntic.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import syntic.io.AtomicFile;
import syntic.io.UserException;

/** Writes Parquet files, which appear whole or not at all. */
final class WholeParquet {
    /** A column with a list of names. */
    static final String TAGS =
            "optional group tags (LIST) { repeated group list { required binary element (STRING); } }";

    private WholeParquet() {}

    /** @throws UserException naming the file, the reason and the remedy if it cannot be written */
    static void write(Path file, MessageType columns, Map<String, String> metadata, Stream<Group> rows) {
        try (AtomicFile whole = new AtomicFile(file)) {
            try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new Output(whole.out())).withType(columns)
                    .withExtraMetaData(metadata).build()) {
                for (Iterator<Group> all = rows.iterator(); all.hasNext();) {
                    writer.write(all.next());
                }
            }
            whole.commit();
        } catch (IOException e) {
            throw UserException.ofWriting(file, e);
        }
    }

    /** @param names null where nobody looked */
    static void addTags(Group row, List<String> names) {
        if (names != null) {
            Group tags = row.addGroup("tags");
            names.forEach(name -> tags.addGroup("list").append("element", name));
        }
    }

    /** Where Parquet writes. */
    private record Output(OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSize) {
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int one) throws IOException {
                    out.write(one);
                    position++;
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    out.write(bytes, from, count);
                    position += count;
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSize) {
            return create(blockSize);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
