package syntic.observatory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import syntic.pack.FeaturePack;
import syntic.pack.PackKind;
import syntic.project.Project;
import syntic.project.ProjectData;
import syntic.project.ProjectParts;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.Provenance;

/** 500 pairs of features of a real CLIP as a project that knows neither photos nor captions. */
final class RealFeatures {
    private static final int PAIRS = 500;
    private static final int WIDTH = 512;

    private record Source(String file) {}

    private RealFeatures() {}

    static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> String.format("%03d", i)).toList();
    }

    static Path project(Path npy, Path folder) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + bytes.getShort(8);
        float[][] rows = new float[2 * PAIRS][WIDTH];
        for (int i = 0; i < rows.length; i++) {
            bytes.position(header + Float.BYTES * WIDTH * i);
            bytes.asFloatBuffer().get(rows[i]);
        }
        Project project = Project.write(folder, ProjectParts.none("real"));
        write(project, "photos-test", Arrays.copyOf(rows, PAIRS));
        write(project, ProjectData.SENTENCES, Arrays.copyOfRange(rows, PAIRS, 2 * PAIRS));
        return folder;
    }

    private static void write(Project project, String name, float[][] rows) {
        FeatureSet features = FeatureSet.of(ids(0, PAIRS), rows, Provenance.of("imported", new Source(name), Map.of()));
        FeaturePack.write(project.pack(name), PackKind.IMPORTED, new ImageFeatures(features, Map.of()), Map.of(), "");
    }
}
