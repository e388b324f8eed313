package syntic.method;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.nn.Ownership;
import syntic.stage.CaptionExamples;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionModel;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionTrainer;
import syntic.stage.CaptionWriter;
import syntic.stage.FeatureNoise;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/**
 * Trains a caption decoder into the store, or finds it there: what the systems have in common that train one decoder on
 * features. They differ in the features of training, in their noise, and in what they make of a photo's feature.
 */
public record DecoderTraining(DecoderConfig config, FrozenModels models) {
    /** Sentences with features under the ids of their captions. */
    public CaptionExamples examples(Sentences sentences, FeatureSet features) {
        return examples(sentences.corpus(), CaptionInputs.of(features));
    }

    /** Sentences with inputs under the ids of their captions. */
    public CaptionExamples examples(Corpus corpus, CaptionInputs inputs) {
        return CaptionExamples.synthetic(corpus, inputs, models.tokenizer(), config.longest());
    }

    /** Sentences with inputs under the ids of the photos that they describe. */
    public CaptionExamples photoExamples(Corpus corpus, CaptionInputs inputs) {
        return CaptionExamples.paired(corpus, inputs, models.tokenizer(), config.longest());
    }

    /** The folder of the trained decoder; trained now, or further, if it was not trained to the end before. */
    public Path train(CaptionExamples examples, FeatureNoise noise, ProgressListener listener) {
        CaptionModelConfig shape = config.shape().model(examples.vocabulary(), models.width(),
                examples.inputs().tags() != null);
        CaptionTrainer silent = new CaptionTrainer(config.training()).with(noise);
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

    /** Opens a decoder's folder. */
    public CaptionWriter open(Path folder) {
        return Ownership.handOver(CaptionModel.from(models.compute(), folder), model -> new CaptionWriter(model,
                models.tokenizer(), config.decoding(), CaptionWriter.PAPER_MOST));
    }

    /** The system of a decoder's folder. @param reading what the decoder reads of photos */
    public CaptionSystem.Trained system(Path folder, Function<ImageFeatures, CaptionInputs> reading,
            Runnable... closing) {
        return Ownership.handOver(open(folder), writer -> CaptionSystem.Trained.of(writer, folder, reading, closing));
    }
}
