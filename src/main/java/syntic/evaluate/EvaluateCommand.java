package syntic.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import syntic.command.Subcommand;
import syntic.io.UserException;
import syntic.metric.Metric;
import syntic.metric.Metrics;
import syntic.nn.Stopped;

/** The command {@code evaluate}: scores files of results against reference captions and compares them. */
@Command(name = "evaluate", sortOptions = false, description = "Score captions against references, with intervals.")
public final class EvaluateCommand extends Subcommand {
    private static final String STOPPED = "stopped before all was scored; nothing was written";
    private static final long PAUSE_MILLIS = 50;

    @Option(names = "--references", paramLabel = "FILE", description = "reference captions: COCO's caption format, a "
            + "data-set file of Karpathy's, .token, CSV, TSV or JSON; judgements of Pascal-50S bring their own")
    Path references;

    @Option(names = "--results", paramLabel = "FILE",
            description = "generated captions in COCO's result format; several times to compare systems")
    List<Path> results = List.of();

    @Option(names = "--judgements", paramLabel = "FILE", description = "instead of results: what people said of "
            + "captions, to see how far metrics agree with them; Flickr8k's ExpertAnnotations.txt or "
            + "CrowdFlowerAnnotations.txt, a .csv of Composite, THumB's .jsonl, Pascal-50S' consensus_pascal.mat")
    Path judgements;

    @Option(names = "--judged-sentences", paramLabel = "FILE",
            description = "for judgements of Flickr8k: Flickr8k.token.txt, whose sentences they name")
    Path judgedSentences;

    @Option(names = "--metrics", paramLabel = "NAME", split = ",", completionCandidates = Names.class,
            description = "such as bleu,cider; of ${COMPLETION-CANDIDATES} (the first three if not given)")
    private List<String> metrics = Metrics.DEFAULT;

    @Option(names = "--split", paramLabel = "NAME", defaultValue = "test",
            description = "the split to score, for a data-set file of Karpathy's (${DEFAULT-VALUE})")
    String split;

    @Option(names = "--meteor", paramLabel = "FILE",
            description = "your meteor-1.5.jar or paraphrase-en.gz: METEOR matches paraphrases too")
    private Path meteor;

    @Option(names = "--keep-punctuation", description = "score punctuation tokens too, as some published scores do")
    boolean keepPunctuation;

    @Option(names = "--json", paramLabel = "FILE",
            description = "also write all scores, per image too, in full precision")
    Path json;

    @Option(names = "--csv", paramLabel = "FILE",
            description = "also write a line for each image: its scores and its caption")
    Path csv;

    @ArgGroup(validate = false, heading = "The metrics clip (CLIPScore, RefCLIPScore) and aclip (aCLIP-S, RefaCLIP-S "
            + "of ReCap) look at the images:%n")
    private ClipOptions clip = new ClipOptions();

    /** For help and completion. */
    static final class Names extends ArrayList<String> {
        Names() {
            super(Stream.concat(Metrics.names().stream(), ClipOptions.METRICS.stream()).toList());
        }
    }

    @Override
    public Integer call() throws Exception {
        List<String> names = metrics.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        try {
            check(names);
            clip.check(names);
        } catch (UserException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        List<String> others = names.stream().filter(name -> !ClipOptions.METRICS.contains(name)).toList();
        untilStopped(new FutureTask<>(() -> {
            List<Metric> scored = Metrics.named(others, meteor);
            return judgements != null ? new JudgementEvaluation(this, scored, err).score(clip, compute, out)
                    : new Evaluation(this, scored, err).score(clip, compute, out);
        })).run();
        return 0;
    }

    /**
     * Scores on a thread of its own, which need not ask whether to stop: it writes nothing but files of the cache, each
     * whole or not at all.
     *
     * @param task gives what prints and writes the scores
     */
    private Runnable untilStopped(FutureTask<Runnable> task) throws Exception {
        Thread thread = new Thread(task, "scoring");
        thread.setDaemon(true);
        thread.start();
        try {
            do {
                if (stop.getAsBoolean()) {
                    throw new Stopped(STOPPED);
                }
                thread.join(PAUSE_MILLIS);
            } while (thread.isAlive());
            return task.get();
        } catch (InterruptedException e) {
            throw new Stopped(STOPPED);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            thread.interrupt();
        }
    }

    private void check(List<String> names) {
        if (results.isEmpty() == (judgements == null)) {
            throw new UserException("give either --results, captions to score, or --judgements, what people said of "
                    + "captions");
        }
        if (references == null && judgements == null) {
            throw new UserException("--references is missing: captions are scored by those of people");
        }
        if (judgements == null ? judgedSentences != null : csv != null) {
            throw new UserException(judgements == null ? "--judged-sentences is for --judgements"
                    : "--csv is for --results; --json takes the agreement with people");
        }
        if (csv != null && csv.equals(json)) {
            throw new UserException("--csv and --json both name " + csv + "; give each a file of its own");
        }
        Set<String> seen = new HashSet<>();
        for (Path file : results) {
            if (!seen.add(file.toString())) {
                throw new UserException("--results " + file + " is given twice");
            }
        }
        List<String> known = new Names();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UserException("there is no metric '" + name + "'; there are " + String.join(", ", known));
            }
            if (!seen.add(name)) {
                throw new UserException("the metric " + name + " is named twice");
            }
        }
    }
}
