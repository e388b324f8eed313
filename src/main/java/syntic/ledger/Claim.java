package syntic.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import syntic.benchmark.BenchmarkTable;
import syntic.benchmark.Prices;
import syntic.io.Resource;

/**
 * What a paper claims, in our own words.
 *
 * @param paper SynTIC, CapDec or ReCap
 * @param place in the paper
 * @param tests what stored results must show for it to hold; empty where nothing here can
 * @param why   why nothing can, where there are no tests; else empty
 */
public record Claim(String paper, String place, String text, List<Test> tests, String why) {
    /** The file that claims are read from. */
    public static final String TABLE = "claims.tsv";

    /**
     * One system in one condition.
     *
     * @param weight of its score, or of its work, in the difference
     * @param stage  of its work, as in {@link Prices}; null for its score
     */
    record Term(double weight, String system, String condition, String stage) {
        private static final Pattern WRITTEN = Pattern.compile("(?:([0-9.]+) )?([^@]+)@([^@#]+)(?:#([a-z]+))?");

        static Term parse(double sign, String text, String test) {
            Matcher parts = WRITTEN.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException(TABLE + ": '" + text + "' in '" + test
                        + "' is not [FACTOR ]SYSTEM@CONDITION[#STAGE]");
            }
            return new Term(parts.group(1) == null ? sign : sign * Double.parseDouble(parts.group(1)), parts.group(2),
                    parts.group(3), parts.group(4));
        }
    }

    /**
     * That a difference of scores, or of processor seconds, is above 0.
     *
     * @param protocol whose results are looked at
     * @param metric   a metric of {@link BenchmarkTable}, or {@link #WORK}
     * @param terms    of the difference
     * @param text     as it is written
     */
    public record Test(String protocol, String metric, List<Term> terms, String text) {
        /** In a metric's place: processor seconds. */
        static final String WORK = "work";

        static Test parse(String text) {
            String[] parts = text.split(": ", 2);
            String[] sides = parts.length < 2 ? new String[0] : parts[1].split(" > ", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException(TABLE + ": '" + text + "' is no test; it is PROTOCOL[/METRIC]: "
                        + "SYSTEM@CONDITION > SYSTEM@CONDITION");
            }
            String[] protocol = parts[0].split("/", 2);
            List<Term> terms = new ArrayList<>(side(text, sides[0], 1));
            terms.addAll(side(text, sides[1], -1));
            return new Test(protocol[0], protocol.length < 2 ? "CIDEr" : protocol[1], List.copyOf(terms), text);
        }

        private static List<Term> side(String test, String side, double sign) {
            List<Term> terms = new ArrayList<>();
            String[] parts = side.equals("0") ? new String[0] : side.split(" - ", -1);
            for (int i = 0; i < parts.length; i++) {
                terms.add(Term.parse(i == 0 ? sign : -sign, parts[i], test));
            }
            return terms;
        }

        boolean isOfWork() {
            return metric.equals(WORK);
        }

        /** The terms with the rows that they name. @throws IllegalArgumentException if the table lacks one */
        List<BenchmarkTable.Term> of(BenchmarkTable table) {
            return terms.stream().map(term -> new BenchmarkTable.Term(term.weight(), table.rows(term.system()).stream()
                    .filter(row -> row.condition().name().equals(term.condition())).findFirst().orElseThrow()))
                    .toList();
        }
    }

    /** All claims, in the order of the file. */
    public static List<Claim> all() {
        return Resource.lines(Claim.class, TABLE).stream().map(Claim::parse).toList();
    }

    static Claim parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 5 || cells[3].isBlank() == cells[4].isBlank()) {
            throw new IllegalArgumentException(TABLE + ": '" + line + "' needs paper, place and claim, and either "
                    + "tests or why there are none");
        }
        return new Claim(cells[0], cells[1], cells[2], cells[3].isBlank() ? List.of()
                : Arrays.stream(cells[3].split(" ; ")).map(Test::parse).toList(), cells[4]);
    }
}
