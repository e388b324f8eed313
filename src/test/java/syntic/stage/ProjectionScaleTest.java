package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntic.metric.FeatureGeometry;
import syntic.nn.Compute;
import syntic.nn.Torch;
import syntic.nn.WeightsException;
import syntic.store.FeatureSet;
import syntic.store.FeatureWriter;
import syntic.store.StoredFeatures;

/** Projection on a support set that is met in parts, in memory or on disk. */
class ProjectionScaleTest {
    private final FeatureSet images = ToyCaptions.features(1, 2);
    private final FeatureSet texts = ToyCaptions.features(2, 0);

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1.0 / 400, 1.0 / 100, 0.1, 1e3})
    void partsOfEverySizeGiveTheSame(double temperature) {
        Projection.Config config = new Projection.Config(temperature, false);
        try (SupportSet all = new SupportSet(Compute.PLAIN, texts, texts.ids(), texts.size())) {
            Projection whole = new Projection(all, config);
            for (int rows : new int[] {1, 7, 16, 47, 1000}) {
                try (SupportSet some = new SupportSet(Compute.PLAIN, texts, texts.ids(), rows)) {
                    Projection parts = new Projection(some, config);
                    assertEquals(texts(all.nearest(images, 5)), texts(some.nearest(images, 5)));
                    float[][] expected = whole.project(images).rows();
                    float[][] found = parts.project(images).rows();
                    for (int i = 0; i < expected.length; i++) {
                        assertArrayEquals(expected[i], found[i], 2e-6f);
                    }
                    compare(whole.explain(images, 5), parts.explain(images, 5));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0 / 400, 1.0 / 100, 0.1, 1e3})
    void partsGiveWhatEquationThreeSays(double temperature) {
        try (NDManager manager = Torch.newManager();
                SupportSet parts = new SupportSet(Compute.PLAIN, texts, texts.ids(), 7)) {
            float[] expected = Projection.of(images.toNDArray(manager), texts.toNDArray(manager), temperature)
                    .toFloatArray();
            float[] found = new Projection(parts, new Projection.Config(temperature, false))
                    .project(images.toNDArray(manager)).toFloatArray();
            assertArrayEquals(expected, found, 2e-6f);
        }
    }

    @Test
    void theNearestSentencesAreThoseOfTheLargestCosines() {
        try (SupportSet parts = new SupportSet(Compute.PLAIN, texts, ToyCaptions.texts(), 7)) {
            Map<String, List<SupportSet.Neighbour>> found = parts.nearest(images, 3);
            assertEquals(images.ids(), List.copyOf(found.keySet()));
            for (String id : images.ids()) {
                double[] cosines = texts.ids().stream().mapToDouble(one -> FeatureGeometry.cosine(images.row(id),
                        texts.row(one))).toArray();
                double[] largest = Arrays.stream(cosines).map(one -> -one).sorted().map(one -> -one).limit(3)
                        .toArray();
                for (int rank = 0; rank < 3; rank++) {
                    SupportSet.Neighbour one = found.get(id).get(rank);
                    assertEquals(largest[rank], one.cosine(), 1e-5);
                    assertEquals(cosines[texts.ids().indexOf(one.id())], one.cosine(), 1e-5);
                    assertEquals(ToyCaptions.texts().get(texts.ids().indexOf(one.id())), one.text());
                }
            }
            assertEquals(texts.size(), parts.nearest(images, 1000).get(images.ids().get(0)).size());
        }
    }

    private static List<List<String>> texts(Map<String, List<SupportSet.Neighbour>> found) {
        return found.values().stream().map(some -> some.stream().map(SupportSet.Neighbour::text).toList()).toList();
    }

    private static void compare(List<Projection.Explanation> expected, List<Projection.Explanation> found) {
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).entropy(), found.get(i).entropy(), 1e-4);
            for (int rank = 0; rank < 5; rank++) {
                Projection.Weighted share = expected.get(i).nearest().get(rank);
                assertEquals(share.id(), found.get(i).nearest().get(rank).id());
                assertEquals(share.weight(), found.get(i).nearest().get(rank).weight(), 1e-4);
            }
        }
    }

    @Test
    void supportOnDiskGivesTheSame(@TempDir Path folder) {
        Path file = folder.resolve("support.safetensors");
        try (FeatureWriter writer = new FeatureWriter(file, texts.ids(), texts.width(), ToyCaptions.MADE)) {
            for (int row = 0; row < texts.size(); row++) {
                assertFalse(Files.exists(file));
                writer.add(texts.row(row));
            }
        }
        StoredFeatures stored = StoredFeatures.open(file);
        assertEquals(texts.ids(), stored.ids());
        assertEquals(texts.fingerprint(), stored.fingerprint());
        assertEquals(texts.fingerprint(), FeatureSet.open(file).fingerprint());
        assertEquals(texts.fingerprint(), stored.inMemory().fingerprint());
        try (SupportSet mapped = new SupportSet(Compute.PLAIN, stored, texts.ids(), 10);
                SupportSet held = new SupportSet(texts)) {
            Projection onDisk = new Projection(mapped, Projection.Config.PAPER);
            Projection inMemory = new Projection(held, Projection.Config.PAPER);
            assertArrayEquals(inMemory.project(images).row(3), onDisk.project(images).row(3), 2e-6f);
            assertEquals(inMemory.provenance(images), onDisk.provenance(images));
        }
    }

    @Test
    void damagedSupportIsRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("support.safetensors");
        texts.save(file);
        byte[] bytes = Files.readAllBytes(file);
        int header = Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
        Arrays.fill(bytes, 8 + header, 8 + header + 16, (byte) -1);         // four times NaN
        Files.write(file, bytes);
        String message = assertThrows(WeightsException.class, () -> StoredFeatures.open(file)).getMessage();
        assertTrue(message.startsWith(file + ": damaged"), message);
    }

    @Test
    void unfinishedFileDoesNotAppear(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("support.safetensors");
        try (FeatureWriter writer = new FeatureWriter(file, List.of("a", "b"), 2, ToyCaptions.MADE)) {
            writer.add(new float[] {1, 0});
            assertThrows(IllegalArgumentException.class, () -> writer.add(new float[] {1}));
            assertThrows(IllegalArgumentException.class, () -> writer.add(new float[] {1, Float.NaN}));
        }
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }
}
