package syntic.method;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import syntic.data.Sentences;
import syntic.io.UserException;
import syntic.stage.CaptionInputs;
import syntic.stage.CaptionWriter;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.LanguageModels;
import syntic.store.ChangedSettings;
import syntic.store.ProgressListener;
import syntic.store.RecordSettings;

/**
 * A compared system: a way to get captions of photos from sentences, assembled from stages.
 *
 * <pre>{@code
 * try (CaptionSystem.Trained trained = Systems.MINIATURE.named("DeCap").train(task, 1, ProgressListener.SILENT)) {
 *     Map<String, String> captions = trained.caption(photos);
 * }
 * }</pre>
 */
public interface CaptionSystem {
    /** The setting that all systems have which train a decoder. */
    String EPOCHS = "decoder.training.epochs";

    /** The name in tables and on the command line. */
    String name();

    /** Everything that determines the system besides its task and its seed. */
    Record config();

    /** What of {@link #config} decides what is trained: equal ones of systems of one task and seed share a training. */
    default Object learns() {
        return config();
    }

    /** The same system with another number of passes over the training sentences; itself, if it trains no decoder. */
    default CaptionSystem withEpochs(int epochs) {
        return trainsDecoder() ? with(Map.of(EPOCHS, Integer.toString(epochs))) : this;
    }

    /** Whether there is a decoder to train, and so epochs of its training. */
    default boolean trainsDecoder() {
        return settings().containsKey(EPOCHS);
    }

    /** The passes over the training sentences. @throws IllegalStateException if it trains no decoder */
    default int epochs() {
        if (!trainsDecoder()) {
            throw new IllegalStateException(name() + " trains no decoder, so it passes over no sentences");
        }
        return Integer.parseInt(settings().get(EPOCHS));
    }

    /** All settings of {@link #config} by name, as {@link RecordSettings} gives them. */
    default Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        RecordSettings.put(settings, "", config());
        return settings;
    }

    /** Whether it learns from sentences alone, without any photo. */
    default boolean textOnly() {
        return true;
    }

    /**
     * The same system with other settings.
     *
     * @param settings by name, see {@link ChangedSettings}
     * @throws UserException for a setting that does not exist or cannot have that value
     */
    default CaptionSystem with(Map<String, String> settings) {
        Record changed = ChangedSettings.of(config(), settings);
        return changed.equals(config()) ? this
                : (CaptionSystem) ChangedSettings.replaced((Record) this, "config", changed);
    }

    /** Whether features of the training sentences take part in what it learns. */
    default boolean readsSentences() {
        return true;
    }

    /** Whether it reads the objects of photos. */
    default boolean readsObjects() {
        return false;
    }

    /** Whether it looks at texts with CLIP when it captions photos, not at their features alone. */
    default boolean readsTexts() {
        return false;
    }

    /**
     * The folder of the pretrained language model that it begins with, or null where it begins with none.
     *
     * @throws UserException if it is not there
     */
    default Path language(LanguageModels models) {
        return null;
    }

    /** Whether it looks up {@link CaptionTask#support()} when it captions a photo. */
    default boolean looksUp() {
        return false;
    }

    /** Whether {@link CaptionTask#support()} takes part in what it learns. */
    default boolean learnsFromSupport() {
        return false;
    }

    /**
     * Trains, or finds what was trained before from the same task with the same seed and settings.
     *
     * @param seed of the first weights, the order of sentences, dropout and noise
     * @param listener hears of the decoder's training
     */
    Learned learn(CaptionTask task, long seed, ProgressListener listener);

    /**
     * Opens what was learnt.
     *
     * @param learned by a system of the same settings
     * @param support what is looked up when photos are captioned; may be null where nothing is
     * @param models those of the training
     */
    Trained open(Learned learned, Sentences support, FrozenModels models);

    /** Learns, and opens what was learnt, with the task's sentences to look up. */
    default Trained train(CaptionTask task, long seed, ProgressListener listener) {
        return open(learn(task, seed, listener), task.targetSupport(), task.models());
    }

    /** A system that captions photos. */
    final class Trained implements AutoCloseable {
        private final Function<ImageFeatures, Map<String, String>> captions;
        private final Cost cost;
        private final List<Runnable> closing;

        /**
         * @param captions gives a caption for each photo, by id
         * @param closing frees what the system holds, in this order
         */
        public Trained(Function<ImageFeatures, Map<String, String>> captions, Cost cost, Runnable... closing) {
            this.captions = captions;
            this.cost = cost;
            this.closing = List.of(closing);
        }

        /**
         * A system that is no more than a decoder behind what it reads of photos.
         *
         * @param writer belongs to the system
         * @param trained the decoder's folder
         * @param closing frees what {@code reading} holds
         */
        public static Trained of(CaptionWriter writer, Path trained, Function<ImageFeatures, CaptionInputs> reading,
                Runnable... closing) {
            List<Runnable> all = new ArrayList<>(List.of(writer::close));
            all.addAll(List.of(closing));
            return new Trained(photos -> writer.captions(reading.apply(photos)),
                    new Cost(TrainingClock.seconds(trained), writer.model().trainedSize()),
                    all.toArray(Runnable[]::new));
        }

        /** A caption for each photo, by id. */
        public Map<String, String> caption(ImageFeatures photos) {
            return captions.apply(photos);
        }

        public Cost cost() {
            return cost;
        }

        @Override
        public void close() {
            closing.forEach(Runnable::run);
        }
    }

    /**
     * @param trainingSeconds processor seconds of the decoder's training, all threads together, however often it was
     *     interrupted; 0 where nothing is trained, not a number where they were not measured
     * @param parameters numbers that are trained or fitted
     */
    record Cost(double trainingSeconds, long parameters) {
        /** Of what is used as it is. */
        public static final Cost NONE = new Cost(0, 0);
    }
}
