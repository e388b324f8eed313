package syntic.metric.spice;

import java.util.List;

/** Finds the grammatical structure of captions. Implementations may be called by several threads. */
public interface DependencyParser {

    /** Parser, version and model, in words; parses of different names are not mixed. */
    String name();

    /**
     * Parses a caption.
     *
     * @param caption tokens of the caption, joined by one space; may be empty
     * @return its sentences, none for a caption without tokens
     */
    List<Sentence> parse(String caption);
}
