package syntic.metric.meteor;

/** Words of a candidate, one or (paraphrases only) several in a row, that may be aligned with words of a reference. */
record Match(Module module, int candidateStart, int candidateLength, int referenceStart, int referenceLength) {

    static Match ofWords(Module module, int candidateWord, int referenceWord) {
        return new Match(module, candidateWord, 1, referenceWord, 1);
    }

    /** The same match with another place of the reference. */
    Match at(int otherReferenceStart) {
        return new Match(module, candidateStart, candidateLength, otherReferenceStart, referenceLength);
    }

    int candidateEnd() {
        return candidateStart + candidateLength;
    }

    int referenceEnd() {
        return referenceStart + referenceLength;
    }

    int gain() {
        return module.gain(candidateLength) + module.gain(referenceLength);
    }

    /** How far apart the two places are. */
    int distance() {
        return Math.abs(candidateStart - referenceStart);
    }
}
