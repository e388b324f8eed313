package syntic.metric.meteor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * An alignment of the reference words up to some word. Immutable; a longer one refers to the one that it continues.
 *
 * @param previous     what it continues; null at the start
 * @param match        the last match; null where a reference word was left out
 * @param gain         what its matches count
 * @param chunks       the closed chunks: runs of matches that are adjacent and in the same order in both captions
 * @param chunkEnd     the candidate word after the open chunk, -1 where none is open
 * @param next         the reference word after the last match or the last word left out
 * @param distance     the sum of distances, see {@link AlignmentSearch}
 * @param usedWords    the candidate words that are taken; not to be changed
 */
record PartialAlignment(PartialAlignment previous, Match match, int gain, int chunks, int chunkEnd, int next,
        int distance, boolean[] usedWords) {

    /** Better ones first: more matched words, then fewer chunks, then nearer places. */
    static final Comparator<PartialAlignment> BETTER = (a, b) -> a.gain != b.gain ? Integer.compare(b.gain, a.gain)
            : a.chunks != b.chunks ? Integer.compare(a.chunks, b.chunks) : Integer.compare(a.distance, b.distance);

    static PartialAlignment start(boolean[] usedWords) {
        return new PartialAlignment(null, null, 0, 0, -1, 0, 0, usedWords);
    }

    boolean isFree(Match wanted) {
        for (int i = wanted.candidateStart(); i < wanted.candidateEnd(); i++) {
            if (usedWords[i]) {
                return false;
            }
        }
        return true;
    }

    /** Continues with a match whose words are marked as used already. */
    PartialAlignment with(Match taken, int newDistance, boolean[] used) {
        boolean breaks = chunkEnd != -1 && chunkEnd != taken.candidateStart();
        return new PartialAlignment(this, taken, gain + taken.gain(), breaks ? chunks + 1 : chunks,
                taken.candidateEnd(), taken.referenceEnd(), newDistance, used);
    }

    /** Continues with a match, marking its words. */
    PartialAlignment taking(Match taken, int newDistance) {
        boolean[] used = usedWords.clone();
        for (int i = taken.candidateStart(); i < taken.candidateEnd(); i++) {
            used[i] = true;
        }
        return with(taken, newDistance, used);
    }

    /** Continues without a match for the next reference word. */
    PartialAlignment skipping(int newDistance) {
        return new PartialAlignment(this, null, gain, closedChunks(), -1, next + 1, newDistance, usedWords);
    }

    /** All chunks, the open one too. */
    int closedChunks() {
        return chunkEnd == -1 ? chunks : chunks + 1;
    }

    PartialAlignment finished() {
        return new PartialAlignment(previous, match, gain, closedChunks(), -1, next, distance, usedWords);
    }

    /** The matches in the order of the reference. */
    List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        for (PartialAlignment part = this; part != null; part = part.previous) {
            if (part.match != null) {
                matches.add(part.match);
            }
        }
        Collections.reverse(matches);
        return matches;
    }
}
