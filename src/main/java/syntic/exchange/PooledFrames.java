package syntic.exchange;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.io.UserException;

/**
 * Features of videos: the mean of those of their frames, each of length 1, scaled to length 1 again. The videos are
 * held in memory, the frames are not.
 */
public final class PooledFrames implements FeatureTable {
    private final FeatureTable frames;
    private final int[] video;
    private final List<String> ids;
    private float[][] pooled;

    /**
     * @param frames to be closed by whoever opened them
     * @param names of the rows
     * @param file names the video of every frame: CSV with the columns {@code frame} and {@code video}, or JSON lines
     *     or a list of objects with these fields
     * @param skip whether frames that the file does not name are left out
     * @throws UserException naming a frame that has no video, or two
     */
    public PooledFrames(FeatureTable frames, List<String> names, Path file, boolean skip) {
        this.frames = frames;
        Map<String, String> videos = videos(file);
        Map<String, Integer> found = new LinkedHashMap<>();
        video = new int[names.size()];
        for (int row = 0; row < video.length; row++) {
            String id = videos.get(names.get(row));
            if (id == null && !skip) {
                throw new UserException(file + ": names no video for the frame '" + names.get(row) + "'; add it, or "
                        + "give --skip-unknown to leave such frames out");
            }
            video[row] = id == null ? -1 : found.computeIfAbsent(id, none -> found.size());
        }
        if (found.isEmpty()) {
            throw new UserException(file + ": names a video for none of the " + names.size() + " frames, which are "
                    + "such as " + names.stream().limit(1).toList());
        }
        ids = List.copyOf(found.keySet());
    }

    private static Map<String, String> videos(Path file) {
        List<String> frames = IdFile.read(file, "frame");
        List<String> videos = IdFile.read(file, "video");
        Map<String, String> byFrame = new HashMap<>();
        for (int i = 0; i < frames.size(); i++) {
            if (byFrame.put(frames.get(i), videos.get(i)) != null) {
                throw new UserException(file + ": names the frame '" + frames.get(i) + "' twice; leave one of them "
                        + "out");
            }
        }
        return byFrame;
    }

    @Override
    public int rows() {
        return ids.size();
    }

    @Override
    public int width() {
        return frames.width();
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    @Override
    public void forEach(int from, int count, Row each) {
        if (pooled == null) {
            pooled = new float[ids.size()][width()];
            frames.forEach(0, video.length, (row, values) -> {
                if (video[row] >= 0) {
                    float[] unit = FeatureImport.scaled(values);
                    for (int i = 0; i < unit.length; i++) {
                        pooled[video[row]][i] += unit[i];
                    }
                }
            });
            for (int i = 0; i < pooled.length; i++) {
                pooled[i] = FeatureImport.scaled(pooled[i]);
            }
        }
        for (int row = from; row < from + count; row++) {
            each.take(row, pooled[row].clone());
        }
    }
}
