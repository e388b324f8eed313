package syntic.model.gpt;

import java.util.ArrayList;
import java.util.List;

/** Always the most probable next token. One hypothesis for every row. */
public record GreedyDecoding() implements Decoding {
    @Override
    public List<List<Hypothesis>> decode(TokenReader reader, int end, int most) {
        List<Hypothesis> captions = new ArrayList<>();
        TokenSteps steps = new TokenSteps(reader, 1);
        for (int row = 0; row < steps.rows(); row++) {
            captions.add(Hypothesis.EMPTY);
        }
        List<Integer> unfinished = new ArrayList<>();
        for (int row = 0; row < captions.size(); row++) {
            unfinished.add(row);
        }
        for (int length = 0; length < most && !unfinished.isEmpty(); length++) {
            List<TokenSteps.Continuation> chosen = new ArrayList<>();
            List<Integer> going = new ArrayList<>();
            for (int live = 0; live < unfinished.size(); live++) {
                int row = unfinished.get(live);
                TokenSteps.Candidate best = steps.candidates(live).get(0);
                Hypothesis longer = captions.get(row).followedBy(best.token(), best.logProbability(), end);
                captions.set(row, longer);
                if (!longer.ended()) {
                    chosen.add(new TokenSteps.Continuation(live, best.token()));
                    going.add(row);
                }
            }
            unfinished = going;
            if (length + 1 < most) {
                steps.advance(chosen);
            }
        }
        return captions.stream().map(List::of).toList();
    }
}
