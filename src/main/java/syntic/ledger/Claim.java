package syntic.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import syntic.io.Resource;

/**
 * What a paper claims, in our own words.
 *
 * @param paper SynTIC, CapDec or ReCap
 * @param place in the paper
 * @param tests  what stored results must show for it to hold; empty where they cannot show it
 * @param needed how many of the tests must: all, unless less is claimed
 * @param why    where there are no tests: the notebook that measures it, or why nothing does; else empty
 */
public record Claim(String paper, String place, String text, List<Inequality> tests, int needed, String why) {
    /** The file that claims are read from. */
    public static final String TABLE = "claims.tsv";
    /** With 1,000 bootstrap samples no single one of more could be told from chance after Holm's correction. */
    static final int MOST_TESTS = 25;
    private static final Pattern SOME = Pattern.compile("([0-9]+) of: (.+)");
    private static final Pattern MEASURED_IN = Pattern.compile("notebook ([0-9]{2}): .+");

    /** Whether a notebook measures it, by models that would take too long here. */
    boolean isMeasuredInNotebook() {
        return MEASURED_IN.matcher(why).matches();
    }

    /** The number of that notebook, such as {@code 02}. */
    String notebook() {
        Matcher written = MEASURED_IN.matcher(why);
        if (!written.matches()) {
            throw new IllegalStateException("no notebook measures '" + text + "'");
        }
        return written.group(1);
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
        Matcher some = SOME.matcher(cells[3]);
        String written = some.matches() ? some.group(2) : cells[3];
        List<Inequality> tests = written.isBlank() ? List.of() : Arrays.stream(written.split(" ; "))
                .flatMap(test -> Inequality.parse(test).stream()).toList();
        int needed = some.matches() ? Integer.parseInt(some.group(1)) : tests.size();
        if (tests.size() > MOST_TESTS) {
            throw new IllegalArgumentException(TABLE + ": '" + cells[2] + "' has " + tests.size() + " tests, of which "
                    + "no single one could refute it; make several claims of it, of " + MOST_TESTS + " tests or fewer");
        }
        if (!tests.isEmpty() && (needed < 1 || needed > tests.size())) {
            throw new IllegalArgumentException(TABLE + ": '" + cells[2] + "' asks for " + needed + " of "
                    + tests.size() + " tests");
        }
        return new Claim(cells[0], cells[1], cells[2], tests, needed, cells[4]);
    }
}
