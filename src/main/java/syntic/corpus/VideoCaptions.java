package syntic.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of MSRVTT: {@code {"videos": [{"video_id": "video0", "split": "train"}], "sentences": [{"sen_id": 7,
 * "video_id": "video0", "caption": "a dog runs"}]}}. A video stands where an image does, under its {@code video_id}.
 *
 * @param splits by video, in the order of the file
 * @param captions in the order of the file
 */
record VideoCaptions(Map<String, String> splits, List<Caption> captions) {

    /**
     * Reads the captions of a split, grouped by video.
     *
     * @param longest characters of a caption
     * @throws CorpusFormatException if the file is not in this format, an id occurs twice, a sentence belongs to a
     *                               video that is not there or no video is in the split
     */
    static Corpus read(Path file, String split, int longest) throws IOException {
        VideoCaptions all = read(file, longest);
        if (!all.splits.containsValue(split)) {
            throw new CorpusFormatException(file, "", "no video is in the split \"" + split + "\"; the file has the "
                    + "splits " + names(all));
        }
        Map<String, List<Caption>> byVideo = new LinkedHashMap<>();
        all.splits.keySet().forEach(video -> byVideo.put(video, new ArrayList<>()));
        all.captions.forEach(caption -> byVideo.get(caption.imageId()).add(caption));
        return new Corpus(FileNames.stem(file) + " " + split, byVideo.values().stream().flatMap(List::stream)
                .filter(caption -> all.splits.get(caption.imageId()).equals(split)).toList());
    }

    /** The names of the splits of a file, sorted. */
    static Set<String> names(Path file) throws IOException {
        return names(read(file, BoundedText.LONGEST));
    }

    private static Set<String> names(VideoCaptions all) {
        return new TreeSet<>(all.splits.values());
    }

    private static VideoCaptions read(Path file, int longest) throws IOException {
        VideoCaptions all = new VideoCaptions(new LinkedHashMap<>(), new ArrayList<>());
        JsonInput.read(file, longest, in -> {
            Set<String> parts = new HashSet<>();
            in.object(name -> {
                switch (name) {
                    case "videos" -> in.objects(name, video -> readVideo(in, all.splits));
                    case "sentences" -> in.objects(name, sentence -> readSentence(in, all.captions));
                    default -> {
                        return false;
                    }
                }
                return parts.add(name);
            });
            if (parts.size() < 2) {
                throw in.error("not a file of MSRVTT, which has \"videos\" and \"sentences\"");
            }
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < all.captions.size(); i++) {
                Caption caption = all.captions.get(i);
                String problem = !all.splits.containsKey(caption.imageId()) ? "video " + caption.imageId()
                        + " is not among the videos of the file"
                        : !ids.add(caption.id()) ? "the sentence id " + caption.id() + " occurs twice" : null;
                if (problem != null) {
                    throw in.error("sentences[" + i + "]", problem);
                }
            }
        });
        return all;
    }

    private static void readVideo(JsonInput in, Map<String, String> splits) throws IOException {
        Map<String, String> fields = in.fields(Set.of("video_id"), Set.of("split"), JsonInput.NONE);
        String id = in.required(fields, "video_id");
        if (splits.put(id, in.required(fields, "split")) != null) {
            throw in.error("the video id " + id + " occurs twice");
        }
    }

    private static void readSentence(JsonInput in, List<Caption> captions) throws IOException {
        Map<String, String> fields = in.fields(Set.of("sen_id", "video_id"), Set.of("caption"), JsonInput.NONE);
        captions.add(new Caption(in.required(fields, "sen_id"), in.required(fields, "video_id"),
                in.required(fields, "caption")));
    }
}
