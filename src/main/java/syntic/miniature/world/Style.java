package syntic.miniature.world;

/** The ways of writing, each of a corpus with its own mix of scenes. */
public enum Style {
    /** Short and rich in attributes; stands for MSCOCO. */
    PLAIN,
    /** Longer, other phrases, more people and animals; stands for Flickr30k. */
    VERBOSE,
    /** Titles, tags and typos, details left out; training sentences only; stands for SS1M. */
    WEB
}
