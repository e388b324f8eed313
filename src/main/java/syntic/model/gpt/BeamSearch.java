package syntic.model.gpt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the best hypotheses of every row from step to step. A finished one competes with its score as it is; the search
 * ends when all kept ones are finished.
 *
 * @param beams hypotheses kept
 * @param score what they are compared by
 */
public record BeamSearch(int beams, Score score) implements Decoding {
    /** What hypotheses are compared by. The mean form is that of CapDec; the sum form prefers short captions. */
    public enum Score {
        SUM, MEAN;

        /** The log-probability, or its mean over the tokens (the end token counts). */
        public double of(Hypothesis hypothesis) {
            return this == SUM ? hypothesis.logProbability()
                    : hypothesis.logProbability() / Math.max(1, hypothesis.tokens().size());
        }
    }

    /** Where a hypothesis of the next step comes from; {@code live} is -1 for a finished one. */
    private record Offer(Hypothesis hypothesis, double score, int live) {}

    public BeamSearch {
        if (beams < 1) {
            throw new IllegalArgumentException("beam search needs 1 or more beams, not " + beams);
        }
    }

    @Override
    public List<List<Hypothesis>> decode(TokenReader reader, int end, int most) {
        TokenSteps steps = new TokenSteps(reader, beams);
        List<List<Hypothesis>> kept = new ArrayList<>();
        for (int row = 0; row < steps.rows(); row++) {
            kept.add(List.of(Hypothesis.EMPTY));
        }
        for (int length = 0; length < most && steps.rows() > 0; length++) {
            List<TokenSteps.Continuation> continuations = new ArrayList<>();
            int live = 0;
            for (int row = 0; row < kept.size(); row++) {
                List<Hypothesis> before = kept.get(row);
                List<Hypothesis> after = new ArrayList<>();
                for (Offer offer : best(before, live, steps, end)) {
                    after.add(offer.hypothesis());
                    if (!offer.hypothesis().ended()) {
                        List<Integer> tokens = offer.hypothesis().tokens();
                        continuations.add(new TokenSteps.Continuation(offer.live(), tokens.get(tokens.size() - 1)));
                    }
                }
                live += (int) before.stream().filter(hypothesis -> !hypothesis.ended()).count();
                kept.set(row, after);
            }
            if (length + 1 < most) {
                steps.advance(continuations);
            }
        }
        return kept;
    }

    /** The best continuations of one row's hypotheses, whose unfinished ones are read from {@code live} on. */
    private List<Offer> best(List<Hypothesis> hypotheses, int live, TokenSteps steps, int end) {
        List<Offer> offers = new ArrayList<>();
        int next = live;
        for (Hypothesis hypothesis : hypotheses) {
            if (hypothesis.ended()) {
                offers.add(new Offer(hypothesis, score.of(hypothesis), -1));
                continue;
            }
            // No more than the best few tokens of one hypothesis can be among the best few of all.
            for (TokenSteps.Candidate candidate : steps.candidates(next)) {
                Hypothesis longer = hypothesis.followedBy(candidate.token(), candidate.logProbability(), end);
                offers.add(new Offer(longer, score.of(longer), next));
            }
            next++;
        }
        offers.sort(Comparator.comparingDouble(Offer::score).reversed());
        return offers.subList(0, Math.min(beams, offers.size()));
    }
}
