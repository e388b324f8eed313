package syntic.miniature;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import syntic.store.StoreException;
import syntic.store.StoredJson;

/**
 * What images of a text-to-image model showed of their sentences while it was trained, by the {@link Judge}; kept
 * beside the checkpoints, not in the model's folder, whose content it would change.
 *
 * @param points by rising step
 */
public record TextToImageCurve(List<Point> points) {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    /**
     * @param step updates of the denoiser so far
     * @param sentences of the validation split that were judged
     * @param shares of what is stated that is shown, 0 … 1, by the names of {@link Verdict#shares()}; what no sentence
     *     states is missing
     */
    public record Point(long step, int sentences, Map<String, Double> shares) {
        public Point {
            Objects.requireNonNull(shares, "a point has no shares");
            shares = new LinkedHashMap<>(shares);
        }

        static Point of(long step, int sentences, Verdict verdict) {
            Map<String, Double> shares = new LinkedHashMap<>();
            verdict.shares().forEach((name, share) -> {
                if (share.all() > 0) {
                    shares.put(name, share.value());
                }
            });
            return new Point(step, sentences, shares);
        }
    }

    public TextToImageCurve {
        Objects.requireNonNull(points, "it has no points");
        points = List.copyOf(points);
    }

    /**
     * The curve in a file; without points if there is no such file.
     *
     * @throws StoreException if the file holds no curve
     */
    public static TextToImageCurve read(Path file) {
        return Files.notExists(file) ? new TextToImageCurve(List.of())
                : StoredJson.read(file, TextToImageCurve.class, "go on with the training: it is written anew");
    }

    /** Whether this step was judged. */
    public boolean has(long step) {
        return points.stream().anyMatch(point -> point.step() == step);
    }

    public TextToImageCurve with(long step, int sentences, Verdict verdict) {
        return new TextToImageCurve(Stream.concat(points.stream(), Stream.of(Point.of(step, sentences, verdict)))
                .sorted(Comparator.comparingLong(Point::step)).toList());
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) {
        StoredJson.write(file, this, JSON);
    }
}
