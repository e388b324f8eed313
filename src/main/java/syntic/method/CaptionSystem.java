package syntic.method;

import java.util.Map;
import syntic.data.Photos;
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
    interface Trained extends AutoCloseable {
        /** A caption for each photo, by id. */
        Map<String, String> caption(Photos photos);

        Cost cost();

        @Override
        void close();
    }

    /**
     * @param trainingSeconds processor seconds of the decoder's training, all threads together, however often it was
     *     interrupted; 0 where nothing is trained, not a number where they were not measured
     * @param parameters numbers that are trained or fitted
     */
    record Cost(double trainingSeconds, long parameters) {}
}
