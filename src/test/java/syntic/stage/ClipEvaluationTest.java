package syntic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.method.recap.AlignedEvaluation;
import syntic.method.recap.Alignment;
import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;
import syntic.metric.FeatureGeometry;
import syntic.metric.MetricScores;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.MiniatureWorld;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.nn.Torch;
import syntic.store.FeatureSet;
import syntic.store.ProgressListener;
import syntic.store.Provenance;

/** The scores by CLIP on photos of the miniature world, judged by the shipped CLIP. */
class ClipEvaluationTest {
    private static final Provenance MADE = new Provenance("test", new TreeMap<>(), new TreeMap<>());
    private static final MiniatureWorld WORLD = new MiniatureWorld(1, new MiniatureWorld.Sizes(1, 1, 150, 48, 1, 3));

    private static NDManager manager;
    private static Encoding clip;
    private static FeatureSet photos;
    /** The first sentence of each photo is its caption, the others are its references. */
    private static final Map<String, String> RIGHT = new LinkedHashMap<>();
    private static final Map<String, String> SHUFFLED = new LinkedHashMap<>();
    private static final Map<String, List<String>> REFERENCES = new LinkedHashMap<>();
    private static final List<String> IDS = WORLD.imageIds(Style.PLAIN, Split.TEST);
    private static final Corpus PAIRS = WORLD.corpus(Style.PLAIN, Split.VALIDATION);
    private static Alignment alignment;

    private final ClipEvaluation evaluation = new ClipEvaluation(clip);
    private final AlignedEvaluation aligned = new AlignedEvaluation(evaluation);

