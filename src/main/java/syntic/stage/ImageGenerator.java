package syntic.stage;

import java.util.List;
import java.util.Map;
import syntic.corpus.Caption;
import syntic.model.RgbImage;
import syntic.store.ProgressListener;

/**
 * What draws an image for every sentence: the first stage of SynTIC. {@link Synthesis} opens Stable Diffusion; any
 * other generator takes its place by implementing this.
 */
public interface ImageGenerator extends AutoCloseable {
    /** Stands for the model among what made a result: another model must have another one. */
    String fingerprint();

    /** Everything besides the model, the sentence and its id that changes an image, such as the seed. */
    Record config();

    /** What readers of a result are to know of the model by name, beside its {@link #fingerprint}. */
    default Map<String, String> unusual() {
        return Map.of();
    }

    /**
     * One image for each caption, in their order; it must not depend on the other captions.
     *
     * @param listener hears how many are drawn
     */
    List<RgbImage> generate(List<Caption> captions, ProgressListener listener);

    /** As {@link #generate(List, ProgressListener)}, in silence. */
    default List<RgbImage> generate(List<Caption> captions) {
        return generate(captions, ProgressListener.SILENT);
    }

    @Override
    default void close() {}
}
