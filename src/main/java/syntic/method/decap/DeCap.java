package syntic.method.decap;

import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Chosen;
import syntic.method.DecoderConfig;
import syntic.method.DecoderTraining;
import syntic.method.Learned;
import syntic.nn.Ownership;
import syntic.stage.CaptionInputs;
import syntic.stage.FeatureNoise;
import syntic.stage.FrozenModels;
import syntic.stage.Projection;
import syntic.store.ProgressListener;

/**
 * DeCap (Li, Zhu, Wen, Yang 2023, arXiv 2303.03032): a decoder learns to write sentences from their clean text
 * features; a photo's feature is projected on the memory of all sentences before it is decoded.
 */
public record DeCap(String name, Config config) implements CaptionSystem {
    public record Config(Projection.Config projection, DecoderConfig decoder) {
        public static final Config PAPER = new Config(Projection.Config.PAPER, DecoderConfig.PAPER);
        public static final Config MINIATURE = Chosen.in("DeCap", new Config(
                Projection.Config.MINIATURE, DecoderConfig.MINIATURE));

        public Config with(Projection.Config other) {
            return new Config(other, decoder);
        }
    }

    @Override
    public Object learns() {
        return config.decoder();
    }

    @Override
    public boolean looksUp() {
        return true;
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        DecoderTraining training = new DecoderTraining(config.decoder().withSeed(seed), task.models());
        return Learned.decoder(training.train(training.examples(task.sentences(), task.sentences().inMemory()),
                new FeatureNoise.None(), listener));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        return Ownership.handOver(support.supportSet(models.compute()), memory -> {
            Projection projection = new Projection(memory, config.projection());
            return new DecoderTraining(config.decoder(), models).system(learned.decoder(),
                    photos -> CaptionInputs.of(projection.project(photos.features())), memory::close);
        });
    }
}
