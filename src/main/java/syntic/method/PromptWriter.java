package syntic.method;

import java.util.List;
import java.util.Map;

/** ReCap's language model: writes a caption after retrieved sentences. */
public interface PromptWriter extends AutoCloseable {
    /** A caption for each photo. @param retrieved sentences by photo id, the nearest first */
    Map<String, String> write(Map<String, List<String>> retrieved);

    /** What its training cost; nothing where it is used as it is. */
    CaptionSystem.Cost cost();

    @Override
    void close();
}
