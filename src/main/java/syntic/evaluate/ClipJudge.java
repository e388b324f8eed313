package syntic.evaluate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import syntic.corpus.CaptionFiles;
import syntic.corpus.Corpus;
import syntic.corpus.ImageNames;
import syntic.corpus.PictureFiles;
import syntic.method.recap.AlignedEvaluation;
import syntic.method.recap.Alignment;
import syntic.metric.MetricScores;
import syntic.miniature.ShippedModels;
import syntic.model.ModelException;
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
    private final PrintStream err;
    private final Path model;
    /** A judge is to give one number everywhere: fp32, unless another precision is asked for. */
    private final Compute compute;
    private final Encoding encoding;
    private final ClipEvaluation evaluation;
    private final FeatureSet images;
    /** Images that are not judged, with the reason. */
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Alignment alignment;
    private final String variant;
    private final String alignedVariant;

    private ClipJudge(ClipOptions options, PictureFiles.Found pictures, Corpus pairs, PictureFiles.Found ofPairs,
            Compute compute, Function<String, ProgressListener> progress, PrintStream err) throws IOException {
        this.options = options;
        this.compute = compute.orSingle();
        this.err = err;
        model = options.model() == null ? ShippedModels.folder("clip") : options.model();
        encoding = Encoding.from(this.compute, model);
        evaluation = new ClipEvaluation(encoding);
        images = features(pictures, progress.apply("images"), leftOut);
        variant = "judged by " + (options.model() == null ? "the shipped miniature CLIP" : options.model());
        if (pairs == null) {
            alignment = null;
            alignedVariant = "";
        } else {
            ProgressListener aligning = progress.apply(options.alignment.getFileName().toString());
            Map<String, String> without = new LinkedHashMap<>();
            FeatureSet features = features(ofPairs, aligning, without);
            Corpus read = new Corpus(pairs.name(), pairs.captions().stream()
                    .filter(caption -> !without.containsKey(caption.imageId())).toList());
            alignment = align(features, read, aligning);
            alignedVariant = String.format(Locale.ROOT, "%s, images mapped by an orthogonal map fitted on %,d captions "
                    + "of %,d images of %s", variant, read.size(), read.byImage().size(), options.alignment);
        }
    }

    /**
     * Finds all pictures, then encodes them.
     *
     * @param captions the file that the ids are from
     * @param names    their file names, where the file gives them
     * @param ids      the images to score
     * @param progress made for each part of the work from its name
     * @param err      hears which images are left out
     * @throws IOException naming the image that has no picture, or that is to be scored and in the alignment
     * @throws ModelException of {@code --strict}, naming the first image that may not or cannot be read
     */
    static ClipJudge open(ClipOptions options, Path captions, Map<String, String> names, Collection<String> ids,
            Compute compute, Function<String, ProgressListener> progress, PrintStream err) throws IOException {
        PictureFiles files = new PictureFiles(options.images, options.followLinks);
        PictureFiles.Found pictures = files.find(captions, names, ids);
        if (!options.aligned) {
            return new ClipJudge(options, pictures, null, null, compute, progress, err);
        }
        Corpus pairs = CaptionFiles.read(options.alignment, options.alignmentSplit);
        PictureFiles.Found ofPairs = files.find(options.alignment, ImageNames.read(options.alignment),
                pairs.byImage().keySet());
        Set<Path> scored = Set.copyOf(pictures.files().values());
        for (Map.Entry<String, Path> pair : ofPairs.files().entrySet()) {
            if (scored.contains(pair.getValue())) {
                throw new IOException(options.alignment + ": image " + pair.getKey() + " (" + pair.getValue()
                        + ") is one of the images to be scored; a map must not be fitted on what it judges");
            }
        }
        return new ClipJudge(options, pictures, pairs, ofPairs, compute, progress, err);
    }

    private Alignment align(FeatureSet ofPairs, Corpus pairs, ProgressListener progress) throws IOException {
        try {
            return new AlignedEvaluation(evaluation).align(ofPairs, pairs, Alignment.Config.STANDARD, progress);
        } catch (IllegalArgumentException e) {
            throw new IOException(options.alignment + ": " + e.getMessage(), e);
        }
    }

    /**
     * Scores captions.
     *
     * @param ids     what is scored, in the order of the result; captions and references are by these
     * @param imageOf the image of each
     */
    List<MetricScores> score(List<String> ids, UnaryOperator<String> imageOf, Map<String, String> captions,
            Map<String, List<String>> references, ProgressListener progress) {
        FeatureSet own = FeatureSet.of(ids, ids.stream().map(id -> images.row(imageOf.apply(id)))
                .toArray(float[][]::new), images.provenance());
        List<MetricScores> scores = new ArrayList<>();
        if (options.plain) {
            evaluation.score(ids, own, captions, references, progress)
                    .forEach(metric -> scores.add(named(metric, variant)));
        }
        if (options.aligned) {
            new AlignedEvaluation(evaluation).score(alignment, ids, own, captions, references, progress)
                    .forEach(metric -> scores.add(named(metric, alignedVariant)));
        }
        return scores;
    }

    private static MetricScores named(MetricScores metric, String variant) {
        return new MetricScores(metric.name(), metric.perImage(), metric.pool(), variant);
    }

    /** Images that cannot be judged, with the reason. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    /**
     * The features of pictures. A picture that cannot be read gets a row of zeros, which CLIP never gives.
     *
     * @param without gets the images that may not or cannot be read, with the reason
     */
    private FeatureSet features(PictureFiles.Found pictures, ProgressListener progress, Map<String, String> without)
            throws IOException {
        without.putAll(pictures.refused());
        requireSome(pictures.files().keySet(), without);
        TreeMap<String, String> inputs = new TreeMap<>(compute.provenance());
        inputs.putAll(Map.of("clip", encoding.fingerprint(), "pictures", fingerprint(pictures.files())));
        String pixels = options.upright ? "as stored, upright" : "as stored";
        Provenance made = new Provenance("picture-features", new TreeMap<>(Map.of("pixels", pixels)), inputs);
        List<String> ids = List.copyOf(pictures.files().keySet());
        FeatureSet features = ResultStore.standard().features(made, ids, SHARD,
                some -> encode(some.stream().map(pictures.files()::get).toList()), progress);
        for (String id : ids) {
            if (isZero(features.row(id))) {
                without.put(id, reason(pictures.files().get(id)));
            }
        }
        requireSome(ids, without);
        without.forEach((id, reason) -> err.println("image " + id + " is left out: " + reason));
        return features;
    }

    private float[][] encode(List<Path> pictures) {
        List<RgbImage> read = new ArrayList<>();
        boolean[] isRead = new boolean[pictures.size()];
        for (int i = 0; i < isRead.length; i++) {
            try {
                read.add(read(pictures.get(i)));
                isRead[i] = true;
            } catch (ModelException e) {
                if (options.strict) {
                    throw e;
                }
            }
        }
        Iterator<float[]> rows = List.of(encoding.images(read)).iterator();
        float[][] features = new float[isRead.length][];
        for (int i = 0; i < isRead.length; i++) {
            features[i] = isRead[i] ? rows.next() : new float[encoding.width()];
        }
        return features;
    }

    private RgbImage read(Path picture) {
        return options.upright ? RgbImage.readUpright(picture) : RgbImage.read(picture);
    }

    private String reason(Path picture) {
        try {
            read(picture);
            return picture + ": could not be read when its feature was made, and can be now; touch the file to have "
                    + "the feature made again";
        } catch (ModelException e) {
            return e.getMessage();
        }
    }

    private static boolean isZero(float[] row) {
        for (float value : row) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private void requireSome(Collection<String> ids, Map<String, String> without) {
        String first = without.isEmpty() ? "" : without.values().iterator().next();
        if (options.strict && !without.isEmpty()) {
            throw new ModelException(first);
        }
        if (without.keySet().containsAll(ids)) {
            throw new ModelException("none of the images can be read, such as " + first);
        }
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
