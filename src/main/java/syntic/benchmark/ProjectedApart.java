package syntic.benchmark;

import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.method.AroundSystem;
import syntic.method.CaptionSystem;
import syntic.method.CaptionTask;
import syntic.method.Learned;
import syntic.method.syntic.SynticConfig;
import syntic.method.syntic.SynticSystem;
import syntic.stage.FrozenModels;
import syntic.stage.Projection;
import syntic.store.ProgressListener;

/**
 * SynTIC whose generated pictures are projected otherwise in training than photos are at inference, to see what their
 * likeness is worth.
 *
 * @param system as photos find it
 * @param pictures how pictures are projected
 * @param trainedLeftOut whether pictures are projected on further sentences alone, so that no picture finds its own,
 *     nor that of another; photos keep all
 */
record ProjectedApart(SynticSystem system, Projection.Config pictures, boolean trainedLeftOut) implements AroundSystem {
    private record Config(SynticConfig system, Projection.Config pictures, boolean trainedLeftOut) {}

    @Override
    public Record config() {
        return new Config(system.config(), pictures, trainedLeftOut);
    }

    @Override
    public CaptionSystem with(Map<String, String> settings) {
        return new ProjectedApart((SynticSystem) system.with(settings), pictures, trainedLeftOut);
    }

    @Override
    public Learned learn(CaptionTask task, long seed, ProgressListener listener) {
        Sentences support = trainedLeftOut ? without(task.support(), Set.copyOf(task.sentences().texts())) : task.support();
        return system.with(pictures).learn(new CaptionTask(task.sentences(), task.synthetic(), task.photos(), support,
                support, task.models()), seed, listener);
    }

    private static Sentences without(Sentences all, Set<String> texts) {
        List<Caption> rest = all.corpus().captions().stream().filter(caption -> !texts.contains(caption.text()))
                .toList();
        return new Sentences(new Corpus(all.corpus().name() + " without those trained on", rest),
                all.inMemory().select(rest.stream().map(Caption::id).toList()));
    }

    @Override
    public Trained open(Learned learned, Sentences support, FrozenModels models) {
        return system.open(learned, support, models);
    }
}
