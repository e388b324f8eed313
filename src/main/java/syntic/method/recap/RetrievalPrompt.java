package syntic.method.recap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import syntic.model.clip.ClipTokenizer;

/**
 * A prompt of retrieved sentences for a language model: the nearest last, next to where the caption begins, each closed
 * by the end token.
 *
 * @param length of every prompt in tokens: shorter ones are filled at their beginning, longer ones lose it
 */
record RetrievalPrompt(ClipTokenizer tokenizer, int length) {
    RetrievalPrompt {
        if (length < 1) {
            throw new IllegalArgumentException("a prompt needs room for 1 or more tokens, not " + length);
        }
    }

    /** @param retrieved the nearest first */
    int[] of(List<String> retrieved) {
        int[] tokens = tokens(tokenizer, retrieved);
        int[] prompt = new int[length];
        Arrays.fill(prompt, tokenizer.startId());
        int kept = Math.min(length, tokens.length);
        System.arraycopy(tokens, tokens.length - kept, prompt, length - kept, kept);
        return prompt;
    }

    /** The tokens before they are brought to one length. */
    static int[] tokens(ClipTokenizer tokenizer, List<String> retrieved) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = retrieved.size() - 1; i >= 0; i--) {
            for (int token : tokenizer.tokens(retrieved.get(i))) {
                tokens.add(token);
            }
            tokens.add(tokenizer.endId());
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
}
