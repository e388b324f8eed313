package examples;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.stage.FrozenModels;
import syntic.stage.SupportSet;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** The caption of a photo is the sentence that is nearest once the way from pictures to sentences is added to it. */
public record NearestAcrossTheGap(String name, Config config) implements CaptionSystem {
    /** @param share of the way from the centre of pictures to that of their sentences; 0 is CLIPRe */
    public record Config(double share) {}

    @Override
    public boolean looksUp() {
        return true;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        double[] from = task.synthetic().get().features().mean();
        double[] way = task.sentences().inMemory().mean();
        Arrays.setAll(way, i -> way[i] - from[i]);
        return Learned.NOTHING.with(Map.of("way", way));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        SupportSet sentences = support.supportSet();
        double[] way = learned.numbers("way");
        return new Trained(photos -> {
            Map<String, String> captions = new LinkedHashMap<>();
            sentences.nearest(moved(photos.features(), way), 1)
                    .forEach((photo, found) -> captions.put(photo, found.get(0).text()));
            return captions;
        }, Cost.NONE, sentences::close);
    }

    private FeatureSet moved(FeatureSet photos, double[] way) {
        float[][] rows = photos.rows();
        for (float[] row : rows) {
            for (int i = 0; i < way.length; i++) {
                row[i] += (float) (config.share() * way[i]);
            }
        }
        return FeatureSet.of(photos.ids(), rows, Provenance.of("moved", config, Map.of("photos", photos.fingerprint())));
    }
}
