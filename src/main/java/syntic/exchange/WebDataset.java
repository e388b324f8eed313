package syntic.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.pack.FeaturePack;
import syntic.pack.KeptPictures;
import syntic.store.Fingerprint;

/**
 * Pictures in the tar archives that webdataset reads: {@code 00000.tar}, {@code 00001.tar}, …, each with up to 10,000
 * pictures as {@code KEY.png}, {@code KEY.txt} (the sentence) and {@code KEY.json} (id, caption, tags); besides {@code
 * made.json}, the pack's description. The key is the id where that has no dot and is a plain name, else a sum of it.
 *
 * @param captions sentences by id
 * @param pictures which need not all be there
 */
public record WebDataset(FeaturePack pack, Map<String, String> captions, KeptPictures pictures) {
    /** As img2dataset does it. */
    private static final int PICTURES = 10_000;
    private static final int KEY_DIGITS = 32;

    /**
     * @return ids of records without a picture of their sentence, which are left out
     * @throws UserException if no picture is there, there is something in the folder, or it cannot be written
     */
    public List<String> write(Path folder) {
        return write(folder, PICTURES);
    }

    /** @param most pictures of an archive */
    List<String> write(Path folder, int most) {
        List<String> there = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        pack.ids().forEach(id -> (isKept(id) ? there : missing).add(id));
        if (there.isEmpty()) {
            throw new UserException(folder + ": no picture of these sentences is kept, such as "
                    + pictures.file(pack.ids().get(0)) + "; run synthesize with --keep-pictures");
        }
        Map<String, List<String>> tags = pack.tags();
        ExportFolder.write(folder, into -> {
            for (int from = 0; from < there.size(); from += most) {
                List<String> some = there.subList(from, Math.min(there.size(), from + most));
                AtomicFile.write(into.resolve(String.format(Locale.ROOT, "%05d.tar", from / most)),
                        out -> tar(some, tags, out));
            }
            pack.describe(into.resolve(FeatureExport.DESCRIPTION));
        });
        return missing;
    }

    private boolean isKept(String id) {
        return captions.containsKey(id) && pictures.has(id, captions.get(id));
    }

    private void tar(List<String> ids, Map<String, List<String>> tags, OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (String id : ids) {
            String caption = captions.get(id);
            Map<String, Object> about = new LinkedHashMap<>(Map.of("id", id));
            about.put("caption", caption);
            if (tags.containsKey(id)) {
                about.put("tags", tags.get(id));
            }
            String key = key(id);
            put(tar, key + ".png", Files.readAllBytes(pictures.file(id)));
            put(tar, key + ".txt", caption.getBytes(StandardCharsets.UTF_8));
            put(tar, key + ".json", FeatureExport.JSON.toJson(about).getBytes(StandardCharsets.UTF_8));
        }
        tar.finish();
    }

    /** Readers take what stands before the first dot for the key. */
    private static String key(String id) {
        return id.matches("[A-Za-z0-9_-][A-Za-z0-9_#-]{0,89}") ? id
                : "id-" + Fingerprint.of(List.of(id)).substring(0, KEY_DIGITS);
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        // The same bytes whenever it is made.
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
