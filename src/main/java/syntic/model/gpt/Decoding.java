package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** How captions are read off a decoder. */
public interface Decoding {
    /**
     * @param prefix [B, P, W]
     * @param end the token that ends a caption
     * @param most tokens of a caption, the end token included
     * @return for every row of the prefix the hypotheses that were kept, the best first
     */
    List<List<Hypothesis>> decode(Gpt gpt, NDArray prefix, int end, int most);
}
