package syntic.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import syntic.exchange.ParquetMetadata;

/** Ids, sentences and tags of a pack's features for clip-retrieval. */
public final class MetadataFile implements ParquetMetadata {
    @Override
    public void write(Path file, List<String> ids, Map<String, String> captions, Map<String, List<String>> tags) {
        MessageType columns = MessageTypeParser.parseMessageType("message metadata { required binary id (STRING); "
                + (captions.isEmpty() ? "" : "required binary caption (STRING); ")
                + (tags.isEmpty() ? "" : WholeParquet.TAGS) + " }");
        WholeParquet.write(file, columns, Map.of(), ids.stream().map(id -> {
            Group row = new SimpleGroup(columns).append("id", id);
            if (!captions.isEmpty()) {
                row.append("caption", captions.getOrDefault(id, ""));
            }
            WholeParquet.addTags(row, tags.get(id));
            return row;
        }));
    }
}
