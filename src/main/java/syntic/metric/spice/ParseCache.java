package syntic.metric.spice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import syntic.io.Seal;
import syntic.store.ProgressListener;
import syntic.store.StoreException;

/**
 * Parses that are kept on disk, since parsing is nearly all that SPICE costs: one file of JSON lines for each parser,
 * to which new parses are appended. Two runs may append at the same time.
 */
final class ParseCache {

    /** How many captions are parsed between two writes: as many as keep all cores busy. */
    private static final int BATCH = 32 * Runtime.getRuntime().availableProcessors();

    private final DependencyParser parser;
    private final Path file;

    /** @param folder where the file is; made when there is something to write */
    ParseCache(DependencyParser parser, Path folder) {
        this.parser = parser;
        this.file = folder.resolve(parser.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-") + ".jsonl");
    }

    /**
     * The scene graphs of captions; parses that are not on disk are made by all cores and put there. The graphs are
     * the same however many cores there are.
     *
     * @throws StoreException if the file cannot be read or written
     */
    Map<String, SceneGraph> graphs(Collection<String> captions, ProgressListener progress) {
        Map<String, SceneGraph> graphs = new HashMap<>();
        try {
            Set<String> missing = new LinkedHashSet<>(captions);
            read(missing, graphs);
            List<String> unparsed = List.copyOf(missing);
            for (int from = 0; from < unparsed.size(); from += BATCH) {
                List<String> batch = unparsed.subList(from, Math.min(from + BATCH, unparsed.size()));
                List<List<Sentence>> parses = batch.parallelStream().map(this::parse).toList();
                append(batch, parses);
                for (int i = 0; i < batch.size(); i++) {
                    graphs.put(batch.get(i), SceneGraphParser.parse(parses.get(i)));
                }
                progress.at(from + batch.size(), unparsed.size(), "captions parsed for SPICE");
            }
        } catch (IOException | UncheckedIOException e) {
            // Unchecked is what reading the lines one by one throws.
            throw new StoreException(file + ": parses for SPICE cannot be kept (" + e + "); free some space, or move "
                    + "the file away if it is damaged, and run the same again: what is kept is not parsed again", e);
        }
        return graphs;
    }

    private List<Sentence> parse(String caption) {
        return CaptionParts.of(caption).stream().flatMap(part -> parser.parse(part).stream()).toList();
    }

    /** Takes the captions that are on disk from the missing ones. */
    private void read(Set<String> missing, Map<String, SceneGraph> graphs) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                JsonObject json = parseLine(line);
                if (json != null && missing.remove(ParseJson.caption(json))) {
                    graphs.put(ParseJson.caption(json), SceneGraphParser.parse(ParseJson.sentences(json)));
                }
            });
        }
    }

    /** The parse of a line, or null for a damaged one or what an ended run left of one; it is parsed anew. */
    private static JsonObject parseLine(String line) {
        try {
            return line.endsWith("}") ? JsonParser.parseString(Seal.open(line)).getAsJsonObject() : null;
        } catch (IOException | JsonParseException | IllegalStateException e) {
            return null;
        }
    }

    private void append(List<String> captions, List<List<Sentence>> parses) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < captions.size(); i++) {
            // The break before the line parts it from one that an ended run left unfinished.
            lines.append('\n').append(Seal.json(ParseJson.write(captions.get(i), parses.get(i)).toString())).append('\n');
        }
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
