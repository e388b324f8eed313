package syntic.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import syntic.io.AtomicFile;
import syntic.io.Seal;
import syntic.store.StoreException;

/** The course of a training, kept beside the model that came of it. */
public record TrainingCurve(List<Point> points) {
    private static final String FILE = "training.csv";
    private static final String HEADER = "step,learning_rate,loss";

    /** @param step counted from 1 */
    public record Point(long step, double learningRate, double loss) {}

    public TrainingCurve {
        points = List.copyOf(points);
    }

    /** The curve in a model's folder; empty if there is none. */
    public static TrainingCurve from(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new TrainingCurve(List.of());
        }
        List<Point> points = new ArrayList<>();
        try {
            for (String line : Seal.open(Files.readString(file)).lines().toList()) {
                String[] cells = line.split(",");
                if (!line.equals(HEADER)) {
                    points.add(new Point(Long.parseLong(cells[0]), Double.parseDouble(cells[1]),
                            Double.parseDouble(cells[2])));
                }
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new StoreException(file + ": not a training curve (" + e.getMessage() + "); move it away: the model stays", e);
        }
        return new TrainingCurve(points);
    }

    /** Mean loss of each run of {@code steps} steps, at the last of them: a smoother curve. */
    public TrainingCurve averaged(int steps) {
        List<Point> means = new ArrayList<>();
        for (int from = 0; from < points.size(); from += steps) {
            List<Point> some = points.subList(from, Math.min(points.size(), from + steps));
            Point last = some.get(some.size() - 1);
            means.add(new Point(last.step(), last.learningRate(),
                    some.stream().mapToDouble(Point::loss).average().orElseThrow()));
        }
        return new TrainingCurve(means);
    }

    /** The curve up to this step. */
    TrainingCurve until(long step) {
        return new TrainingCurve(points.stream().filter(point -> point.step() <= step).toList());
    }

    void save(Path folder) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        points.forEach(point -> lines.add(point.step() + "," + point.learningRate() + "," + point.loss()));
        AtomicFile.write(folder.resolve(FILE), Seal.lines(String.join("\n", lines) + "\n"));
    }
}
