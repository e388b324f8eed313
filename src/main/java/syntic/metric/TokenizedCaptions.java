package syntic.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import syntic.metric.CaptionSetException.Problem;

/**
 * What metrics read: for each image one candidate and its references, tokenized (tokens joined by one space). The three
 * lists run in parallel.
 *
 * @param imageIds   the images that have a candidate, in the order of the references
 * @param candidates the candidate of each image
 * @param references the references of each image, at least one
 */
public record TokenizedCaptions(List<String> imageIds, List<String> candidates, List<List<String>> references) {

    public TokenizedCaptions {
        imageIds = List.copyOf(imageIds);
        candidates = List.copyOf(candidates);
        references = references.stream().map(List::copyOf).toList();
        if (candidates.size() != imageIds.size() || references.size() != imageIds.size()) {
            throw new IllegalArgumentException("lists differ in length: " + imageIds.size() + " images, "
                    + candidates.size() + " candidates, " + references.size() + " lists of references");
        }
    }

    /**
     * Pairs candidates with their references and tokenizes both. Images without a candidate are left out.
     *
     * @param references image id to reference captions; its order is the order of the images
     * @param candidates image id to candidate caption
     * @throws CaptionSetException if a candidate has no references, a caption is null or there is no candidate at all
     */
    public static TokenizedCaptions of(Map<String, List<String>> references, Map<String, String> candidates,
            Tokenizer tokenizer) {
        check(references, candidates);
        List<String> imageIds = references.keySet().stream().filter(candidates::containsKey).toList();
        List<String> allReferences = new ArrayList<>();
        imageIds.forEach(id -> allReferences.addAll(references.get(id)));
        var candidateTokens = CompletableFuture.supplyAsync(
                () -> tokenizer.tokenize(imageIds.stream().map(candidates::get).toList()));
        List<String> tokens = tokenizer.tokenize(allReferences);
        List<List<String>> grouped = new ArrayList<>();
        int from = 0;
        for (String id : imageIds) {
            int to = from + references.get(id).size();
            grouped.add(tokens.subList(from, to));
            from = to;
        }
        return new TokenizedCaptions(imageIds, candidateTokens.join(), grouped);
    }

    /** Refuses what {@link #of} refuses, at little cost. */
    public static void check(Map<String, List<String>> references, Map<String, String> candidates) {
        if (candidates.isEmpty()) {
            throw new CaptionSetException(Problem.NO_CANDIDATES, "", "there is no candidate caption to score");
        }
        candidates.forEach((id, caption) -> {
            if (caption == null) {
                throw new CaptionSetException(Problem.NULL_CAPTION, id, "the candidate of image " + id
                        + " is null; use the empty string for an image without a caption");
            }
            List<String> of = references.get(id);
            if (of == null) {
                throw new CaptionSetException(Problem.CANDIDATE_WITHOUT_REFERENCES, id, "image " + id
                        + " has a candidate but no references; are both of the same data set?");
            }
            if (of.isEmpty()) {
                throw new CaptionSetException(Problem.NO_REFERENCES, id, "image " + id
                        + " has an empty list of references; leave out its candidate or add a reference");
            }
            for (int i = 0; i < of.size(); i++) {
                if (of.get(i) == null) {
                    throw new CaptionSetException(Problem.NULL_CAPTION, id, "reference " + i + " of image " + id
                            + " (counted from 0) is null; leave it out or use the empty string");
                }
            }
        });
    }
}
