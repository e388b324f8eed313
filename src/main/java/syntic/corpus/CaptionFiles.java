package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Reads captions from a file of any format: COCO's (which VizWiz has too), Karpathy's and MSRVTT's, Flickr30k's token
 * file and CSV, CSV, TSV, JSON lists and JSON lines, plain text. The format is told by the file's beginning, and its
 * name must agree with it.
 */
public final class CaptionFiles {
    /** Characters of a caption that is scored. */
    public static final int LONGEST = JsonInput.LONGEST_TEXT;

    private CaptionFiles() {
    }

    /**
     * Reads a file.
     *
     * @param split the split that is read from a data-set file of Karpathy's, which must be named for one; files of
     *     other formats hold one only
     * @throws CorpusFormatException naming the place where a file is not as it should be, or what it is instead
     */
    public static Corpus read(Path file, String split) throws IOException {
        return read(file, split, false);
    }

    /**
     * As {@link #read(Path, String)}, but a caption that is empty or longer than {@link #LONGEST}, of up to 33 million
     * characters, is read too: it must not keep anybody from the others.
     */
    public static Corpus readAny(Path file, String split) throws IOException {
        return read(file, split, true);
    }

    private static Corpus read(Path file, String split, boolean any) throws IOException {
        CaptionFormat format = CaptionFormat.of(file);
        int longest = any ? BoundedText.LONGEST : LONGEST;
        if (format == CaptionFormat.COCO) {
            return CocoCaptions.read(file, longest);
        }
        if (format != CaptionFormat.DATA_SET && format != CaptionFormat.VIDEOS) {
            return list(file, format, any).corpus();
        }
        if (split == null) {
            throw new CorpusFormatException(file, "", "holds the splits " + splits(file) + "; name the one to read");
        }
        return format == CaptionFormat.VIDEOS ? VideoCaptions.read(file, split, longest)
                : KarpathySplits.read(file, longest, split);
    }

    /** The splits that a file has by its own names, sorted; empty for a file that holds one split only. */
    public static Set<String> splits(Path file) throws IOException {
        return switch (CaptionFormat.of(file)) {
            case DATA_SET -> KarpathySplits.names(file);
            case VIDEOS -> VideoCaptions.names(file);
            default -> Set.of();
        };
    }

    /** How many captions of a file are left out, by reason: those that VizWiz marks as none. */
    public static Map<String, Integer> leftOut(Path file) throws IOException {
        return CaptionFormat.of(file) == CaptionFormat.COCO ? CocoCaptions.leftOut(file) : Map.of();
    }

    /** What is read from a file without splits and without ids that are unique in it. */
    static CaptionList list(Path file, CaptionFormat format, boolean any) throws IOException {
        CaptionList list = new CaptionList(file, any);
        switch (format) {
            case JSON_LIST -> JsonRecords.readList(file, list);
            case JSON_LINES -> JsonRecords.readLines(file, list);
            case TOKEN -> CaptionTables.readTokens(file, list);
            case PIPES -> CaptionTables.readSeparated(file, '|', list);
            case TSV -> CaptionTables.readSeparated(file, '\t', list);
            case CSV -> CaptionTables.readCsv(file, list);
            case TEXT -> CaptionTables.lines(file, (place, line) -> list.add(place, null, null, null, line));
            default -> throw new IllegalArgumentException(format + " has a reader of its own");
        }
        return list;
    }
}
