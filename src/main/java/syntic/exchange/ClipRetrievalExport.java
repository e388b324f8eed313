package syntic.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import syntic.io.AtomicFile;
import syntic.pack.FeaturePack;

/**
 * Features as clip-retrieval keeps them: {@code img_emb/img_emb_N.npy} and {@code text_emb/text_emb_N.npy} float32
 * [rows, width], and of their rows {@code metadata/metadata_N.csv} with the columns {@code id}, {@code caption} (where
 * the sentences are known) and {@code tags} (a JSON list, where somebody looked for objects), on demand the same in
 * {@code metadata/metadata_N.parquet}; besides {@code made.json}, the pack's description.
 *
 * @param images pack with features of images, or null
 * @param texts pack with features of the same ids' sentences, or null; not both
 * @param captions sentences by id; empty where they are not known
 * @param parquet what writes the metadata as Parquet too, or null
 */
public record ClipRetrievalExport(FeaturePack images, FeaturePack texts, Map<String, String> captions,
        ParquetMetadata parquet) {
    /** As clip-retrieval does it. */
    private static final int ROWS = 1_000_000;

    /** @throws syntic.io.UserException if there is something in the folder, or it cannot be written */
    public void write(Path folder) {
        write(folder, ROWS);
    }

    /** @param rows of a file */
    void write(Path folder, int rows) {
        FeaturePack first = images == null ? texts : images;
        List<String> ids = first.ids();
        Map<String, List<String>> tags = first.tags();
        ExportFolder.write(folder, into -> {
            for (int from = 0; from < ids.size(); from += rows) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + rows));
                int number = from / rows;
                npy(images, some, into.resolve("img_emb/img_emb_" + number + ".npy"));
                npy(texts, some, into.resolve("text_emb/text_emb_" + number + ".npy"));
                AtomicFile.write(into.resolve("metadata/metadata_" + number + ".csv"), out -> csv(some, tags, out));
                if (parquet != null) {
                    parquet.write(into.resolve("metadata/metadata_" + number + ".parquet"), some, captions, tags);
                }
            }
            first.describe(into.resolve(FeatureExport.DESCRIPTION));
        });
    }

    private static void npy(FeaturePack pack, List<String> ids, Path file) {
        if (pack != null) {
            AtomicFile.write(file, out -> FeatureExport.npy(pack, ids, out));
        }
    }

    private void csv(List<String> ids, Map<String, List<String>> tags, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder("id");
        text.append(captions.isEmpty() ? "" : ",caption").append(tags.isEmpty() ? "" : ",tags").append('\n');
        for (String id : ids) {
            FeatureExport.quote(text, id);
            if (!captions.isEmpty()) {
                FeatureExport.quote(text.append(','), captions.getOrDefault(id, ""));
            }
            if (!tags.isEmpty()) {
                FeatureExport.quote(text.append(','), tags.containsKey(id) ? FeatureExport.JSON.toJson(tags.get(id)) : "");
            }
            out.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
    }
}
