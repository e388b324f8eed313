package syntic.metric.meteor;

/** The ways in which METEOR finds words alike, in its order. */
enum Module {
    /** The same word. */
    EXACT(1.0, 1.0),
    /** Different words with the same stem. */
    STEM(0.6, 0.5),
    /** Different words with a sense in common. */
    SYNONYM(0.8, 0.5),
    /** Phrases that a table of paraphrases has. */
    PARAPHRASE(0.6, 0.5);

    /** What a matched word counts in the score (English, ranking task). */
    final double weight;
    private final double searchWeight;

    Module(double weight, double searchWeight) {
        this.weight = weight;
        this.searchWeight = searchWeight;
    }

    /**
     * What a match of so many words counts in the search for the best alignment. METEOR 1.5 adds up whole numbers there
     * and drops fractions, so a single word that matches by stem or synonym counts nothing.
     */
    int gain(int words) {
        return (int) (words * searchWeight);
    }
}
