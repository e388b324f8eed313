package syntic.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import syntic.corpus.Judgements.Choice;
import syntic.corpus.Judgements.Judged;
import syntic.corpus.Judgements.OwnReference;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/**
 * Pascal-50S: for each of 4,000 pairs of captions, 48 sentences of the image and whether each is more like the first
 * (1) or the second (-1), in {@code consensus_pascal.mat}; which image and what kind of pair in {@code pair_pascal.mat}
 * beside it. Fields are read by their order.
 */
final class Pascal50S {
    /** Sentences that metrics are given of those that people compared with, as many as COCO has; drawn once. */
    private static final int REFERENCES = 5;
    private static final String[] KINDS = {"HC", "HI", "HM", "MM"};
    private static final String PAIRS = "pair_pascal.mat";

    private Pascal50S() {
    }

    static boolean is(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(6), java.nio.charset.StandardCharsets.ISO_8859_1).equals("MATLAB");
        }
    }

    static Judgements read(Path file) throws IOException {
        Path beside = file.resolveSibling(PAIRS);
        if (file.getFileName().toString().equals(PAIRS)) {
            throw new CorpusFormatException(file, "", "holds the pairs alone; give consensus_pascal.mat, which stands "
                    + "beside it and has the votes");
        }
        FileNames.requireFile(beside);
        Struct triplets = variable(file, "triplets", () -> open(file).getStruct("triplets"));
        Struct pairs = variable(beside, "new_input", () -> open(beside).getStruct("new_input"));
        Matrix kinds = variable(beside, "category", () -> open(beside).getMatrix("category"));
        int count = pairs.getNumElements();
        if (count == 0 || triplets.getNumElements() % count != 0 || kinds.getNumElements() != count) {
            throw new CorpusFormatException(file, "triplets", triplets.getNumElements() + " votes and "
                    + kinds.getNumElements() + " kinds for the " + count + " pairs of " + beside);
        }
        List<Judged> captions = new ArrayList<>();
        List<Choice> choices = new ArrayList<>();
        int votes = triplets.getNumElements() / count;
        for (int i = 0; i < count; i++) {
            int from = i * votes;
            int of = i;
            List<String> references = new SplittableRandom(i).ints(0, votes).distinct()
                    .limit(Math.min(REFERENCES, votes)).mapToObj(v -> text(field(triplets, 0, from + v))).toList();
            String image = text(field(pairs, 0, i));
            for (int side = 1; side <= 2; side++) {
                captions.add(new Judged(image, text(field(pairs, side, i)), List.of(), references, "pair " + (i + 1)));
            }
            int first = 0;
            for (int v = 0; v < votes; v++) {
                String chosen = text(field(triplets, winner(triplets, from + v) ? 1 : 2, from + v));
                if (!chosen.equals(captions.get(2 * of).text()) && !chosen.equals(captions.get(2 * of + 1).text())) {
                    throw new CorpusFormatException(file, "triplets[" + (from + v) + "]", "chooses a caption that is "
                            + "not of pair " + (i + 1) + " of " + beside);
                }
                first += chosen.equals(captions.get(2 * of).text()) ? 1 : -1;
            }
            choices.add(new Choice(2 * i, 2 * i + 1, first, kind(beside, kinds.getInt(i))));
        }
        return new Judgements("Pascal-50S", captions, choices, OwnReference.LEAVE_OUT_REFERENCE);
    }

    private static MatFile open(Path file) {
        try {
            return Mat5.readFromFile(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static <T> T variable(Path file, String name, Supplier<T> read) throws IOException {
        try {
            return read.get();
        } catch (RuntimeException e) {
            throw new CorpusFormatException(file, name, "cannot be read; expected a file of Pascal-50S ("
                    + e.getMessage() + ")");
        }
    }

    private static Array field(Struct struct, int field, int at) {
        return struct.get(struct.getFieldNames().get(field), at);
    }

    private static boolean winner(Struct triplets, int at) {
        Array value = field(triplets, 3, at);
        return (value instanceof Cell cell ? cell.getMatrix(0) : (Matrix) value).getInt(0) == 1;
    }

    private static String text(Array value) {
        return (value instanceof Cell cell ? cell.getChar(0) : (Char) value).getRow(0).strip();
    }

    private static String kind(Path file, int number) throws IOException {
        if (number < 1 || number > KINDS.length) {
            throw new CorpusFormatException(file, "category", number + " is no kind of pair; there are 1 to "
                    + KINDS.length + " for " + Arrays.toString(KINDS));
        }
        return KINDS[number - 1];
    }
}
