package syntic.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import syntic.io.Resource;
import syntic.metric.Metrics;

/**
 * The numbers of SynTIC's tables 1 to 4, from {@code published.tsv}, with what stands for its data sets here.
 *
 * @param rows in the order of the paper
 */
record PublishedScores(List<Row> rows) {
    /** What those of the miniature world stand for. */
    private static final Map<String, String> MINIATURE = Map.of("plain", "MSCOCO", "verbose", "Flickr30k", "web",
            "SS1M");
    /** What those of one's own are, by what their names contain. */
    private static final List<Map.Entry<String, String>> OWN = List.of(Map.entry("coco", "MSCOCO"),
            Map.entry("flickr30k", "Flickr30k"), Map.entry("ss1m", "SS1M"));
    private static final String NONE = "-";

    /**
     * One system on one data set.
     *
     * @param table  number of the table
     * @param data   such as {@code MSCOCO} or {@code MSCOCO to Flickr30k}
     * @param name   of the row in the paper
     * @param system its name here; empty if it is not one of the systems here
     * @param bound  whether it is what the others are compared with: trained on photos with their captions, the best
     *     that reads features of CLIP where there is one
     * @param scores by metric, times 100; without those that the paper leaves out
     */
    public record Row(int table, String data, String name, Optional<String> system, boolean bound,
            Map<String, Double> scores) {

        OptionalDouble score(String metric) {
            Double score = scores.get(metric);
            return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
        }
    }

    public static PublishedScores read() {
        return new PublishedScores(Resource.cells(PublishedScores.class, "published.tsv").stream()
                .map(PublishedScores::row).toList());
    }

    private static Row row(String[] cells) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (int i = 0; i < Metrics.PAPERS.size(); i++) {
            if (!cells[5 + i].equals(NONE)) {
                scores.put(Metrics.PAPERS.get(i), Double.valueOf(cells[5 + i]));
            }
        }
        return new Row(Integer.parseInt(cells[0]), cells[1], cells[2],
                cells[3].equals(NONE) ? Optional.empty() : Optional.of(cells[3]), !cells[4].isEmpty(), scores);
    }

    /** The table of the paper that a protocol has the shape of, if it is one of its tables. */
    static Optional<Integer> table(String protocol) {
        int table = List.of("in-domain", "cross-domain", "zero-shot", "ablation").indexOf(protocol) + 1;
        return table == 0 ? Optional.empty() : Optional.of(table);
    }

    /** What the paper calls the data of a condition, if it has such data. */
    static Optional<String> data(Condition condition) {
        Optional<String> source = data(condition.source());
        Optional<String> target = data(condition.target());
        return source.isEmpty() || target.isEmpty() ? Optional.empty()
                : Optional.of(condition.source().equals(condition.target()) ? target.get()
                : source.get() + " to " + target.get());
    }

    private static Optional<String> data(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(MINIATURE.get(name)).or(() -> OWN.stream()
                .filter(one -> lower.contains(one.getKey())).map(Map.Entry::getValue).findFirst());
    }

    /** The rows of a table on the data of a condition; what was trained on no data stands beside any. */
    List<Row> rows(int table, String data) {
        return rows.stream().filter(row -> row.table() == table && (row.data().equals(data)
                || row.data().startsWith("to ") && data.endsWith(" " + row.data()))).toList();
    }

    /** What rows on photos of a data set are compared with. @param data such as {@code SS1M to MSCOCO} */
    OptionalDouble bound(String data, String metric) {
        String target = data.substring(data.lastIndexOf(' ') + 1);
        return rows.stream().filter(row -> row.bound() && row.data().equals(target)).findFirst()
                .map(row -> row.score(metric)).orElse(OptionalDouble.empty());
    }
}
