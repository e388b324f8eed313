package syntic.evaluate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import syntic.corpus.ImageNames;
import syntic.corpus.JsonOutput;
import syntic.corpus.JudgementFiles;
import syntic.corpus.Judgements;
import syntic.io.AtomicFile;
import syntic.io.UserException;
import syntic.metric.Bootstrap.Interval;
import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;
import syntic.metric.HumanAgreement.Preference;
import syntic.metric.HumanAgreement.Rated;
import syntic.metric.HumanAgreement;
import syntic.metric.KendallTau;
import syntic.metric.Metric;
import syntic.metric.MetricScores;
import syntic.metric.RememberingTokenizer;
import syntic.metric.TokenizedCaptions;
import syntic.metric.Tokenizer;
import syntic.nn.Compute;
import syntic.store.ProgressLines;
import syntic.store.ProgressListener;

/** Scores captions that people judged, compares every metric with people, and prints and writes what was found. */
final class JudgementEvaluation {
    private final EvaluateCommand options;
    private final List<Metric> metrics;
    private final PrintStream err;
    private final Judgements judgements;
    private final JudgedCaptions captions;

    JudgementEvaluation(EvaluateCommand options, List<Metric> metrics, PrintStream err) throws IOException {
        this.options = options;
        this.metrics = metrics;
        this.err = err;
        judgements = JudgementFiles.read(options.judgements, options.judgedSentences);
        captions = JudgedCaptions.of(options.judgements, judgements, options.references, options.split);
    }

    private ClipJudge judge(ClipOptions clip, Compute compute) throws IOException {
        Path file = options.references;
        return file == null
                ? ClipJudge.open(clip, options.judgements, Map.of(), captions.images(), compute, this::progress, err)
                : ClipJudge.open(clip, file, ImageNames.read(file), captions.images(), compute, this::progress, err);
    }

    /** Gives what prints and writes the agreement. */
    Runnable score(ClipOptions clip, Supplier<Compute> compute, PrintStream out) throws IOException {
        if (options.json != null) {
            AtomicFile.require(options.json);
        }
        List<MetricScores> scores;
        List<Integer> kept;
        try (ClipJudge judge = clip.wanted() ? judge(clip, compute.get()) : null) {
            kept = captions.without(judge == null ? List.of() : judge.leftOut().keySet());
            scores = score(kept, judge);
        }
        List<Rated> rated = kept.stream().map(i -> new Rated(captions.images().get(i), judgements.captions().get(i)
                .ratings().stream().mapToDouble(Double::doubleValue).toArray())).toList();
        List<Preference> preferences = preferences(kept, rated);
        requireOrder(rated, preferences);
        List<HumanAgreement> agreement = HumanAgreement.of(scores, rated, preferences, new Bootstrap());
        return () -> {
            print(agreement, scores, rated, out);
            if (options.json != null) {
                write(agreement, scores, rated);
            }
        };
    }

    private ProgressListener progress(String what) {
        return new ProgressLines(what, err);
    }

