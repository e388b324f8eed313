package syntic.method.recap;

import syntic.method.CaptionTask;
import syntic.method.DecoderConfig;
import syntic.store.ProgressListener;

/**
 * Which language model writes ReCap's captions: a {@link DecoderConfig} is trained for it from nothing, a
 * {@link T5PromptConfig} follows an instruction as it is, a {@link TunedT5Config} after further training.
 */
public interface PromptModel {
    /** The same with another number of passes over the training sentences, if there are any. */
    PromptModel withEpochs(int epochs);

    /**
     * Trains or opens it.
     *
     * @param retrieved sentences in a prompt
     */
    PromptWriter writer(CaptionTask task, int retrieved, long seed, ProgressListener listener);
}
