package syntic.method;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionTrainer;
import syntic.stage.FrozenModels;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** Trains a caption decoder into the store, or finds it there. */
public final class DecoderTraining {
    private DecoderTraining() {}

    /** The folder of the trained decoder; trained now, or further, if it was not trained to the end before. */
    public static Path decoder(FrozenModels models, CaptionTrainer silent, CaptionModelConfig shape,
            CaptionExamples examples, ProgressListener listener) {
        Provenance made = silent.provenance(shape, examples);
        AtomicBoolean trained = new AtomicBoolean();
        Path decoder = models.store().folder(made, folder -> {
            trained.set(true);
            TrainingClock.measure(folder, listener, steps -> {
                try (var manager = models.compute().newManager()) {
                    silent.with(steps).train(manager, shape, examples, folder);
                }
            });
        });
        if (!trained.get()) {
            listener.at(1, 1, "trained before");
        }
        return decoder;
    }
}
