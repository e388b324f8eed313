package syntic.method;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import syntic.data.Sentences;
import syntic.nn.Ownership;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * A system that reads every image, picture or photo, where sentences lie: moved by the mean of the sentences' features
 * minus that of their pictures', and scaled to length 1 again. So C3 ("collapse", Zhang et al. 2024) closes most of the
 * gap between modalities; here it is a condition for any system. Pictures stand for photos, of which it knows none.
 */
public record ModalityMeans(CaptionSystem system) implements AroundSystem {
    private static final String OFFSET = "modality-offset";

    /** @param system the settings of the system that is moved */
    private record Config(Record system) {}

    private record Moved(String by) {}

    @Override
    public Record config() {
        return new Config(system.config());
    }

    @Override
    public CaptionSystem with(Map<String, String> settings) {
        return new ModalityMeans(system.with(settings));
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        double[] sentences = task.sentences().inMemory().mean();
        double[] pictures = task.synthetic().get().features().mean();
        double[] offset = IntStream.range(0, sentences.length).mapToDouble(i -> sentences[i] - pictures[i]).toArray();
        Supplier<ImageFeatures> synthetic = () -> moved(task.synthetic().get(), offset);
        Supplier<ImageFeatures> photos = () -> moved(task.photos().get(), offset);
        Learned learned = system.learn(new CaptionTask(task.sentences(), synthetic, photos, task.support(),
                task.targetSupport(), task.models()), seed, listener);
        Map<String, double[]> numbers = new HashMap<>(learned.numbers());
        numbers.put(OFFSET, offset);
        return learned.with(numbers);
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        double[] offset = learned.numbers(OFFSET);
        return Ownership.handOver(system.open(learned, support, models), opened -> new Trained(
                photos -> opened.caption(moved(photos, offset)), opened.cost(), opened::close));
    }

    private static ImageFeatures moved(ImageFeatures images, double[] offset) {
        FeatureSet features = images.features();
        float[][] rows = features.ids().stream().map(id -> moved(features.row(id), offset)).toArray(float[][]::new);
        Provenance made = Provenance.of("moved", new Moved(Arrays.toString(offset)),
                Map.of("features", features.fingerprint()));
        return new ImageFeatures(FeatureSet.of(features.ids(), rows, made), images.tags());
    }

    private static float[] moved(float[] feature, double[] offset) {
        double[] sum = IntStream.range(0, offset.length).mapToDouble(i -> feature[i] + offset[i]).toArray();
        double length = Math.sqrt(IntStream.range(0, sum.length).mapToDouble(i -> sum[i] * sum[i]).sum());
        float[] unit = new float[sum.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (sum[i] / length);
        }
        return unit;
    }
}
