package syntic.metric.meteor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * An alignment of the reference words up to some word. Immutable; a longer one refers to the matches that it continues.
 *
 * @param taken        its matches
 * @param gain         what its matches count
 * @param chunks       the closed chunks: runs of matches that are adjacent and in the same order in both captions
 * @param chunkEnd     the candidate word after the open chunk, -1 where none is open
 * @param next         the reference word after the last match or the last word left out
 * @param distance     the sum of distances, see {@link AlignmentSearch}
 * @param usedWords    the candidate words that are taken, those of the last match once it is {@link #marked}; not to be
 *                     changed
 */
record PartialAlignment(Taken taken, int gain, int chunks, int chunkEnd, int next, int distance, BitSet usedWords) {

    /** Better ones first: more matched words, then fewer chunks, then nearer places. */
    static final Comparator<PartialAlignment> BETTER = (a, b) -> a.gain != b.gain ? Integer.compare(b.gain, a.gain)
            : a.chunks != b.chunks ? Integer.compare(a.chunks, b.chunks) : Integer.compare(a.distance, b.distance);

    /** The last match and those before it; null stands for none. */
    private record Taken(Taken before, Match match) {
    }

    static PartialAlignment start(BitSet usedWords) {
        return new PartialAlignment(null, 0, 0, -1, 0, 0, usedWords);
    }

    boolean isFree(Match wanted) {
        int used = usedWords.nextSetBit(wanted.candidateStart());
        return used == -1 || used >= wanted.candidateEnd();
    }

    /** Whether a match makes its open chunk longer, or begins the first one, so that no chunk is closed. */
    boolean isContinuedBy(Match match) {
        return chunkEnd == -1 || chunkEnd == match.candidateStart();
    }

    /** Continues with a match. */
    PartialAlignment with(Match match, int newDistance) {
        return new PartialAlignment(new Taken(taken, match), gain + match.gain(),
                isContinuedBy(match) ? chunks : chunks + 1, match.candidateEnd(), match.referenceEnd(), newDistance,
                usedWords);
    }

    /** With the words of its last match marked as used; only for those that are kept, because it takes a copy. */
    PartialAlignment marked() {
        if (taken == null || isMarked(taken.match)) {
            return this;
        }
        BitSet used = (BitSet) usedWords.clone();
        used.set(taken.match.candidateStart(), taken.match.candidateEnd());
        return new PartialAlignment(taken, gain, chunks, chunkEnd, next, distance, used);
    }

    private boolean isMarked(Match match) {
        return usedWords.nextClearBit(match.candidateStart()) >= match.candidateEnd();
    }

    /** Continues without a match for the next reference word. */
    PartialAlignment skipping(int newDistance) {
        return new PartialAlignment(taken, gain, closedChunks(), -1, next + 1, newDistance, usedWords);
    }

    /** All chunks, the open one too. */
    int closedChunks() {
        return chunkEnd == -1 ? chunks : chunks + 1;
    }

    PartialAlignment finished() {
        return new PartialAlignment(taken, gain, closedChunks(), -1, next, distance, usedWords);
    }

    /** The matches in the order of the reference. */
    List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        for (Taken last = taken; last != null; last = last.before) {
            matches.add(last.match);
        }
        Collections.reverse(matches);
        return matches;
    }
}
