package syntic.method.syntic;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.data.Photos;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.TrainingClock;
import syntic.stage.FrozenModels;
import syntic.stage.Projection;
import syntic.stage.SyntheticFeatures;
import syntic.store.ProgressListener;

/** SynTIC, or a row of its ablation, as one of the compared systems. */
public record SynticSystem(SynticConfig config) implements CaptionSystem {

    /** {@code SynTIC}, or what is left of it: {@code baseline}, {@code +projection}, … */
    @Override
    public String name() {
        return config.ingredients().label();
    }

    @Override
    public CaptionSystem withEpochs(int epochs) {
        return new SynticSystem(config.withEpochs(epochs));
    }

    @Override
    public boolean looksUp() {
        return config.ingredients().projection();
    }

    public SynticSystem with(Components ingredients) {
        return new SynticSystem(config.with(ingredients));
    }

    public SynticSystem with(Projection.Config projection) {
        return new SynticSystem(config.with(projection));
    }

    @Override
    public Trained train(CaptionTask task, long seed, ProgressListener listener) {
        FrozenModels models = task.models();
        SynticTraining training = new SynticTraining(config.withSeed(seed), models.encoding(), models.detection(),
                models.store());
        List<String> ids = task.sentences().corpus().captions().stream().map(Caption::id).toList();
        SyntheticFeatures synthetic = task.synthetic().get().select(ids);
        SynticTraining.Prepared prepared = training.prepare(task.sentences(), synthetic, task.support());
        Path decoder;
        try {
            decoder = training.decoder(prepared, listener);
        } finally {
            prepared.projection().close();
        }
        // Training and captioning may look up different sentences: those of the source and of the target domain.
        Projection support = new Projection(task.targetSupport().features(), task.targetSupport().texts(),
                config.projection());
        Syntic syntic = training.system(new SynticTraining.Prepared(prepared.examples(), support), decoder);
        return new Trained() {
            @Override
            public Map<String, String> caption(Photos photos) {
                return syntic.caption(photos);
            }

            @Override
            public Cost cost() {
                return new Cost(TrainingClock.seconds(decoder), syntic.captioner().model().trainedSize());
            }

            @Override
            public void close() {
                syntic.close();
            }
        };
    }
}
