package syntic.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import syntic.benchmark.BenchmarkTable;

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

    /** One system in one condition. @param weight of its score in the difference */
    record Term(double weight, String system, String condition) {}

    /**
     * That a difference of scores is above 0.
     *
     * @param protocol whose results are looked at
     * @param metric   {@code CIDEr}, {@code Bleu_4} or {@code ROUGE_L}
     * @param terms    of the difference
     * @param text     as it is written
     */
    public record Test(String protocol, String metric, List<Term> terms, String text) {
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
                String[] term = parts[i].split("@", -1);
                if (term.length != 2) {
                    throw new IllegalArgumentException(TABLE + ": '" + parts[i] + "' in '" + test
                            + "' is not SYSTEM@CONDITION");
                }
                terms.add(new Term(i == 0 ? sign : -sign, term[0], term[1]));
            }
            return terms;
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
        try (InputStream in = Objects.requireNonNull(Claim.class.getResourceAsStream(TABLE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(Claim::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
