package syntic.method;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a system learnt: with its settings, the sentences that it looks up and the frozen models all that turns photos
 * into captions.
 *
 * @param decoder folder of the trained decoder, or null where none is trained
 * @param tokenizer folder with the files of the decoder's tokenizer, or null where that is CLIP's; without a decoder
 *     that of the language model that is used as it is
 * @param numbers what was fitted besides, by name
 * @param seconds processor seconds of what was made besides the decoder, by stage; empty where they were not measured
 */
public record Learned(Path decoder, Path tokenizer, Map<String, double[]> numbers, Map<String, Double> seconds) {
    /** Of a system that uses everything as it is. */
    public static final Learned NOTHING = new Learned(null, null, Map.of(), Map.of());

    public Learned {
        numbers = Map.copyOf(numbers);
        seconds = Map.copyOf(seconds);
    }

    /** A decoder that reads CLIP's tokens. */
    public static Learned decoder(Path folder) {
        return new Learned(folder, null, Map.of(), Map.of());
    }

    /** The same with fitted numbers. */
    public Learned with(Map<String, double[]> fitted) {
        return new Learned(decoder, tokenizer, fitted, seconds);
    }

    /** The same after a stage that took these processor seconds. */
    public Learned after(String stage, double took) {
        return new Learned(decoder, tokenizer, numbers, Map.of(stage, took));
    }

    /** @throws IllegalArgumentException if there are no numbers of this name */
    public double[] numbers(String name) {
        double[] found = numbers.get(name);
        if (found == null) {
            throw new IllegalArgumentException("what was learnt has no '" + name + "' among " + numbers.keySet());
        }
        return found;
    }
}
