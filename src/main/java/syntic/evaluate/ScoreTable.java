package syntic.evaluate;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import syntic.metric.Bootstrap;
import syntic.metric.Bootstrap.Interval;

/** Scores of one or several systems as tables for a terminal, times 100 as papers print them. */
final class ScoreTable {
    private static final String CIDER = "CIDEr";

    private ScoreTable() {
    }

    static void print(List<SystemScores> systems, List<SystemScores.Pair> pairs, Bootstrap bootstrap,
            PrintStream out) {
        out.printf(Locale.ROOT, "Scores times 100 with 95 %% bootstrap intervals over images (%,d samples)%n%n",
                bootstrap.samples());
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Map<String, String> variants = new LinkedHashMap<>();
        for (SystemScores system : systems) {
            add(rows, "", system.file().toString());
            add(rows, "images", String.format(Locale.ROOT, "%,d", system.scores().imageIds().size()));
            system.samples().intervals().forEach((name, score) -> add(rows, label(name), cell("%.2f", score)));
            variants.putAll(system.scores().variants());
        }
        print(rows, out);
        variants.values().stream().distinct().forEach(variant -> out.printf("%n%s: %s%n", variants.keySet().stream()
                .filter(name -> variants.get(name).equals(variant)).map(ScoreTable::label)
                .collect(Collectors.joining(", ")), variant));
        if (rows.containsKey(label(CIDER)) && systems.stream().anyMatch(of -> of.scores().imageIds().size() == 1)) {
            out.printf("%nCIDEr-D of a single image is 0 by its definition: words count by how many other images lack "
                    + "them.%n");
        }
        pairs.forEach(pair -> print(pair, out));
    }

    private static void print(SystemScores.Pair pair, PrintStream out) {
        out.printf(Locale.ROOT, "%n%s minus %s, paired over %,d images", pair.second().file(), pair.first().file(),
                pair.images());
        int most = Math.max(pair.first().captions().size(), pair.second().captions().size());
        out.println(pair.images() == 0 ? ": not compared, they have no image in common"
                : pair.images() < most ? " (those that both have)" : "");
        Map<String, List<String>> rows = new LinkedHashMap<>();
        pair.differences().forEach((name, comparison) -> {
            add(rows, label(name), cell("%+.2f", comparison.difference()));
            add(rows, label(name), String.format(Locale.ROOT, "p = %.3f", comparison.pValue()));
        });
        print(rows, out);
    }

    static void add(Map<String, List<String>> rows, String label, String cell) {
        rows.computeIfAbsent(label, name -> new ArrayList<>()).add(cell);
    }

    static void print(Map<String, List<String>> rows, PrintStream out) {
        int widest = rows.keySet().stream().mapToInt(String::length).max().orElse(1);
        rows.forEach((label, cells) -> {
            StringBuilder line = new StringBuilder(String.format("  %-" + widest + "s", label));
            for (int column = 0; column < cells.size(); column++) {
                int at = column;
                int width = rows.values().stream().mapToInt(row -> row.get(at).length()).max().orElseThrow();
                line.append("  ").append(String.format("%-" + width + "s", cells.get(column)));
            }
            out.println(line.toString().stripTrailing());
        });
    }

    static String label(String name) {
        return name.equals(CIDER) ? "CIDEr-D" : name;
    }

    private static String cell(String format, Interval interval) {
        return String.format(Locale.ROOT, format + "  [" + format + ", " + format + "]", 100 * interval.value(),
                100 * interval.low(), 100 * interval.high());
    }
}
