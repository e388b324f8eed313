package syntic.observatory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntic.CommandRun;
import syntic.Reference;
import syntic.project.Project;
import syntic.stage.SupportSet;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** What a sweep over 500 pairs of features of CLIP ViT-B/16 shows, beside numbers computed elsewhere in float64. */
class SweepReferenceTest {
    private static final double TOLERANCE = 1e-5;
    private static final String ALL = "all 500 sentences";

    @TempDir
    private Path folder;
    private JsonObject expected;
    private Path project;

    @BeforeEach
    void write() throws Exception {
        Path reference = Reference.folder("real-clip");
        expected = JsonParser.parseString(Files.readString(reference.resolve("expected.json"))).getAsJsonObject();
        project = RealFeatures.project(reference.resolve("features_clip.npy"), folder.resolve("real"));
    }

    @Test
    void theCommandGivesTheExpectedNumbers() {
        List<JsonObject> all = projections(ALL);
        CommandRun run = CommandRun.of("sweep", project);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("1/100") && run.out().contains("index.html"), run.out());
        assertTrue(Files.exists(project.resolve("sweep/index.html")));

        Table seen = Table.read().csv(project.resolve("sweep/temperatures.csv").toFile());
        assertEquals(all.size(), seen.rowCount());
        Map<String, Row> byTemperature = new HashMap<>();
        for (Row row : seen) {
            Row own = new Row(seen);
            own.at(row.getRowNumber());
            byTemperature.put(row.getString("τ"), own);
        }
        for (JsonObject one : all) {
            Row row = byTemperature.get("1/" + one.get("inverse_temperature").getAsInt());
            compare(one, "median_effective_number", row.getDouble("effective number (median)"));
            compare(one, "mean_entropy_nats", row.getDouble("entropy (nats)"));
            compare(one, "mean_largest_weight", row.getDouble("largest weight"));
            compare(one, "mean_norm_of_sum", row.getDouble("length of the sum"));
            compare(one, "cosine_with_own_text", row.getDouble("cosine to own sentence"));
            compare(one, "gap_to_texts", row.getDouble("gap to own sentences"));
        }
        JsonObject geometry = expected.getAsJsonObject("geometry");
        Row pairs = Table.read().csv(project.resolve("sweep/pairs.csv").toFile()).row(0);
        compare(geometry, "paired_cosine", pairs.getDouble("cosine of pairs"));
        compare(geometry, "unpaired_cosine", pairs.getDouble("of others"));
        compare(geometry, "gap_of_centres", pairs.getDouble("gap of the centres"));
        compare(geometry, "mean_cosine_images", pairs.getDouble("among images"));
        compare(geometry, "mean_cosine_texts", pairs.getDouble("among sentences"));
        for (String k : List.of("R@1", "R@5", "R@10")) {
            assertEquals(geometry.getAsJsonObject("image_to_text").get(k).getAsDouble(),
                    pairs.getDouble("image to sentence " + k), k);
            assertEquals(geometry.getAsJsonObject("text_to_image").get(k).getAsDouble(),
                    pairs.getDouble("sentence to image " + k), k);
        }
    }

    @Test
    void linearMapsLowerTheRecallOfRealFeatures() {
        Project own = Project.open(project);
        View view = new ProjectViews(own, 500).views(List.of()).get(0);
        JsonObject maps = expected.getAsJsonObject("alignment_400_100");
        Map<String, String> names = Map.of("none", "none", "centres only", "centred_only", "Procrustes, centred",
                "procrustes_centred", "Procrustes", "procrustes", "ridge 1, centred", "ridge_1_centred");
        List<Aligned> all = Aligned.of(view);
        assertEquals(names.size(), all.size());
        for (Aligned one : all) {
            JsonObject map = maps.getAsJsonObject(names.get(one.map()));
            // A rotation that is fitted on fewer pairs than there are dimensions is not unique.
            boolean unique = !one.map().startsWith("Procrustes");
            assertEquals(map.get("mean_cosine").getAsDouble(), one.cosine(), unique ? TOLERANCE : 1e-3, one.map());
            one.recall().forEach((k, share) -> assertEquals(map.get("R@" + k).getAsDouble(), share,
                    unique ? 0 : 0.04, one.map() + " R@" + k));
            assertTrue(one.recall().get(1) <= all.get(0).recall().get(1), one.map());
        }
    }

    /** Photos whose own sentences are not among those that are looked up. */
    @Test
    void photosAreProjectedOnTheSentencesOfOthers() {
        ProjectViews views = new ProjectViews(Project.open(project), 500);
        View all = views.views(List.of()).get(0);
        List<String> held = RealFeatures.ids(400, 500);
        View photos = new View("held out", all.images().select(held), all.own().select(held));
        List<JsonObject> cases = projections("sentences 0..399, images 400..499");
        List<Double> temperatures = cases.stream().map(one -> 1 / one.get("inverse_temperature").getAsDouble())
                .toList();
        try (SupportSet support = new SupportSet(all.own().select(RealFeatures.ids(0, 400)))) {
            Observatory seen = Observatory.look(support, List.of(photos), temperatures);
            for (int i = 0; i < cases.size(); i++) {
                compare(cases.get(i), "median_effective_number", seen.seen().get(0).reports().get(i).effectiveNumber());
                compare(cases.get(i), "mean_entropy_nats", seen.seen().get(0).reports().get(i).entropy());
                compare(cases.get(i), "cosine_with_own_text", 1 - seen.seen().get(0).reports().get(i).toSentences());
            }
        }
    }

    private List<JsonObject> projections(String support) {
        List<JsonObject> some = new ArrayList<>();
        for (JsonElement one : expected.getAsJsonArray("projection")) {
            if (one.getAsJsonObject().get("support").getAsString().equals(support)) {
                some.add(one.getAsJsonObject());
            }
        }
        assertEquals(10, some.size());
        return some;
    }

    /** Relative to what is larger than 1, such as the number of sentences. */
    private static void compare(JsonObject expected, String key, double found) {
        double value = expected.get(key).getAsDouble();
        assertEquals(value, found, TOLERANCE * Math.max(1, Math.abs(value)), key);
    }
}
