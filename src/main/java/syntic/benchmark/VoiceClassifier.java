package syntic.benchmark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.io.UserException;

/**
 * A naive Bayes classifier of words, which tells the voice that a sentence is in.
 *
 * @param words how often each was seen, by class; every word counts as seen once more
 */
record VoiceClassifier(Map<String, Map<String, Integer>> words, int vocabulary) {
    /** Fewer sentences that read like another voice may be chance. */
    private static final double MIXED = 0.2;

    /** @param classes sentences in each voice, by its name */
    static VoiceClassifier of(Map<String, Corpus> classes) {
        Map<String, Map<String, Integer>> words = new TreeMap<>();
        classes.forEach((name, corpus) -> {
            Map<String, Integer> counts = words.computeIfAbsent(name, none -> new HashMap<>());
            corpus.captions().forEach(caption -> split(caption.text()).forEach(word -> counts.merge(word, 1,
                    Integer::sum)));
        });
        return new VoiceClassifier(words, (int) words.values().stream().flatMap(of -> of.keySet().stream()).distinct()
                .count());
    }

    /**
     * Looks whether sentences of every voice are in it, by a classifier that learnt from all of them.
     *
     * @param classes training sentences in each voice, by its name
     * @throws UserException naming a voice of which a fifth or more reads like another, with such a sentence
     */
    static void requireApart(Map<String, Corpus> classes) {
        VoiceClassifier classifier = of(classes);
        classes.forEach((name, corpus) -> {
            List<Caption> others = corpus.captions().stream()
                    .filter(caption -> !classifier.of(caption.text()).equals(name)).toList();
            if (others.size() >= MIXED * corpus.size() && !others.isEmpty()) {
                String example = others.get(0).text();
                throw new UserException(String.format(Locale.ROOT, "%s: %.0f %% of its %,d sentences read like those "
                        + "of %s, such as '%s' (%s); a voice cannot be learnt from sentences of another: take them out",
                        name, 100.0 * others.size() / corpus.size(), corpus.size(), classifier.of(example), example,
                        others.get(0).id()));
            }
        });
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+")).filter(word -> !word.isEmpty())
                .toList();
    }

    /** The voice of a sentence. */
    String of(String text) {
        String best = "";
        double highest = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Map<String, Integer>> one : words.entrySet()) {
            double all = one.getValue().values().stream().mapToInt(Integer::intValue).sum() + vocabulary;
            double log = split(text).stream().mapToDouble(word ->
                    Math.log((one.getValue().getOrDefault(word, 0) + 1) / all)).sum();
            if (log > highest) {
                highest = log;
                best = one.getKey();
            }
        }
        return best;
    }
}
