package syntic.miniature;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import syntic.miniature.Reading.Sighting;
import syntic.miniature.world.Mention;
import syntic.miniature.world.Relation;
import syntic.miniature.world.StatedFacts;

/**
 * Which of the stated facts a picture shows. A share with nothing to judge is 0 of 0.
 *
 * @param setting whether the setting is the stated one
 * @param kinds of how many mentions an object of the kind is there
 * @param colours of how many mentions an object of the colour is there
 * @param objects of how many mentions an object of the kind is there that has the stated colour, if one is stated
 * @param counts of how many mentions the number of objects of the kind is as stated
 * @param relation whether the two things, told apart by kind or colour, are on the stated side of each other; judged
 *     where both are found and the relation is left, right, above or below
 * @param whole whether all of this is right and, where there is a relation to judge, it could be judged
 */
public record Verdict(Share setting, Share kinds, Share colours, Share objects, Share counts, Share relation,
        Share whole) {

    /** {@code right} out of {@code all}. */
    public record Share(int right, int all) {
        static final Share NONE = new Share(0, 0);

        static Share of(boolean right) {
            return new Share(right ? 1 : 0, 1);
        }

        public Share plus(Share other) {
            return new Share(right + other.right, all + other.all);
        }

        /** Between 0 and 1; NaN where nothing was judged. */
        public double value() {
            return all == 0 ? Double.NaN : (double) right / all;
        }

        boolean complete() {
            return right == all;
        }
    }

    private static final Verdict NOTHING = new Verdict(Share.NONE, Share.NONE, Share.NONE, Share.NONE, Share.NONE,
            Share.NONE, Share.NONE);

    /** The shares of all the verdicts together. */
    public static Verdict sum(List<Verdict> verdicts) {
        return verdicts.stream().reduce(NOTHING, Verdict::plus);
    }

    private Verdict plus(Verdict other) {
        return new Verdict(setting.plus(other.setting), kinds.plus(other.kinds), colours.plus(other.colours),
                objects.plus(other.objects), counts.plus(other.counts), relation.plus(other.relation),
                whole.plus(other.whole));
    }

    /** The shares by their names, in the order in which they are best read. */
    public Map<String, Share> shares() {
        Map<String, Share> shares = new LinkedHashMap<>();
        shares.put("setting", setting);
        shares.put("colour", colours);
        shares.put("kind", kinds);
        shares.put("kind with colour", objects);
        shares.put("count", counts);
        shares.put("relation", relation);
        shares.put("everything", whole);
        return shares;
    }

    static Verdict of(Reading reading, StatedFacts facts) {
        Share setting = facts.setting() == null ? Share.NONE : Share.of(facts.setting() == reading.setting());
        Share kinds = Share.NONE;
        Share colours = Share.NONE;
        Share objects = Share.NONE;
        Share counts = Share.NONE;
        for (Mention mention : facts.mentions()) {
            List<Sighting> same = reading.objects().stream().filter(seen -> seen.kind() == mention.kind()).toList();
            kinds = kinds.plus(Share.of(!same.isEmpty()));
            objects = objects.plus(Share.of(same.stream().anyMatch(
                    seen -> mention.colour() == null || seen.colour() == mention.colour())));
            if (mention.colour() != null) {
                colours = colours.plus(Share.of(reading.objects().stream().anyMatch(
                        seen -> seen.colour() == mention.colour())));
            }
            counts = counts.plus(Share.of(mention.fewest() <= same.size() && same.size() <= mention.most()));
        }
        Share relation = relation(reading, facts);
        boolean whole = setting.complete() && objects.complete() && counts.complete() && relation.complete()
                && (!judgeable(facts.relation()) || relation.all() > 0);
        return new Verdict(setting, kinds, colours, objects, counts, relation, Share.of(whole));
    }

    /** What of the shares is not complete: two hexadecimal digits, a bit for each, that of the first the lowest. */
    String missed() {
        int bits = 0;
        int place = 0;
        for (Share share : shares().values()) {
            bits |= share.complete() ? 0 : 1 << place;
            place++;
        }
        return HexFormat.of().toHexDigits((byte) bits);
    }

    /** Whether a picture can be judged by it. */
    static boolean judgeable(Relation relation) {
        return relation == Relation.LEFT_OF || relation == Relation.RIGHT_OF || relation == Relation.ABOVE
                || relation == Relation.BELOW;
    }

    private static Share relation(Reading reading, StatedFacts facts) {
        if (!judgeable(facts.relation())) {
            return Share.NONE;
        }
        Mention first = facts.mentions().get(0);
        Mention second = facts.mentions().get(1);
        Optional<double[]> from = place(reading, first, second);
        Optional<double[]> to = place(reading, second, first);
        if (from.isEmpty() || to.isEmpty()) {
            return Share.NONE;
        }
        double right = to.get()[0] - from.get()[0];
        double down = to.get()[1] - from.get()[1];
        return Share.of(switch (facts.relation()) {
            case LEFT_OF -> right > Math.abs(down);
            case RIGHT_OF -> -right > Math.abs(down);
            case ABOVE -> down > Math.abs(right);
            default -> -down > Math.abs(right);
        });
    }

    /** The mean place of what fits the mention best: kind and colour, else one of them, never what fits the other. */
    private static Optional<double[]> place(Reading reading, Mention mention, Mention other) {
        List<Sighting> best = new ArrayList<>();
        int most = 0;
        for (Sighting seen : reading.objects()) {
            int fit = fit(seen, mention);
            if (fit > fit(seen, other) && fit >= most) {
                if (fit > most) {
                    best.clear();
                }
                most = fit;
                best.add(seen);
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(new double[] {
            best.stream().mapToDouble(Sighting::x).average().orElseThrow(),
            best.stream().mapToDouble(Sighting::y).average().orElseThrow()});
    }

    private static int fit(Sighting seen, Mention mention) {
        return (seen.kind() == mention.kind() ? 2 : 0) + (seen.colour() == mention.colour() ? 1 : 0);
    }
}