    @BeforeAll
    static void encode() {
        manager = Torch.newManager();
        clip = Encoding.from(Compute.PLAIN, ShippedModels.folder("clip"));
        photos = features(IDS);
        WORLD.corpus(Style.PLAIN, Split.TEST).textsByImage().forEach((id, of) -> {
            RIGHT.put(id, of.get(0));
            REFERENCES.put(id, of.subList(1, of.size()));
        });
        for (int i = 0; i < IDS.size(); i++) {
            SHUFFLED.put(IDS.get(i), RIGHT.get(IDS.get((i + 1) % IDS.size())));
        }
        alignment = new AlignedEvaluation(new ClipEvaluation(clip)).align(features(WORLD.imageIds(Style.PLAIN, Split.VALIDATION)), PAIRS,
                Alignment.Config.STANDARD, ProgressListener.SILENT);
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static FeatureSet features(List<String> ids) {
        return FeatureSet.of(ids, clip.images(ids.stream()
                .map(id -> new RgbImage(Scene.SIZE, Scene.SIZE, WORLD.photo(id))).toList()), MADE);
    }

    private static Corpus corpus(Map<String, List<String>> references) {
        List<Caption> captions = new ArrayList<>();
        references.forEach((id, of) -> of.forEach(text -> captions.add(
                new Caption("c" + captions.size(), id, text))));
        return new Corpus("test", captions);
    }

    private List<MetricScores> all(Map<String, String> captions) {
        List<MetricScores> all = new ArrayList<>(evaluation.score(IDS, photos, captions, corpus(REFERENCES)));
        all.addAll(aligned.score(alignment, IDS, photos, captions, corpus(REFERENCES)));
        return all;
    }

    @Test
    void rightCaptionsScoreSignificantlyHigherThanShuffledOnes() {
        CaptionScores right = CaptionScores.evaluate(REFERENCES, RIGHT).with(all(RIGHT));
        CaptionScores shuffled = CaptionScores.evaluate(REFERENCES, SHUFFLED).with(all(SHUFFLED));
        Map<String, Bootstrap.Comparison> gains = new Bootstrap(500, 1).compare(shuffled, right);
        for (String metric : List.of("CLIPScore", "RefCLIPScore", "aCLIP-S", "RefaCLIP-S")) {
            assertTrue(gains.get(metric).difference().low() > 0, metric + " " + gains.get(metric));
            double[] better = right.perImage().get(metric);
            double[] worse = shuffled.perImage().get(metric);
            long won = IntStream.range(0, better.length).filter(i -> better[i] > worse[i]).count();
            assertTrue(won > 0.9 * better.length, metric + " prefers the right caption " + won + " times");
        }
    }

    @Test
    void scoresAreWhatTheirPapersDefine() {
        List<MetricScores> scores = evaluation.score(IDS, photos, RIGHT, corpus(REFERENCES));
        for (int i = 0; i < IDS.size(); i++) {
            String id = IDS.get(i);
            float[] candidate = sentence(RIGHT.get(id));
            double byImage = 2.5 * Math.max(0, FeatureGeometry.cosine(photos.row(id), candidate));
            double byReference = REFERENCES.get(id).stream()
                    .mapToDouble(text -> FeatureGeometry.cosine(sentence(text), candidate)).max().orElseThrow();
            assertEquals(byImage, scores.get(0).perImage()[i], 1e-6, id);
            assertEquals(2 / (1 / byImage + 1 / byReference), scores.get(1).perImage()[i], 1e-6, id);
        }
        assertEquals(Arrays.stream(scores.get(0).perImage()).average().orElseThrow(), scores.get(0).corpus(), 1e-12);
    }

    private static float[] sentence(String text) {
        return clip.texts(List.of(ClipEvaluation.PROMPT + text))[0];
    }

    @Test
    void aScoreBelongsToItsImageAlone() {
        List<MetricScores> whole = all(RIGHT);
        List<String> some = new ArrayList<>(IDS.subList(3, 20));
        Collections.reverse(some);
        // Another object, another order, longer features, references in another order and one of them twice.
        Map<String, List<String>> turned = new LinkedHashMap<>();
        REFERENCES.forEach((id, of) -> turned.put(id, List.of(of.get(1), of.get(0), of.get(1))));
        float[][] rows = photos.rows();
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= 3;
            }
        }
        List<MetricScores> part = new ClipEvaluation(clip).score(some, FeatureSet.of(IDS, rows, MADE), RIGHT,
                corpus(turned));
        for (int metric = 0; metric < 2; metric++) {
            for (int i = 0; i < some.size(); i++) {
                assertEquals(whole.get(metric).perImage()[IDS.indexOf(some.get(i))], part.get(metric).perImage()[i],
                        1e-6);
            }
        }
    }

    @Test
    void aFurtherReferenceNeverLowersAScore() {
        double[] before = evaluation.score(IDS, photos, SHUFFLED, corpus(REFERENCES)).get(1).perImage();
        Map<String, List<String>> more = new LinkedHashMap<>();
        REFERENCES.forEach((id, of) -> more.put(id, List.of(of.get(0), of.get(1), SHUFFLED.get(id))));
        List<MetricScores> scores = evaluation.score(IDS, photos, SHUFFLED, corpus(more));
        for (int i = 0; i < before.length; i++) {
            assertTrue(scores.get(1).perImage()[i] >= before[i] - 1e-9);
            // A caption that is one of the references has r = 1.
            double c = scores.get(0).perImage()[i];
            assertEquals(2 * c / (c + 1), scores.get(1).perImage()[i], 1e-6);
        }
    }

    @Test
    void theAlignmentUndoesARotationOfTheImages() {
        List<MetricScores> plain = evaluation.score(IDS, photos, RIGHT, corpus(REFERENCES));
        FeatureSet texts = FeatureSet.of(IDS, photos.rows(), MADE);
        FeatureSet rotated = FeatureSet.of(IDS, Arrays.stream(photos.rows()).map(ClipEvaluationTest::turned)
                .toArray(float[][]::new), MADE);
        Alignment back = Alignment.fit(Compute.PLAIN, rotated, texts,
                new Alignment.Config(Alignment.Method.LEAST_SQUARES, 1, false, false));
        List<MetricScores> mapped = aligned.score(back, IDS, rotated, RIGHT, corpus(REFERENCES));
        assertEquals(List.of("aCLIP-S", "RefaCLIP-S"), mapped.stream().map(MetricScores::name).toList());
        for (int metric = 0; metric < 2; metric++) {
            assertArrayEquals(plain.get(metric).perImage(), mapped.get(metric).perImage(), 1e-5);
        }
    }

    /** Coordinates moved by one place, every second one with its sign changed: an orthogonal map. */
    private static float[] turned(float[] row) {
        float[] turned = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            turned[(i + 1) % row.length] = i % 2 == 0 ? row[i] : -row[i];
        }
        return turned;
    }

    @Test
    void theAlignmentBringsPhotosNearerToTheirCaptions() {
        assertTrue(aligned.score(alignment, IDS, photos, RIGHT, corpus(REFERENCES)).get(0).corpus()
                > evaluation.score(IDS, photos, RIGHT, corpus(REFERENCES)).get(0).corpus());
    }

    @Test
    void aSecondSystemCostsOnlyItsOwnCaptions() {
        List<Long> totals = new ArrayList<>();
        ProgressListener heard = (done, total, note) -> totals.add(total);
        evaluation.score(IDS, photos, RIGHT, REFERENCES, heard);
        long first = totals.get(totals.size() - 1);
        totals.clear();
        Map<String, String> other = new LinkedHashMap<>(RIGHT);
        other.put(IDS.get(0), "a green dinosaur");
        other.put(IDS.get(1), "");
        evaluation.score(IDS, photos, other, REFERENCES, heard);
        assertEquals(List.of(2L), totals);
        assertTrue(first > 2);
    }

    @Test
    void thePromptMatters() {
        double[] with = evaluation.score(IDS, photos, RIGHT, corpus(REFERENCES)).get(0).perImage();
        double[] without = new ClipEvaluation(clip, "").score(IDS, photos, RIGHT, corpus(REFERENCES)).get(0).perImage();
        assertTrue(IntStream.range(0, with.length).anyMatch(i -> Math.abs(with[i] - without[i]) > 1e-3));
    }

    @Test
    void whatIsMissingIsNamed() {
        Map<String, String> few = new LinkedHashMap<>(RIGHT);
        few.remove(IDS.get(2));
        assertMessage("image " + IDS.get(2) + " has no generated caption",
                () -> evaluation.score(IDS, photos, few, corpus(REFERENCES)));
        Map<String, List<String>> fewReferences = new LinkedHashMap<>(REFERENCES);
        fewReferences.remove(IDS.get(4));
        assertMessage("image " + IDS.get(4) + " has no references",
                () -> evaluation.score(IDS, photos, RIGHT, corpus(fewReferences)));
        assertMessage("'" + IDS.get(5) + "'",
                () -> evaluation.score(IDS, photos.select(IDS.subList(0, 5)), RIGHT, corpus(REFERENCES)));
        FeatureSet narrow = FeatureSet.of(IDS, new float[IDS.size()][7], MADE);
        assertMessage("width 7", () -> evaluation.score(IDS, narrow, RIGHT, corpus(REFERENCES)));
        assertMessage("width 7", () -> aligned.score(alignment, IDS, narrow, RIGHT, corpus(REFERENCES)));
        assertMessage("captions of 48 images", () -> aligned.align(photos, corpus(REFERENCES),
                Alignment.Config.STANDARD, ProgressListener.SILENT));
        assertMessage("'" + PAIRS.captions().get(0).imageId() + "'",
                () -> aligned.align(photos, PAIRS, Alignment.Config.STANDARD, ProgressListener.SILENT));
    }

    private static void assertMessage(String part, Runnable action) {
        String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}
