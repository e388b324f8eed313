package syntic.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.metric.ReferenceData;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/** {@code evaluate --judgements} on small files in the formats of the data sets, by values worked out by hand. */
class JudgementCommandTest extends EvaluateCommandRun {
    @TempDir
    private Path folder;
    private Path references;
    private Path sentences;

    @BeforeEach
    void writeFiles() throws IOException {
        references = file("refs.json", """
                {"images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}], "annotations": [
                  {"image_id": 1, "id": 1, "caption": "A brown dog runs fast."},
                  {"image_id": 2, "id": 2, "caption": "Two children play ball."}]}
                """);
        sentences = file("Flickr8k.token.txt", """
                a.jpg#0\ta brown dog runs fast .
                b.jpg#0\ttwo children play ball .
                c.jpg#0\ta boat on the sea .
                x.jpg#0\ta brown dog sleeps .
                y.jpg#0\ttwo children sleep .
                """);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonObject rouge(Object... args) throws IOException {
        Path json = folder.resolve("agreement.json");
        List<Object> all = new ArrayList<>(List.of("--metrics", "rouge", "--json", json));
        all.addAll(List.of(args));
        assertEquals(0, run(all.toArray()), () -> err);
        return ReferenceData.json(json).getAsJsonArray("metrics").get(0).getAsJsonObject();
    }

    private static double value(JsonObject metric, String name) {
        return metric.getAsJsonObject(name).get("value").getAsDouble();
    }

    @Test
    void expertsOfFlickr8kEachCountForThemselves() throws IOException {
        Path judgements = file("ExpertAnnotations.txt", """
                a.jpg\tb.jpg#0\t1\t2\t1
                a.jpg\tc.jpg#0\t1\t1\t1
                a.jpg\tx.jpg#0\t3\t4\t3
                a.jpg\ta.jpg#0\t4\t4\t4
                b.jpg\ta.jpg#0\t1\t1\t2
                b.jpg\ty.jpg#0\t4\t4\t4
                """);
        JsonObject rouge = rouge("--judgements", judgements, "--judged-sentences", sentences, "--references",
                references);
        // 54 concordant and 12 discordant pairs of 15 ratings; 24 pairs tied in ROUGE-L, 29 in the ratings, 4 ratings.
        assertEquals(42 / Math.sqrt((105 - 24) * (105 - 29)), value(rouge, "tau_b"), 1e-12);
        assertEquals(2 * 42 / (15 * 15 * 3 / 4.0), value(rouge, "tau_c"), 1e-12);
        // Of four pairs of captions, the boat and the children are ordered otherwise than by people.
        assertEquals(0.75, value(rouge.getAsJsonObject("pairs"), "all"), 1e-12);
        assertTrue(out.contains("Flickr8k-Expert") && out.contains("over 5 captions of 2 images"), out);
        assertTrue(out.contains("1 judgements are left out: their caption is one of the references"), out);
        assertTrue(out.contains("people with each other: tau-b"), out);
    }

    @Test
    void theCrowdSaysYesOrNo() throws IOException {
        Path judgements = file("CrowdFlowerAnnotations.txt", """
                a.jpg\tx.jpg#0\t1\t3\t0
                a.jpg\tc.jpg#0\t0\t0\t3
                b.jpg\ty.jpg#0\t0.333333333333333\t1\t2
                """);
        JsonObject rouge = rouge("--judgements", judgements, "--judged-sentences", sentences, "--references",
                references);
        assertEquals(1, value(rouge, "tau_b"), 1e-12);
        assertEquals(1, value(rouge.getAsJsonObject("pairs"), "all"), 1e-12);
        assertTrue(out.contains("Flickr8k-Crowdflower"), out);
        assertTrue(out.contains("one rating a caption, so how far people agree with each other cannot be said"), out);
    }

    @Test
    void compositeRatesSeveralCaptionsOfAnImage() throws IOException {
        Path judgements = file("8k_correctness.csv", """
                HITId;Input.image;Input.text1;Input.text2;Answer.q1;Answer.q2
                1;http://host/a.jpg;a brown dog sleeps;"a boat; at sea";2;4
                2;http://host/b.jpg;two children;a dog;5;1
                ;;;;;
                """);
        JsonObject rouge = rouge("--judgements", judgements, "--references", references);
        assertEquals(0.5, value(rouge.getAsJsonObject("pairs"), "all"), 1e-12);
        assertTrue(out.contains("Composite") && out.contains("4 captions of 2 images"), out);
    }

    @Test
    void thumbLeavesOutTheReferenceThatWasJudged() throws IOException {
        Path more = file("more.json", """
                {"images": [{"id": 974}], "annotations": [
                  {"image_id": 974, "id": 1, "caption": "a man and an elephant"},
                  {"image_id": 974, "id": 2, "caption": "an elephant with a man on it"}]}
                """);
        Path judgements = file("mscoco_THumB-1.0.jsonl", """
                {"SYS": "M", "hyp": "A man.", "image": "COCO_val2014_000000000974.jpg", "Fl": -0.0, "human_score": 3.5}
                {"hyp": "A man and an elephant.", "image": "COCO_val2014_000000000974.jpg", "human_score": 5}
                """);
        JsonObject rouge = rouge("--judgements", judgements, "--references", more);
        // Against "an elephant with a man on it" alone, both have "a man" in common, the shorter caption more so.
        assertEquals(0, value(rouge.getAsJsonObject("pairs"), "all"), 1e-12);
        assertTrue(out.contains("THumB"), out);
    }

    @Test
    void pascalsVotesAreOfPairs() throws IOException {
        Path consensus = pascal(new int[] {1, 1, -1}, new int[] {1, -1, -1});
        JsonObject rouge = rouge("--judgements", consensus);
        // The first pair is won by the dog, which shares more with the references; the second is lost by it.
        assertEquals(0.5, value(rouge.getAsJsonObject("pairs"), "all"), 1e-12);
        assertEquals(1, value(rouge.getAsJsonObject("pairs"), "HC"), 1e-12);
        assertEquals(0, value(rouge.getAsJsonObject("pairs"), "MM"), 1e-12);
        assertFalse(rouge.has("tau_b"));
        assertTrue(out.contains("people chose between two captions"), out);
    }

    @Test
    void ratingsThatTieWithinImagesAndJudgesWhoTellNothingApartAreSaid() throws IOException {
        Path judgements = file("ties.txt", """
                a.jpg\tx.jpg#0\t4\t4\t2
                a.jpg\tc.jpg#0\t4\t4\t2
                b.jpg\ty.jpg#0\t1\t4\t1
                """);
        JsonObject rouge = rouge("--judgements", judgements, "--judged-sentences", sentences, "--references",
                references);
        assertEquals(0, rouge.getAsJsonObject("pairs").size());
        assertTrue(out.contains("no pairs: of no image people preferred one of two captions"), out);
        assertTrue(out.contains("people with each other: tau-b 100.0 (mean over pairs of 3 judges, without those who "
                + "gave all captions one rating)"), out);
        rouge("--judgements", file("one.txt", "a.jpg\tx.jpg#0\t4\t2\t2\nb.jpg\ty.jpg#0\t1\t2\t2\n"),
                "--judged-sentences", sentences, "--references", references);
        assertTrue(out.contains("people with each other: no two judges told captions apart"), out);
    }

    @Test
    void whatPeopleToldApartMustBeAmongWhatIsScored() throws IOException {
        Path consensus = pascal("a dog runs", new int[] {1, 1}, new int[] {1, -1});
        assertEquals(1, run("--judgements", consensus), () -> out);
        assertTrue(err.contains("people found all scored captions equally good, so there is no order"), err);
    }

    /** Two pairs of the same captions with as many votes each. */
    private Path pascal(int[]... winners) throws IOException {
        return pascal("a brown dog runs", winners);
    }

    /** @param first what the captions of the first pair are compared with */
    private Path pascal(String first, int[]... winners) throws IOException {
        int votes = winners[0].length;
        Struct triplets = Mat5.newStruct(1, 2 * votes);
        Struct pairs = Mat5.newStruct(1, 2);
        Matrix category = Mat5.newMatrix(1, 2);
        for (int pair = 0; pair < 2; pair++) {
            pairs.set("image", pair, Mat5.newString("2008_00000" + pair + ".jpg"));
            pairs.set("first", pair, Mat5.newString("a dog runs "));
            pairs.set("second", pair, Mat5.newString("the sea"));
            category.setInt(pair, pair == 0 ? 1 : 4);
            for (int vote = 0; vote < votes; vote++) {
                triplets.set("a", votes * pair + vote, cell(pair == 0 ? first : "a brown dog runs"));
                triplets.set("b", votes * pair + vote, cell("a dog runs "));
                triplets.set("c", votes * pair + vote, cell("the sea"));
                triplets.set("winner", votes * pair + vote, Mat5.newScalar(winners[pair][vote]));
            }
        }
        MatFile ofPairs = Mat5.newMatFile().addArray("new_input", pairs).addArray("category", category);
        Mat5.writeToFile(ofPairs, folder.resolve("pair_pascal.mat").toFile());
        Path consensus = folder.resolve("consensus_pascal.mat");
        Mat5.writeToFile(Mat5.newMatFile().addArray("triplets", triplets), consensus.toFile());
        return consensus;
    }

    private static Cell cell(String text) {
        return Mat5.newCell(1, 1).set(0, Mat5.newString(text));
    }

    @Test
    void saysWhatIsWrongWithJudgements() throws IOException {
        String missing = refused(file("m.txt", "a.jpg\tx.jpg#0\t1\t2\t3\nz.jpg\tx.jpg#0\t1\t2\t3\n"));
        assertTrue(missing.contains("line 2: image z.jpg has no references in " + references)
                && missing.contains("1 images have none"), missing);
        String same = refused(file("s.txt", "a.jpg\tx.jpg#0\t2\t2\t2\nb.jpg\ty.jpg#0\t2\t2\t2\n"));
        assertTrue(same.contains("people found all scored captions equally good (2.0)"), same);
        String alone = refused(file("a.txt", "a.jpg\tx.jpg#0\t1\t2\t3\n"));
        assertTrue(alone.contains("one judged caption alone is in no order"), alone);
        String rating = refused(file("r.txt", "a.jpg\tx.jpg#0\t1\t2\t3\nb.jpg\ty.jpg#0\t1\t2\t5\n"));
        assertTrue(rating.contains("line 2: an expert's rating is 1 to 4, not 5.0"), rating);
        String unknown = refused(file("u.txt", "a.jpg\tq.jpg#0\t1\t2\t3\n"));
        assertTrue(unknown.contains("line 1: there is no sentence q.jpg#0"), unknown);
        String share = refused(file("c.txt", "a.jpg\tx.jpg#0\t0.5\t3\t0\n"));
        assertTrue(share.contains("a share of 0.5 does not fit 3 times yes and 0 times no"), share);
        String other = refused(file("o.txt", "a dog runs\n"));
        assertTrue(other.contains("holds no judgements in a format that is known; expected Flickr8k's"), other);
        String own = refused(file("own.txt", "a.jpg\ta.jpg#0\t1\t2\t3\n"));
        assertTrue(own.contains("no judged caption is left to be scored; 1 judgements are left out"), own);
    }

    private String refused(Path judgements) {
        int status = run("--judgements", judgements, "--judged-sentences", sentences, "--references", references);
        assertEquals(1, status, () -> out);
        return err;
    }

    @Test
    void saysWhichOptionsDoNotGoTogether() throws IOException {
        Path judgements = file("o.jsonl", "{\"hyp\": \"a\", \"image\": \"a.jpg\", \"human_score\": 1}\n");
        assertEquals(2, run("--references", references));
        assertTrue(err.contains("give either --results, captions to score, or --judgements"), err);
        assertEquals(2, run("--references", references, "--judgements", judgements, "--csv", folder.resolve("x.csv")));
        assertTrue(err.contains("--csv is for --results"), err);
        assertEquals(1, run("--judgements", judgements));
        assertTrue(err.contains("judgements of THumB bring no references; give --references"), err);
        assertEquals(1, run("--references", references, "--judgements",
                file("e.txt", "a.jpg\tx.jpg#0\t1\t2\t3\n")));
        assertTrue(err.contains("give Flickr8k.token.txt"), err);
    }
}
