package syntic.corpus;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.corpus.Judgements.Judged;
import syntic.corpus.Judgements.OwnReference;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * Reads what people said of captions, in the files that the data sets come in: {@code ExpertAnnotations.txt} and
 * {@code CrowdFlowerAnnotations.txt} of Flickr8k (Hodosh et al. 2013), the {@code *.csv} of Composite (Aditya et al.
 * 2015), {@code mscoco_THumB-1.0.jsonl} (Kasai et al. 2022) and {@code consensus_pascal.mat} of Pascal-50S (Vedantam et
 * al. 2015). Which it is shows in the file.
 */
public final class JudgementFiles {
    private static final String EXPECTED = "expected Flickr8k's ExpertAnnotations.txt or CrowdFlowerAnnotations.txt "
            + "(five columns with tabs between), a .csv of Composite (with semicolons), THumB's .jsonl, or Pascal-50S' "
            + "consensus_pascal.mat";

    private JudgementFiles() {
    }

    /**
     * Reads a file.
     *
     * @param sentences Flickr8k's {@code Flickr8k.token.txt}, whose sentences its judgements name; null for others
     * @throws CorpusFormatException naming the line that is not as it should be
     */
    public static Judgements read(Path file, Path sentences) throws IOException {
        FileNames.requireFile(file);
        if (Pascal50S.is(file)) {
            return Pascal50S.read(file);
        }
        // Turkers' text is not always valid UTF-8; what a judge saw stays readable in Latin 1.
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines()
                .map(String::strip).toList();
        String first = lines.stream().filter(line -> !line.isEmpty()).findFirst()
                .orElseThrow(() -> new CorpusFormatException(file, "", "the file is empty; " + EXPECTED));
        Judgements read = first.startsWith("{") ? thumb(file)
                : first.contains("Input.") && first.contains(";") ? composite(file)
                : first.split("\t").length == 5 ? flickr8k(file, lines, sentences) : null;
        if (read == null) {
            throw new CorpusFormatException(file, "", "holds no judgements in a format that is known; " + EXPECTED);
        }
        if (read.captions().isEmpty()) {
            throw new CorpusFormatException(file, "", "holds no judgement");
        }
        return read;
    }

    private static Judgements flickr8k(Path file, List<String> lines, Path sentences) throws IOException {
        if (sentences == null) {
            throw new CorpusFormatException(file, "", "Flickr8k's judgements name sentences by their ids; give "
                    + "Flickr8k.token.txt, which has them, too");
        }
        Map<String, String> texts = tokenFile(sentences);
        List<Judged> judged = new ArrayList<>();
        boolean expert = true;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()) {
                continue;
            }
            String place = "line " + (i + 1);
            String[] columns = lines.get(i).split("\t");
            if (columns.length != 5) {
                throw new CorpusFormatException(file, place, columns.length + " columns, expected 5");
            }
            double[] numbers = new double[3];
            for (int c = 0; c < 3; c++) {
                numbers[c] = number(file, place, columns[2 + c]);
            }
            if (judged.isEmpty()) {
                expert = numbers[0] >= 1 && numbers[1] >= 1 && numbers[2] >= 1;
            }
            String text = texts.get(columns[1]);
            if (text == null) {
                throw new CorpusFormatException(file, place, "there is no sentence " + columns[1] + " in " + sentences);
            }
            judged.add(new Judged(columns[0], text, expert ? experts(file, place, numbers)
                    : List.of(crowd(file, place, numbers)), List.of(), place));
        }
        return new Judgements(expert ? "Flickr8k-Expert" : "Flickr8k-Crowdflower", judged, List.of(),
                expert ? OwnReference.LEAVE_OUT_JUDGEMENT : OwnReference.LEAVE_OUT_REFERENCE);
    }

    private static List<Double> experts(Path file, String place, double[] ratings) throws IOException {
        List<Double> checked = new ArrayList<>();
        for (double rating : ratings) {
            if (!(rating >= 1 && rating <= 4)) {
                throw new CorpusFormatException(file, place, "an expert's rating is 1 to 4, not " + rating);
            }
            checked.add(rating);
        }
        return checked;
    }

    /** @param said the share of yes, the number of yes, the number of no */
    private static double crowd(Path file, String place, double[] said) throws IOException {
        if (Math.abs(said[0] * (said[1] + said[2]) - said[1]) > 1e-4 * (said[1] + said[2]) || said[1] + said[2] == 0) {
            throw new CorpusFormatException(file, place, "a share of " + said[0] + " does not fit " + (long) said[1]
                    + " times yes and " + (long) said[2] + " times no");
        }
        return said[0];
    }

    private static Map<String, String> tokenFile(Path file) throws IOException {
        FileNames.requireFile(file);
        Map<String, String> texts = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String[] columns = line.split("\t");
            if (columns.length == 2) {
                texts.put(columns[0], columns[1].strip());
            } else if (!line.isBlank()) {
                throw new CorpusFormatException(file, "line " + number, "expected the id of a sentence, a tab and the "
                        + "sentence, as in Flickr8k.token.txt");
            }
        }
        return texts;
    }

    /** Columns of Mechanical Turk: "Input." the image's address and the captions, "Answer." the captions' ratings. */
    private static Judgements composite(Path file) throws IOException {
        Table table = Table.read().usingOptions(CsvReadOptions.builder(file.toFile()).separator(';')
                .columnTypesToDetect(List.of(ColumnType.STRING)).build());
        List<String> inputs = table.columnNames().stream().filter(name -> name.startsWith("Input.")).toList();
        List<String> answers = table.columnNames().stream().filter(name -> name.startsWith("Answer.")).toList();
        if (inputs.isEmpty() || inputs.size() - 1 != answers.size()) {
            throw new CorpusFormatException(file, "the header", inputs.size() + " columns \"Input.…\" and "
                    + answers.size() + " \"Answer.…\"; expected an address of an image, captions and as many ratings");
        }
        List<Judged> judged = new ArrayList<>();
        for (Row row : table) {
            String address = row.getString(inputs.get(0));
            if (address.isEmpty()) {
                continue;
            }
            String place = "row " + (row.getRowNumber() + 1);
            for (int i = 0; i < answers.size(); i++) {
                judged.add(new Judged(address.substring(address.lastIndexOf('/') + 1),
                        row.getString(inputs.get(i + 1)).strip(),
                        List.of(number(file, place, row.getString(answers.get(i)))), List.of(), place));
            }
        }
        return new Judgements("Composite", judged, List.of(), OwnReference.LEAVE_OUT_REFERENCE);
    }

    /** One line of THumB. */
    private record Thumb(String image, String hyp, Double human_score) {}

    private static Judgements thumb(Path file) throws IOException {
        List<Judged> judged = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String place = "line " + (i + 1);
            try {
                Thumb one = new Gson().fromJson(lines.get(i), Thumb.class);
                if (one.image() == null || one.hyp() == null || one.human_score() == null) {
                    throw new CorpusFormatException(file, place, "needs \"image\", \"hyp\" and \"human_score\"");
                }
                judged.add(new Judged(one.image(), one.hyp(), List.of(one.human_score()), List.of(), place));
            } catch (JsonSyntaxException e) {
                throw new CorpusFormatException(file, place, "not valid JSON (" + e.getMessage() + ")");
            }
        }
        return new Judgements("THumB", judged, List.of(), OwnReference.LEAVE_OUT_REFERENCE);
    }

    private static double number(Path file, String place, String text) throws IOException {
        try {
            double number = Double.parseDouble(text.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for NaN.
        }
        throw new CorpusFormatException(file, place, "'" + text + "' is no rating");
    }
}
