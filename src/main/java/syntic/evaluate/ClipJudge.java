package syntic.evaluate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import syntic.corpus.CaptionFiles;
import syntic.corpus.Corpus;
import syntic.method.recap.AlignedEvaluation;
import syntic.method.recap.Alignment;
import syntic.metric.MetricScores;
import syntic.miniature.ShippedModels;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.stage.ClipEvaluation;
import syntic.stage.Encoding;
import syntic.store.FeatureSet;
import syntic.store.Fingerprint;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * Scores captions by the images themselves, as {@link ClipOptions} say. Features of images are kept in the result
 * store, so that the next run on the same images costs only its sentences.
 */
final class ClipJudge implements AutoCloseable {

    /** How many images are encoded between two files of the store: what a kill loses. */
    private static final int SHARD = 128;

    private final ClipOptions options;
    private final Path model;
    /** A judge is to give one number everywhere: fp32, unless another precision is asked for. */
    private final Compute compute;
    private final Encoding encoding;
    private final ClipEvaluation evaluation;
    private final FeatureSet images;
    private final Alignment alignment;
    private final String variant;
    private final String alignedVariant;

    private ClipJudge(ClipOptions options, Map<String, Path> pictures, Corpus pairs, Map<String, Path> ofPairs,
            Compute compute, PrintStream err) throws IOException {
        this.options = options;
        this.compute = compute.orSingle();
        model = options.model() == null ? ShippedModels.folder("clip") : options.model();
        encoding = Encoding.from(this.compute, model);
        evaluation = new ClipEvaluation(encoding);
        images = features(pictures, new ProgressLines("images", err));
        variant = "judged by " + (options.model() == null ? "the shipped miniature CLIP" : options.model());
        if (pairs == null) {
            alignment = null;
            alignedVariant = "";
        } else {
            ProgressListener progress = new ProgressLines(options.alignment().getFileName().toString(), err);
            alignment = align(features(ofPairs, progress), pairs, progress);
            alignedVariant = String.format(Locale.ROOT, "%s, images mapped by an orthogonal map fitted on %,d captions "
                    + "of %,d images of %s", variant, pairs.size(), ofPairs.size(), options.alignment());
        }
    }

    /**
     * Finds all pictures, then encodes them.
     *
     * @param captions the file that the ids are from
     * @param ids      the images to score
     * @throws IOException naming the image that has no picture, or that is to be scored and in the alignment
     */
    static ClipJudge open(ClipOptions options, Path captions, Collection<String> ids, Compute compute,
            PrintStream err) throws IOException {
        PictureFiles files = new PictureFiles(options.images());
        Map<String, Path> pictures = files.find(captions, ids);
        if (!options.aligned()) {
            return new ClipJudge(options, pictures, null, Map.of(), compute, err);
        }
        Corpus pairs = CaptionFiles.read(options.alignment(), options.alignmentSplit());
        Map<String, Path> ofPairs = files.find(options.alignment(), pairs.byImage().keySet());
        Collection<Path> scored = pictures.values();
        for (Map.Entry<String, Path> pair : ofPairs.entrySet()) {
            if (scored.contains(pair.getValue())) {
                throw new IOException(options.alignment() + ": image " + pair.getKey() + " (" + pair.getValue()
                        + ") is one of the images to be scored; a map must not be fitted on what it judges");
            }
        }
        return new ClipJudge(options, pictures, pairs, ofPairs, compute, err);
    }

    private Alignment align(FeatureSet ofPairs, Corpus pairs, ProgressListener progress) throws IOException {
        try {
            return new AlignedEvaluation(evaluation).align(ofPairs, pairs, Alignment.Config.STANDARD, progress);
        } catch (IllegalArgumentException e) {
            throw new IOException(options.alignment() + ": " + e.getMessage(), e);
        }
    }

    /** @param imageIds the images to score, in the order of the result */
    List<MetricScores> score(List<String> imageIds, Map<String, String> captions,
            Map<String, List<String>> references, ProgressListener progress) {
        List<MetricScores> scores = new ArrayList<>();
        if (options.plain()) {
            evaluation.score(imageIds, images, captions, references, progress)
                    .forEach(metric -> scores.add(named(metric, variant)));
        }
        if (options.aligned()) {
            new AlignedEvaluation(evaluation).score(alignment, imageIds, images, captions, references, progress)
                    .forEach(metric -> scores.add(named(metric, alignedVariant)));
        }
        return scores;
    }

    private static MetricScores named(MetricScores metric, String variant) {
        return new MetricScores(metric.name(), metric.perImage(), metric.pool(), variant);
    }

    private FeatureSet features(Map<String, Path> pictures, ProgressListener progress) throws IOException {
        TreeMap<String, String> inputs = new TreeMap<>(compute.provenance());
        inputs.putAll(Map.of("clip", Fingerprint.of(model), "pictures", fingerprint(pictures)));
        Provenance made = new Provenance("picture-features", new TreeMap<>(), inputs);
        return ResultStore.standard().features(made, List.copyOf(pictures.keySet()), SHARD,
                ids -> encoding.images(ids.stream().map(pictures::get).map(RgbImage::read).toList()), progress);
    }

    /** Differs where a picture was put in the place of another; the pictures themselves are too many to read twice. */
    private static String fingerprint(Map<String, Path> pictures) throws IOException {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, Path> picture : pictures.entrySet()) {
            Path file = picture.getValue();
            try {
                parts.add(picture.getKey() + "\t" + file.toRealPath() + "\t" + Files.size(file) + "\t"
                        + Files.getLastModifiedTime(file).toMillis());
            } catch (IOException e) {
                throw new IOException(file + ": the picture cannot be read (" + e + ")", e);
            }
        }
        return Fingerprint.of(parts);
    }

    @Override
    public void close() {
        encoding.close();
    }
}
