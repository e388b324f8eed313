package syntic.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import syntic.metric.Metrics;
import syntic.stage.Evaluation;

/**
 * One thing that must be so for a claim to hold: that what was measured on the left is higher than on the right.
 *
 * <p>Written {@code PROTOCOL[/MEASURE]: SIDE > SIDE}. A side is a number, or {@code [FACTOR ]SYSTEM@CONDITION}, of
 * which {@code SYSTEM@CONDITION / CONDITION} is the share of the second condition's score that is left in the first;
 * with {@code " - "} between several it is their difference, with {@code " | "} the highest of them. One line may
 * stand for several inequalities: measures with a {@code +} between them, or a name of {@link #GROUPS}; several right
 * sides with {@code " & "}; and {@code A ~ B}, on a par, for A within {@link #BAND} of B to either side. Results of two
 * protocols on the same photos are {@code PROTOCOL+PROTOCOL}.
 *
 * @param protocols whose results are looked at together
 * @param measure   one of {@link Measures}, or {@link #WORK}
 * @param terms     all that occur on either side, in the order of the values in {@link #difference}
 * @param sides     indices of the terms: [left, right][alternative][summand]
 * @param text      as it is written, for this inequality alone
 */
public record Inequality(List<String> protocols, String measure, List<Term> terms, List<List<int[]>> sides,
        String text) {
    /** In a measure's place: processor seconds. */
    static final String WORK = "work";
    /** For the seconds of all stages. */
    static final String WHOLE = "whole";
    /** How far from another's a score on a par may be, as a share of the other's. */
    static final double BAND = 0.1;
    /** Measures that are claimed together. */
    static final Map<String, List<String>> GROUPS = Map.of("all", Metrics.PAPERS, "clip", Measures.CLIP);
    private static final String USUAL = "CIDEr";
    private static final Pattern TERM = Pattern.compile("(?:([0-9.]+) )?([^@]+)@([^@#/]+?(?:/[^@#/ ]+)?)"
            + "(?: / ([^@#]+))?(?:#([a-z]+))?");

    /**
     * One system in one condition, or a number.
     *
     * @param weight    what its score is multiplied by; the number itself where there is no system
     * @param system    empty for a number
     * @param base      the condition whose score its own is divided by; empty where it is not
     * @param stage     of its work, as in {@link syntic.benchmark.Prices}; empty for a score
     */
    record Term(double weight, String system, String condition, String base, String stage) {
        boolean isNumber() {
            return system.isEmpty();
        }

        /** Without its sign, such as {@code 0.9 DeCap (plain)}. */
        String text() {
            String factor = new BigDecimal(Double.toString(Math.abs(weight))).stripTrailingZeros().toPlainString();
            return isNumber() ? factor : (factor.equals("1") ? "" : factor + " ") + system + " (" + condition
                    + (base.isEmpty() ? "" : " as a share of " + base) + (stage.isEmpty() ? "" : ", " + stage) + ")";
        }

        /** Of every condition that it looks at. */
        List<String> conditions() {
            return Stream.of(condition, base).filter(one -> !one.isEmpty()).toList();
        }
    }

    /** @return one or more, each of which must hold. @throws IllegalArgumentException saying what it should be */
    static List<Inequality> parse(String text) {
        String[] parts = text.split(": ", 2);
        if (parts.length < 2) {
            throw refused(text);
        }
        String[] where = parts[0].split("/", 2);
        List<Inequality> all = new ArrayList<>();
        for (String measure : where.length < 2 ? List.of(USUAL) : measures(where[1])) {
            String before = where[0] + (measure.equals(USUAL) ? "" : "/" + measure);
            for (String[] sides : sides(text, parts[1])) {
                all.add(of(List.of(where[0].split("\\+")), measure, sides[0], sides[1],
                        before + ": " + sides[0] + " > " + sides[1]));
            }
        }
        return List.copyOf(all);
    }

    private static List<String> measures(String written) {
        return Arrays.stream(written.split("\\+")).flatMap(one -> GROUPS.getOrDefault(one, List.of(one)).stream())
                .toList();
    }

    private static List<String[]> sides(String text, String written) {
        boolean par = written.contains(" ~ ");
        String[] sides = written.split(par ? " ~ " : " > ", -1);
        if (sides.length != 2) {
            throw refused(text);
        }
        List<String[]> all = new ArrayList<>();
        for (String right : sides[1].split(" & ")) {
            all.add(new String[] {sides[0], (par ? 1 - BAND + " " : "") + right});
            if (par) {
                all.add(new String[] {1 + BAND + " " + right, sides[0]});
            }
        }
        return all;
    }

    private static Inequality of(List<String> protocols, String measure, String left, String right, String text) {
        List<Term> terms = new ArrayList<>();
        List<List<int[]>> sides = new ArrayList<>();
        for (String side : List.of(left, right)) {
            List<int[]> alternatives = new ArrayList<>();
            for (String sum : side.split(" \\| ")) {
                List<Integer> places = new ArrayList<>();
                for (String term : sum.split(" - ")) {
                    Term one = term(places.isEmpty() ? 1 : -1, term, text);
                    if (!one.isNumber() && one.stage().isEmpty() == measure.equals(WORK)) {
                        throw refused(text);
                    }
                    places.add(terms.size());
                    terms.add(one);
                }
                alternatives.add(places.stream().mapToInt(Integer::intValue).toArray());
            }
            sides.add(alternatives);
        }
        if (terms.stream().allMatch(Term::isNumber)) {
            throw refused(text);
        }
        return new Inequality(protocols, measure, List.copyOf(terms), List.copyOf(sides), text);
    }

    private static Term term(double sign, String text, String whole) {
        if (text.matches("[0-9.]+")) {
            return new Term(sign * Double.parseDouble(text), "", "", "", "");
        }
        Matcher parts = TERM.matcher(text);
        if (!parts.matches()) {
            throw refused(whole);
        }
        return new Term(parts.group(1) == null ? sign : sign * Double.parseDouble(parts.group(1)), parts.group(2),
                parts.group(3), parts.group(4) == null ? "" : parts.group(4),
                parts.group(5) == null ? "" : parts.group(5));
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(Claim.TABLE + ": '" + text + "' is no test; it is PROTOCOL[/MEASURE]: "
                + "SIDE > SIDE or SIDE ~ SIDE, of [FACTOR ]SYSTEM@CONDITION[ / CONDITION], with #STAGE where processor "
                + "seconds are compared, or of numbers");
    }

    /**
     * What {@link #difference} is the difference of, such as {@code SynTIC (plain) minus 0.9 DeCap (plain)}, and then the
     * protocols and the measure, where it is not the usual one.
     */
    String minus() {
        String where = String.join(" and ", protocols);
        return side(0) + " minus " + side(1) + " (" + (measure.equals(USUAL) ? where : where + ", "
                + Evaluation.shown(measure)) + ")";
    }

    private String side(int number) {
        return sides.get(number).stream().map(places -> Arrays.stream(places).mapToObj(i -> terms.get(i).text())
                .collect(Collectors.joining(" less "))).collect(Collectors.joining(" or "));
    }

    boolean isOfWork() {
        return measure.equals(WORK);
    }

    /** The terms that are no numbers. */
    List<Term> systems() {
        return terms.stream().filter(term -> !term.isNumber()).toList();
    }

    /** Left minus right. @param values of {@link #systems}: of each its score, and that which it is divided by */
    ToDoubleFunction<double[]> difference() {
        return values -> {
            double[] ofTerms = new double[terms.size()];
            int at = 0;
            for (int i = 0; i < ofTerms.length; i++) {
                Term term = terms.get(i);
                double value = term.isNumber() ? 1 : values[at++];
                ofTerms[i] = term.weight() * (term.base().isEmpty() ? value : value / values[at++]);
            }
            return highest(sides.get(0), ofTerms) - highest(sides.get(1), ofTerms);
        };
    }

    private static double highest(List<int[]> alternatives, double[] ofTerms) {
        return alternatives.stream().mapToDouble(places -> Arrays.stream(places).mapToDouble(i -> ofTerms[i]).sum())
                .max().orElseThrow();
    }
}