    /** Every judged caption is scored as if it were of an image of its own, since an image has several. */
    private List<MetricScores> score(List<Integer> kept, ClipJudge judge) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        Map<String, String> candidates = new HashMap<>();
        Map<String, String> imageOf = new HashMap<>();
        for (int i : kept) {
            String id = Integer.toString(i);
            references.put(id, captions.references().get(i));
            candidates.put(id, judgements.captions().get(i).text());
            imageOf.put(id, captions.images().get(i));
        }
        Tokenizer tokenizer = new RememberingTokenizer(
                options.keepPunctuation ? Tokenizer.ptbKeepingPunctuation() : Tokenizer.ptb());
        ProgressListener progress = progress(options.judgements.getFileName().toString());
        CaptionScores scores = CaptionScores.of(TokenizedCaptions.of(references, candidates, tokenizer), metrics,
                progress);
        return (judge == null ? scores : scores.with(judge.score(scores.imageIds(), imageOf::get, candidates,
                references, progress))).metrics();
    }

    private List<Preference> preferences(List<Integer> kept, List<Rated> rated) {
        if (judgements.choices().isEmpty()) {
            return HumanAgreement.preferences(rated);
        }
        Map<Integer, Integer> place = new HashMap<>();
        kept.forEach(i -> place.put(i, place.size()));
        return judgements.choices().stream()
                .filter(choice -> place.containsKey(choice.first()) && place.containsKey(choice.second()))
                .map(choice -> new Preference(place.get(choice.first()), place.get(choice.second()), choice.votes(),
                        choice.kind())).toList();
    }

    /** Of what is scored: captions that are left out may have been the only ones that people told apart. */
    private void requireOrder(List<Rated> rated, List<Preference> preferences) {
        if (rated.size() < 2) {
            throw new UserException(options.judgements + ": one judged caption alone is in no order that metrics could "
                    + "agree with; give judgements of two or more");
        }
        double[] ratings = rated.stream().flatMapToDouble(one -> Arrays.stream(one.ratings())).distinct().toArray();
        if (judgements.choices().isEmpty() ? ratings.length < 2
                : preferences.stream().allMatch(choice -> choice.votes() == 0)) {
            throw new UserException(options.judgements + ": people found all scored captions equally good"
                    + (ratings.length == 1 ? " (" + ratings[0] + ")" : "") + ", so there is no order that metrics "
                    + "could agree with; give judgements that differ");
        }
    }

    private void print(List<HumanAgreement> agreement, List<MetricScores> scores, List<Rated> rated,
            PrintStream out) {
        long images = rated.stream().map(Rated::image).distinct().count();
        out.printf(Locale.ROOT, "%s: how far metrics agree with people, times 100, over %,d captions of %,d images, "
                + "with 95 %% bootstrap intervals over images%n%n", judgements.name(), rated.size(), images);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        boolean ratings = agreement.get(0).b() != null;
        ScoreTable.add(rows, "", ratings ? "tau-b" : "");
        if (ratings) {
            ScoreTable.add(rows, "", "tau-c");
        }
        agreement.get(0).pairs().keySet().forEach(kind -> ScoreTable.add(rows, "", "pairs" + (
                kind.equals(HumanAgreement.ALL) ? "" : " " + kind)));
        rows.computeIfPresent("", (label, cells) -> cells.stream().filter(cell -> !cell.isEmpty()).toList());
        for (HumanAgreement one : agreement) {
            String label = ScoreTable.label(one.metric());
            if (ratings) {
                ScoreTable.add(rows, label, shown(one.b()));
                ScoreTable.add(rows, label, shown(one.c()));
            }
            one.pairs().values().forEach(share -> ScoreTable.add(rows, label, shown(share)));
        }
        ScoreTable.print(rows, out);
        out.printf(agreement.get(0).pairs().isEmpty()
                ? "%nno pairs: of no image people preferred one of two captions%n"
                : "%npairs: of two captions of an image, the one that people preferred scores higher (50 by chance)%n");
        out.println(judges(rated));
        captions.notes().forEach(out::println);
        scores.stream().filter(metric -> !metric.variant().isEmpty()).forEach(metric ->
                out.println(ScoreTable.label(metric.name()) + ": " + metric.variant()));
    }

    /** A metric that agrees with people as far as they do with each other can hardly do better. */
    private String judges(List<Rated> rated) {
        int judges = rated.stream().mapToInt(one -> one.ratings().length).min().orElse(0);
        if (judges < 2) {
            return judgements.choices().isEmpty() ? "one rating a caption, so how far people agree with each other "
                    + "cannot be said" : "people chose between two captions";
        }
        double[][] columns = IntStream.range(0, judges).mapToObj(judge -> rated.stream()
                .mapToDouble(one -> one.ratings()[judge]).toArray()).toArray(double[][]::new);
        double[] taus = IntStream.range(0, judges).boxed().flatMapToDouble(a -> IntStream.range(0, a)
                .mapToDouble(b -> KendallTau.of(columns[a], columns[b]).b())).filter(Double::isFinite).toArray();
        return taus.length == 0 ? "people with each other: no two judges told captions apart"
                : String.format(Locale.ROOT, "people with each other: tau-b %.1f (mean over pairs of %d judges%s)",
                100 * Arrays.stream(taus).average().orElseThrow(), judges, taus.length == judges * (judges - 1) / 2 ? ""
                : ", without those who gave all captions one rating");
    }

    private static String shown(Interval interval) {
        return Double.isNaN(interval.value()) ? "all the same" : interval.percent();
    }

    private void write(List<HumanAgreement> agreement, List<MetricScores> scores, List<Rated> rated) {
        List<Map<String, Object>> metrics = new ArrayList<>();
        for (int m = 0; m < agreement.size(); m++) {
            HumanAgreement one = agreement.get(m);
            Map<String, Object> metric = new LinkedHashMap<>();
            metric.put("name", one.metric());
            metric.put("variant", scores.get(m).variant());
            if (one.b() != null) {
                metric.put("tau_b", ScoreJson.interval(one.b()));
                metric.put("tau_c", ScoreJson.interval(one.c()));
            }
            Map<String, Object> pairs = new LinkedHashMap<>();
            one.pairs().forEach((kind, share) -> pairs.put(kind, ScoreJson.interval(share)));
            metric.put("pairs", pairs);
            metrics.add(metric);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", 1);
        all.put("judgements", judgements.name());
        all.put("captions", rated.size());
        all.put("images", rated.stream().map(Rated::image).distinct().count());
        all.put("metrics", metrics);
        JsonOutput.writeTree(options.json, all);
    }
}
