package syntic.miniature.world;

/**
 * A sentence and what it states.
 *
 * @param sentence lower-case words with single spaces between
 * @param facts what the sentence states of its scene, and no more
 */
public record Described(String sentence, StatedFacts facts) { }
