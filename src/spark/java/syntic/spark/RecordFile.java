package syntic.spark;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import syntic.io.UserException;
import syntic.pack.Machine;
import syntic.store.Provenance;

/**
 * Records in a Parquet file, which appears whole or not at all. Features are float32, little-endian; how many there are
 * in each stands in the file's metadata as {@code syntic.width}, what made them as {@code syntic.made}, and on what
 * machine as {@code syntic.machine}.
 */
record RecordFile(Path file) {
    static final String END = ".parquet";
    private static final String WIDTH = "syntic.width";
    private static final String MADE = "syntic.made";
    private static final String MACHINE = "syntic.machine";
    private static final String PICTURES = "syntic.pictures";
    private static final MessageType NAMES = MessageTypeParser.parseMessageType("""
            message record { required binary id (STRING); required binary text (STRING); }""");
    private static final MessageType ALL = MessageTypeParser.parseMessageType("""
            message record {
              required binary id (STRING);
              required binary text (STRING);
              required int64 seed;
              required binary feature;
              %s
              optional binary picture;
            }""".formatted(WholeParquet.TAGS));

    /**
     * @param tags null where nobody looked for objects
     * @param picture as PNG, or null where it was not kept
     */
    record Row(String id, String text, float[] feature, List<String> tags, byte[] picture) {}

    /**
     * What a file says of all of its records.
     *
     * @param machine that made them; null in files of former versions, which do not say it
     * @param pictures whether they have one each
     */
    record About(Provenance made, Machine machine, boolean pictures) {}

    /**
     * @param machine null where it is not known
     * @throws UserException naming the file, the reason and the remedy if it cannot be written
     */
    void write(Provenance made, Machine machine, int width, List<Row> rows) {
        long seed = Long.parseLong(made.settings().getOrDefault("seed", "0"));
        Map<String, String> about = new HashMap<>(Map.of(WIDTH, Integer.toString(width), MADE, made.toJson(), PICTURES,
                Boolean.toString(rows.get(0).picture() != null)));
        if (machine != null) {
            about.put(MACHINE, new Gson().toJson(machine));
        }
        WholeParquet.write(file, ALL, about, rows.stream().map(row -> group(row, seed)));
    }

    private static Group group(Row row, long seed) {
        ByteBuffer feature = ByteBuffer.allocate(Float.BYTES * row.feature().length).order(ByteOrder.LITTLE_ENDIAN);
        feature.asFloatBuffer().put(row.feature());
        Group group = new SimpleGroup(ALL);
        group.append("id", row.id()).append("text", row.text()).append("seed", seed)
                .append("feature", Binary.fromConstantByteArray(feature.array()));
        WholeParquet.addTags(group, row.tags());
        if (row.picture() != null) {
            group.append("picture", Binary.fromConstantByteArray(row.picture()));
        }
        return group;
    }

    /** @throws UserException naming the file if it is damaged, or none of these */
    About about() {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            Map<String, String> metadata = reader.getFileMetaData().getKeyValueMetaData();
            return new About(Provenance.parse(file.toString(), metadata.get(MADE)),
                    new Gson().fromJson(metadata.get(MACHINE), Machine.class),
                    Boolean.parseBoolean(metadata.get(PICTURES)));
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    /** The sentences that there are records of. */
    List<Sentence> sentences() {
        List<Sentence> sentences = new ArrayList<>();
        read(NAMES, group -> sentences.add(new Sentence(group.getString("id", 0), group.getString("text", 0))));
        return sentences;
    }

    /** @throws UserException naming the file if it is damaged */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        read(ALL, group -> rows.add(row(group)));
        return rows;
    }

    private static Row row(Group group) {
        ByteBuffer bytes = group.getBinary("feature", 0).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] feature = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(feature);
        return new Row(group.getString("id", 0), group.getString("text", 0), feature, tags(group),
                group.getFieldRepetitionCount("picture") == 0 ? null : group.getBinary("picture", 0).getBytes());
    }

    private static List<String> tags(Group group) {
        if (group.getFieldRepetitionCount("tags") == 0) {
            return null;
        }
        Group list = group.getGroup("tags", 0);
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
            tags.add(list.getGroup("list", i).getString("element", 0));
        }
        return tags;
    }

    private void read(MessageType columns, Consumer<Group> each) {
        Configuration configuration = new Configuration(false);
        configuration.set(ReadSupport.PARQUET_READ_SCHEMA, columns.toString());
        configuration.setBoolean("parquet.page.verify-checksum.enabled", true);
        try (ParquetReader<Group> reader = new Builder(new LocalInputFile(file)).withConf(configuration).build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                each.accept(group);
            }
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private UserException damaged(Exception e) {
        return new UserException(file + ": damaged, or no file with records (" + e.getMessage()
                + "); move it away to have what it held made again", e);
    }

    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(LocalInputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
