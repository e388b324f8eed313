package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Captions as a JSON list or as JSON lines: sentences, or objects such as {@code {"image": "1.jpg", "caption": "A
 * dog."}} with the names that columns have in {@link CaptionTables}.
 */
final class JsonRecords {
    private static final Set<String> IDS = Stream.concat(CaptionTables.IMAGES.stream(), CaptionTables.IDS.stream())
            .collect(Collectors.toSet());
    private static final Set<String> TEXTS = Set.copyOf(CaptionTables.TEXTS);

    private JsonRecords() {}

    static void readList(Path file, CaptionList into) throws IOException {
        JsonInput.read(file, into.longest(), in -> in.objects("captions", element -> read(element, into)));
    }

    static void readLines(Path file, CaptionList into) throws IOException {
        CaptionTables.lines(file, (place, line) -> JsonInput.read(file, place, line, into.longest(),
                in -> read(in, into)));
    }

    private static void read(JsonInput in, CaptionList into) throws IOException {
        if (in.isString()) {
            into.add(in.element(), null, null, null, in.id("sentence"));
            return;
        }
        Map<String, String> fields = in.fields(IDS, TEXTS, JsonInput.NONE);
        String text = first(fields, CaptionTables.TEXTS);
        if (text == null) {
            throw in.error("the field \"caption\" is missing");
        }
        into.add(in.element(), first(fields, CaptionTables.IDS), first(fields, CaptionTables.IMAGES), null, text);
    }

    private static String first(Map<String, String> fields, List<String> names) {
        return names.stream().map(fields::get).filter(value -> value != null).findFirst().orElse(null);
    }
}
