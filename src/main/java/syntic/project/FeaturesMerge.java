package syntic.project;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;
import syntic.corpus.Caption;
import syntic.pack.FeaturePack;
import syntic.pack.PackMerge;

/** The command {@code features merge}. */
@Command(name = "merge", description = {"Join feature packs, such as the shares of synthesize --shard, into the pack in "
        + "the folder TARGET, which may be there already. Every part's digest is checked; the packs stay as they are. "
        + "Of two records of a caption that of its present sentence is taken.",
        "Where they come from machines of several kinds (device, threads, rounding), these are named. Of a pack "
        + "PROJECT/features/synthetic or …/sentences, captions that have no record are named."})
public final class FeaturesMerge extends Subcommand {
    private static final int SHOWN = 10;

    @Parameters(index = "0", paramLabel = "TARGET", description = "folder, such as PROJECT/features/synthetic")
    private Path target;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PACK", description = "folders of packs")
    private List<Path> packs;

    @Override
    public Integer call() {
        List<Caption> wanted = captions();
        Map<String, String> sentences = new LinkedHashMap<>();
        wanted.forEach(caption -> sentences.put(caption.id(), caption.text()));
        PackMerge.Report report = PackMerge.run(target, packs, List.copyOf(sentences.keySet()), sentences);
        FeaturePack merged = FeaturePack.open(target);
        out.printf(Locale.ROOT, "%s: %,d records added, %,d in all%n", target, report.added(), merged.ids().size());
        if (!report.twice().isEmpty()) {
            out.printf(Locale.ROOT, "%,d records are in several packs, such as %s, and the same there: shares of "
                    + "different numbers overlap%n", report.twice().size(), report.twice().get(0));
        }
        if (report.machines().size() > 1) {
            out.println("the records come from machines that may round otherwise, so that some may differ in their "
                    + "last bits from those that one machine makes:");
            report.machines().forEach(machine -> out.println("  " + machine));
        }
        List<String> missing = wanted.isEmpty() ? report.failed().keySet().stream().filter(id -> !merged.has(id))
                .toList() : merged.missing(wanted).stream().map(Caption::id).toList();
        if (!missing.isEmpty()) {
            out.printf(Locale.ROOT, "%,d have no record there:%n", missing.size());
            missing.stream().limit(SHOWN).forEach(id -> out.println("  " + id + ": "
                    + report.failed().getOrDefault(id, "in none of the packs, or of another sentence")));
            if (missing.size() > SHOWN) {
                out.printf(Locale.ROOT, "  … and %,d more%n", missing.size() - SHOWN);
            }
        }
        return missing.isEmpty() ? 0 : 1;
    }

    /** Those that the target is to have a record of; none where that is not known. */
    private List<Caption> captions() {
        Path folder = target.toAbsolutePath().resolve("../..").normalize();
        if (!Project.isProject(folder)) {
            return List.of();
        }
        return PackCaptions.of(Project.open(folder), target.getFileName().toString());
    }
}
