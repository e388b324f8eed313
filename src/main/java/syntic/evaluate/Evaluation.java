package syntic.evaluate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import syntic.corpus.CaptionFiles;
import syntic.corpus.CocoResults;
import syntic.corpus.ImageNames;
import syntic.io.AtomicFile;
import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;
import syntic.metric.CaptionSetException;
import syntic.metric.Metric;
import syntic.metric.RememberingTokenizer;
import syntic.metric.TokenizedCaptions;
import syntic.metric.Tokenizer;
import syntic.nn.Compute;
import syntic.store.ProgressLines;
import syntic.store.ProgressListener;

/** Scores files of results against reference captions, compares them, and prints and writes what was asked for. */
final class Evaluation {

    private final EvaluateCommand options;
    private final Map<String, List<String>> references;
    private final List<Metric> metrics;
    private final Tokenizer tokenizer;
    private final Bootstrap bootstrap = new Bootstrap();
    private final PrintStream err;
    /** Null where no metric looks at images. */
    private ClipJudge judge;

    Evaluation(EvaluateCommand options, List<Metric> metrics, PrintStream err) throws IOException {
        this.options = options;
        this.metrics = metrics;
        this.err = err;
        tokenizer = new RememberingTokenizer(
                options.keepPunctuation ? Tokenizer.ptbKeepingPunctuation() : Tokenizer.ptb());
        references = new LinkedHashMap<>(CaptionFiles.read(options.references, options.split).textsByImage());
    }

    /** Gives what prints and writes the scores. */
    Runnable score(ClipOptions clip, Supplier<Compute> compute, PrintStream out) throws IOException {
        // All files are read, and tried if they are to be written, before any is scored: what is wrong shows at once.
        Map<Path, Map<String, String>> captions = new HashMap<>();
        for (Path file : options.results) {
            Map<String, String> candidates = CocoResults.read(file);
            check(file, candidates);
            captions.put(file, new HashMap<>(candidates));
        }
        Stream.of(options.json, options.csv).filter(Objects::nonNull).forEach(AtomicFile::require);
        List<SystemScores> systems = new ArrayList<>();
        try (ClipJudge opened = clip.wanted() ? judge(clip, compute.get(), captions.values()) : null) {
            judge = opened;
            leaveOut(opened == null ? Set.of() : opened.leftOut().keySet(), captions);
            for (Path file : options.results) {
                systems.add(score(file, captions.get(file)));
            }
            List<SystemScores.Pair> pairs = pairs(systems);
            return () -> report(systems, pairs, out);
        }
    }

    private void report(List<SystemScores> systems, List<SystemScores.Pair> pairs, PrintStream out) {
        ScoreTable.print(systems, pairs, bootstrap, out);
        if (options.json != null) {
            ScoreJson.write(options.json, systems, pairs);
        }
        if (options.csv != null) {
            ScoreCsv.write(options.csv, systems);
        }
    }

    private ProgressListener progress(String what) {
        return new ProgressLines(what, err);
    }

    private ClipJudge judge(ClipOptions clip, Compute compute, Collection<Map<String, String>> captions)
            throws IOException {
        List<String> scored = references.keySet().stream()
                .filter(id -> captions.stream().anyMatch(of -> of.containsKey(id))).toList();
        return ClipJudge.open(clip, options.references, ImageNames.read(options.references), scored, compute,
                this::progress, err);
    }

    /** What cannot be judged is scored by no metric, so that all have the same images. */
    private void leaveOut(Set<String> images, Map<Path, Map<String, String>> captions) throws IOException {
        references.keySet().removeAll(images);
        for (Map.Entry<Path, Map<String, String>> of : captions.entrySet()) {
            of.getValue().keySet().removeAll(images);
            if (of.getValue().isEmpty()) {
                throw new IOException(of.getKey() + ": none of its images can be read");
            }
        }
    }

    private void check(Path file, Map<String, String> candidates) {
        try {
            TokenizedCaptions.check(references, candidates);
        } catch (CaptionSetException e) {
            throw new CaptionSetException(e.problem(), e.imageId(), file + ": " + e.getMessage() + " (references: "
                    + options.references + ")");
        }
    }

    private SystemScores score(Path file, Map<String, String> candidates) {
        CaptionScores scores = scores(file, candidates);
        List<String> left = references.keySet().stream().filter(id -> !candidates.containsKey(id)).toList();
        if (!left.isEmpty()) {
            err.printf(Locale.ROOT, "%s: %,d of the %,d images of %s have no result and are left out of the scores, "
                    + "such as image %s%n", file, left.size(), references.size(), options.references, left.get(0));
        }
        return new SystemScores(file, candidates, scores, bootstrap.sample(scores), left);
    }

    private CaptionScores scores(Path file, Map<String, String> candidates) {
        ProgressListener progress = progress(file.getFileName().toString());
        CaptionScores scores = CaptionScores.of(TokenizedCaptions.of(references, candidates, tokenizer), metrics,
                progress);
        return judge == null ? scores
                : scores.with(judge.score(scores.imageIds(), UnaryOperator.identity(), candidates,
                        references, progress));
    }

    private List<SystemScores.Pair> pairs(List<SystemScores> systems) {
        List<SystemScores.Pair> pairs = new ArrayList<>();
        for (int first = 0; first < systems.size(); first++) {
            for (int second = first + 1; second < systems.size(); second++) {
                pairs.add(pair(systems.get(first), systems.get(second)));
            }
        }
        return pairs;
    }

    /** Where the two have captions of different images, both are scored again on the images that both have. */
    private SystemScores.Pair pair(SystemScores first, SystemScores second) {
        List<String> common = first.scores().imageIds().stream().filter(second.captions()::containsKey).toList();
        if (common.isEmpty()) {
            return new SystemScores.Pair(first, second, 0, Map.of());
        }
        return new SystemScores.Pair(first, second, common.size(), on(common, first).to(on(common, second)));
    }

    private Bootstrap.Samples on(List<String> images, SystemScores system) {
        if (images.size() == system.captions().size()) {
            return system.samples();
        }
        Map<String, String> some = new HashMap<>(system.captions());
        some.keySet().retainAll(images);
        return bootstrap.sample(scores(system.file(), some));
    }
}
