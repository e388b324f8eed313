package syntic.method.syntic;

import java.util.List;
import syntic.data.Sentences;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.method.TrainingClock;
import syntic.nn.Ownership;
import syntic.stage.CaptionExamples;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.Projection;
import syntic.store.ProgressListener;

/** SynTIC, or a row of its ablation, as one of the compared systems. */
public record SynticSystem(SynticConfig config) implements CaptionSystem {

    /** {@code SynTIC}, or what is left of it: {@code baseline}, {@code +projection}, … */
    @Override
    public String name() {
        return config.components().label();
    }

    @Override
    public boolean looksUp() {
        return config.components().projection();
    }

    @Override
    public boolean learnsFromSupport() {
        return looksUp();
    }

    @Override
    public boolean readsSentences() {
        return config.components().refinement() || config.components().projection();
    }

    @Override
    public boolean readsObjects() {
        return config.components().objects();
    }

    public SynticSystem with(Components components) {
        return new SynticSystem(config.with(components));
    }

    public SynticSystem with(SynticConfig.Query query) {
        return new SynticSystem(config.with(query));
    }

    public SynticSystem with(Projection.Config projection) {
        return new SynticSystem(config.with(projection));
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        SynticTraining training = new SynticTraining(config.withSeed(seed), task.models());
        List<String> ids = task.sentences().features().ids();
        ImageFeatures synthetic = task.synthetic().get().select(ids);
        CaptionExamples examples = training.prepare(task.sentences(), synthetic, task.support());
        return Learned.decoder(training.decoder(examples, listener)).after("refinement",
                training.refinementSeconds(task.sentences(), synthetic));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        return Ownership.handOver(syntic(learned, support, models), syntic -> new Trained(syntic::caption,
                new Cost(TrainingClock.seconds(learned.decoder()), syntic.writer().model().trainedSize()),
                syntic::close));
    }

    /** As {@link #open}, with everything that explains a caption. */
    public Syntic syntic(Learned learned, Sentences support, FrozenModels models) {
        return new SynticTraining(config, models).system(learned.decoder(), support);
    }
}
