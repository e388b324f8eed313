package syntic.metric;

import syntic.io.UserException;

/** Candidates and references that do not fit together; the message names the image and the remedy. */
public final class CaptionSetException extends UserException {

    /** What is wrong. */
    public enum Problem {
        /** There is nothing to score. */
        NO_CANDIDATES,
        /** A candidate belongs to an image for which there are no reference captions. */
        CANDIDATE_WITHOUT_REFERENCES,
        /** An image that is to be scored has an empty list of references. */
        NO_REFERENCES,
        /** A candidate or reference is null. */
        NULL_CAPTION,
        /** Two sets of scores that are to be compared are of different images. */
        DIFFERENT_IMAGES
    }

    private final Problem problem;
    private final String imageId;

    public CaptionSetException(Problem problem, String imageId, String message) {
        super(message);
        this.problem = problem;
        this.imageId = imageId;
    }

    public Problem problem() {
        return problem;
    }

    /** The image concerned; empty where the problem is not one of a single image. */
    public String imageId() {
        return imageId;
    }
}
