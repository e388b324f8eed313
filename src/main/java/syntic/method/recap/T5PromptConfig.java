package syntic.method.recap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import syntic.method.LanguageModelConfig;
import syntic.model.gpt.Decoding;
import syntic.model.gpt.GreedyDecoding;

/**
 * A T5 that is told in words what to do with the retrieved sentences, such as FLAN-T5, which learnt to follow
 * instructions.
 *
 * @param before the instruction, before the sentences
 * @param after them
 * @param decoding how captions are read off the model
 * @param longestPrompt tokens of a prompt that are kept
 * @param longest tokens of a caption, the end token included
 */
public record T5PromptConfig(String before, String after, Decoding decoding, int longestPrompt, int longest)
        implements LanguageModelConfig {
    /** FLAN-T5 as it is: in ReCap nothing but the map is fitted. The wording is ours. */
    public static final T5PromptConfig PAPER = new T5PromptConfig("Similar images have the following captions:",
            "A caption that describes this image is:", new GreedyDecoding(), 512, 30);

    public T5PromptConfig {
        if (longestPrompt < 2 || longest < 2) {
            throw new IllegalArgumentException("prompts and captions need room for 2 or more tokens, not "
                    + longestPrompt + " and " + longest);
        }
    }

    public T5PromptConfig with(Decoding other) {
        return new T5PromptConfig(before, after, other, longestPrompt, longest);
    }

    /** The prompt as a text: the nearest sentence last, next to where the caption begins. */
    String prompt(List<String> retrieved) {
        List<String> parts = new ArrayList<>(retrieved);
        Collections.reverse(parts);
        parts.replaceAll(sentence -> sentence.strip().matches(".*\\p{Punct}") ? sentence.strip()
                : sentence.strip() + ".");
        parts.add(0, before);
        parts.add(after);
        return String.join(" ", parts);
    }
}
