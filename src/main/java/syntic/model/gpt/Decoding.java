package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** How texts are read off a language model. */
public interface Decoding {
    /**
     * @param end the token that ends a text
     * @param most tokens of a text, the end token included
     * @return for every row of the reader the hypotheses that were kept, the best first
     */
    List<List<Hypothesis>> decode(TokenReader reader, int end, int most);

    /** Reads captions off a GPT-2. @param prefix [B, P, W] */
    default List<List<Hypothesis>> decode(Gpt gpt, NDArray prefix, int end, int most) {
        try (TokenReader reader = new PrefixReader(gpt, prefix)) {
            return decode(reader, end, most);
        }
    }
}
