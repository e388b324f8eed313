package syntic.exchange;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import syntic.io.UserException;

/**
 * The folder that clip-retrieval writes: {@code img_emb/img_emb_N.npy} and {@code text_emb/text_emb_N.npy} with {@code
 * metadata/metadata_N}, in folders or without, of which the metadata must be CSV or JSON.
 */
final class ClipRetrieval implements FeatureTable {
    private static final String IMAGES = "img_emb";
    private static final String TAGS = "tags";
    private static final Pattern METADATA = Pattern.compile("metadata_(\\d+)\\.(csv|json|jsonl|parquet)");

    private final List<StoredMatrix> matrices = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<List<String>> tags = new ArrayList<>();

    /** @param wanted its array is {@code img_emb} (the default) or {@code text_emb} */
    static FeatureTable open(Path folder, FeatureFiles.Selection wanted) {
        String array = wanted.array() == null ? IMAGES : wanted.array();
        Pattern name = Pattern.compile(Pattern.quote(array) + "_(\\d+)\\.npy");
        ClipRetrieval all = new ClipRetrieval();
        try {
            List<Path> files = found(folder, array, name);
            if (files.isEmpty()) {
                throw FeatureFiles.refused(folder, "holds no " + array + "_0.npy, nor a folder " + array + " with it; "
                        + "choose img_emb or text_emb with --array, or name a file");
            }
            List<Path> metadata = found(folder, "metadata", METADATA);
            for (Path file : files) {
                all.add(folder, file, metadata.stream()
                        .filter(one -> number(one, METADATA) == number(file, name)).toList(), wanted);
            }
            return all;
        } catch (IOException e) {
            throw UserException.ofReading(folder, e);
        }
    }

    private static List<Path> found(Path folder, String below, Pattern name) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path place : List.of(folder, folder.resolve(below))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    files.filter(file -> name.matcher(file.getFileName().toString()).matches()).forEach(found::add);
                }
            }
        }
        found.sort(Comparator.comparingInt(file -> number(file, name)));
        return found;
    }

    private static int number(Path file, Pattern name) {
        Matcher parts = name.matcher(file.getFileName().toString());
        return parts.matches() ? Integer.parseInt(parts.group(1)) : -1;
    }

    private void add(Path folder, Path file, List<Path> metadata, FeatureFiles.Selection wanted) throws IOException {
        ExportFolder.requireListed(folder, file);
        StoredMatrix matrix = NpyTable.matrix(file, file.toString(), wanted.part());
        if (!matrices.isEmpty() && matrix.width() != width()) {
            throw FeatureFiles.refused(file, "has features of width " + matrix.width() + ", those before it " + width());
        }
        matrices.add(matrix);
        Path readable = metadata.stream().filter(one -> !one.toString().endsWith(".parquet")).findFirst()
                .orElse(metadata.isEmpty() ? null : metadata.get(0));
        if (readable != null) {
            ExportFolder.requireListed(folder, readable);
            List<String> some = IdFile.read(readable, wanted.idColumn());
            if (some.size() != matrix.rows()) {
                throw FeatureFiles.refused(readable, "names " + some.size() + " rows, and " + file + " has "
                        + matrix.rows());
            }
            ids.addAll(some);
            if (readable.toString().endsWith(".csv")) {
                addTags(readable);
            } else {
                tags.addAll(Collections.nCopies(some.size(), null));
            }
        }
    }

    /** Of the column that is written here; those of other programs have none. */
    private void addTags(Path metadata) {
        int[] column = {-1};
        CsvTable.forEachLine(metadata, (number, cells) -> {
            if (number == 1) {
                column[0] = Arrays.asList(cells).indexOf(TAGS);
            } else {
                String list = column[0] >= 0 && column[0] < cells.length ? cells[column[0]] : null;
                try {
                    tags.add(list == null ? null : List.of(FeatureExport.JSON.fromJson(list, String[].class)));
                } catch (JsonParseException | NullPointerException e) {
                    throw FeatureFiles.refused(metadata, "row " + number + " has the tags " + list + "; write a list of "
                            + "names in JSON, such as [\"dog\"]");
                }
            }
        });
    }

    @Override
    public List<List<String>> tags() {
        return tags;
    }

    @Override
    public int rows() {
        return matrices.stream().mapToInt(StoredMatrix::rows).reduce(0, Math::addExact);
    }

    @Override
    public int width() {
        return matrices.get(0).width();
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    @Override
    public void forEach(int from, int count, Row each) {
        int before = 0;
        for (StoredMatrix matrix : matrices) {
            int first = before;
            int begin = Math.max(0, from - before);
            int end = Math.min(matrix.rows(), from + count - before);
            if (begin < end) {
                matrix.forEach(begin, end - begin, (row, values) -> each.take(first + row, values));
            }
            before += matrix.rows();
        }
    }
}
