package syntic.method;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import syntic.data.Photos;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionModel;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionTrainer;
import syntic.stage.CaptionWriter;
import syntic.stage.FeatureNoise;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;

/**
 * What the systems have in common that train one decoder on features: they differ in the features of training, in their
 * noise, and in what they make of a photo's feature.
 */
public final class DecoderSystem {
    /** Training inputs by caption id, or by image id where photos are trained on. */
    private final CaptionExamples examples;
    private final FeatureNoise noise;

    private DecoderSystem(CaptionExamples examples, FeatureNoise noise) {
        this.examples = examples;
        this.noise = noise;
    }

    /** Trains on sentences and features under the ids of their captions. */
    public static DecoderSystem onCaptions(CaptionTask task, DecoderConfig config, FeatureSet features,
            FeatureNoise noise) {
        return new DecoderSystem(CaptionExamples.synthetic(task.sentences().corpus(), CaptionInputs.of(features),
                task.models().encoding().tokenizer(), config.longest()), noise);
    }

    /** Trains on sentences and inputs under the ids of the photos that they describe. */
    public static DecoderSystem onPhotos(CaptionTask task, DecoderConfig config, CaptionInputs inputs) {
        return new DecoderSystem(CaptionExamples.paired(task.sentences().corpus(), inputs,
                task.models().encoding().tokenizer(), config.longest()), new FeatureNoise.None());
    }

    /** @param reading what the decoder reads of photos */
    public CaptionSystem.Trained train(CaptionTask task, DecoderConfig config, long seed, ProgressListener listener,
            Function<Photos, CaptionInputs> reading, Runnable close) {
        CaptionModelConfig shape = config.shape(examples.vocabulary(), task.models().encoding().width(),
                examples.inputs().tags() != null);
        CaptionTrainer trainer = new CaptionTrainer(config.training().withSeed(seed)).with(noise);
        Path decoder = DecoderTraining.decoder(task.models(), trainer, shape, examples, listener);
        double seconds = TrainingClock.seconds(decoder);
        CaptionModel model = CaptionModel.from(task.models().compute(), decoder);
        CaptionWriter greedy = new CaptionWriter(model, task.models().encoding().tokenizer());
        CaptionWriter captioner = new CaptionWriter(model, greedy.tokenizer(), config.decoding(), greedy.most());
        CaptionSystem.Cost cost = new CaptionSystem.Cost(seconds, model.trainedSize());
        return new CaptionSystem.Trained() {
            @Override
            public Map<String, String> caption(Photos photos) {
                return captioner.captions(reading.apply(photos));
            }

            @Override
            public CaptionSystem.Cost cost() {
                return cost;
            }

            @Override
            public void close() {
                model.close();
                close.run();
            }
        };
    }
}
