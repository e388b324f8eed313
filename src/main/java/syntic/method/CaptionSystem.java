package syntic.method;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import syntic.stage.ImageFeatures;
import syntic.store.ProgressListener;

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
    /** The name in tables and on the command line. */
    String name();

    /** Everything that determines the system besides its task and its seed. */
    Record config();

    /** The same system with another number of passes over the training sentences; itself, if it trains no decoder. */
    CaptionSystem withEpochs(int epochs);

    /** Whether it learns from sentences alone, without any photo. */
    default boolean textOnly() {
        return true;
    }

    /** Whether it looks up {@link CaptionTask#support()} when it captions a photo. */
    default boolean looksUp() {
        return false;
    }

    /**
     * Trains, or opens what was trained before from the same task with the same seed and settings.
     *
     * @param seed of the first weights, the order of sentences, dropout and noise
     * @param listener hears of the decoder's training
     */
    Trained train(CaptionTask task, long seed, ProgressListener listener);

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
