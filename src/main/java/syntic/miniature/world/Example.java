package syntic.miniature.world;

/**
 * A sentence of a corpus.
 *
 * @param id identifies the sentence, for instance {@code plain-test-00012-3}
 * @param imageId identifies its scene and photo, for instance {@code plain-test-00012}
 * @param described the sentence and what it states
 */
public record Example(String id, String imageId, Described described) { }
