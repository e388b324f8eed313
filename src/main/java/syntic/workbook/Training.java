package syntic.workbook;

import syntic.data.CaptionData;
import syntic.method.syntic.Syntic;
import syntic.method.syntic.SynticConfig;
import syntic.method.syntic.SynticTraining;
import syntic.stage.FrozenModels;

/** Trainings that show how far they are, and are short in a smoke run. */
public final class Training {
    private static final int SMOKE_EPOCHS = 3;

    private Training() {}

    /** The settings as they are, or with few epochs in a smoke run. */
    public static SynticConfig affordable(SynticConfig config) {
        return Notebook.smoke() ? config.withEpochs(SMOKE_EPOCHS) : config;
    }

    /** SynTIC trained on a data set; what was trained before with the same settings is opened. To be closed. */
    public static Syntic syntic(SynticConfig config, CaptionData data, FrozenModels models) {
        try (Progress progress = Progress.of("Training " + config.components().label(), 1)) {
            return new SynticTraining(affordable(config), models)
                    .train(data.sentences(), data.synthetic(), data.support(), progress);
        }
    }
}
