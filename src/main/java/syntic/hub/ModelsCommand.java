package syntic.hub;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import syntic.command.Subcommand;

/** The command {@code models}: downloads and checks the full-size models. */
@Command(name = "models", description = {"Download and check the full-size models.",
        "They are put into the cache of the Hugging Face libraries; their folders are printed. What is there is used; "
        + "what was interrupted is continued."},
        footer = "The environment may set HF_HOME or HF_HUB_CACHE (where the cache is), HF_TOKEN (for gated models), "
        + "HF_ENDPOINT (another hub or a mirror) and HF_HUB_OFFLINE.")
public final class ModelsCommand extends Subcommand {
    private static final Map<String, HubModel> MODELS = new TreeMap<>(Map.of("clip", FullSizeModels.CLIP, "detr",
            FullSizeModels.DETR, "stable-diffusion", FullSizeModels.STABLE_DIFFUSION));

    @Option(names = "--fp16", description = "Stable Diffusion in half precision: 2.1 GB instead of 4.3 GB")
    private boolean half;

    @Option(names = "--verify", description = "download nothing; read every file and compare its hash")
    private boolean verify;

    @Option(names = "--list", description = "download nothing; show models, revisions, sizes and what is there")
    private boolean list;

    @Parameters(paramLabel = "MODEL", arity = "0..*", completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES} (all three by default), or OWNER/NAME or OWNER/NAME@REVISION for "
                    + "another repository")
    private List<String> models = List.of();

    private final Supplier<Hub> hub;

    /** For help and completion. */
    static final class Names extends ArrayList<String> {
        Names() {
            super(MODELS.keySet());
        }
    }

    public ModelsCommand(Supplier<Hub> hub) {
        this.hub = hub;
    }

    /** @return the exit status: 0, or 1 for models that are missing or damaged */
    @Override
    public Integer call() {
        for (String name : models) {
            if (!MODELS.containsKey(name) && !name.contains("/")) {
                throw new ParameterException(spec.commandLine(), "there is no model '" + name + "'; there are "
                        + String.join(", ", MODELS.keySet()) + " and OWNER/NAME");
            }
        }
        Hub opened = hub.get();
        boolean whole = true;
        for (String name : models.isEmpty() ? MODELS.keySet() : models) {
            HubModel model = model(name, half, opened);
            if (list) {
                list(name, model, opened, out);
            } else if (verify) {
                whole &= verify(name, model, opened, out, err);
            } else {
                download(name, model, opened);
            }
        }
        return whole ? 0 : 1;
    }

    private void download(String name, HubModel model, Hub hub) {
        err.printf(Locale.ROOT, "%s: %s, %,d MB%s%n", name, model.repository(), model.size() / 1_000_000,
                model.licence().isEmpty() ? "" : ", licence: " + model.licence());
        try (DownloadDisplay display = new DownloadDisplay(err)) {
            out.println(name + " " + hub.download(model, display));
        }
    }

    private static HubModel model(String name, boolean half, Hub hub) {
        if (name.contains("/")) {
            int at = name.indexOf('@');
            return at < 0 ? hub.describe(name, "main") : hub.describe(name.substring(0, at), name.substring(at + 1));
        }
        HubModel model = MODELS.get(name);
        return half && model.equals(FullSizeModels.STABLE_DIFFUSION) ? FullSizeModels.STABLE_DIFFUSION_FP16 : model;
    }

    private static void list(String name, HubModel model, Hub hub, PrintStream out) {
        String licence = model.licence().isEmpty() ? "see its page" : model.licence();
        String where = hub.find(model).map(folder -> "in " + folder).orElse("not downloaded");
        out.printf(Locale.ROOT, "%s: %s@%s%n    %,d MB, licence: %s; %s%n", name, model.repository(), model.commit(),
                model.size() / 1_000_000, licence, where);
    }

    private static boolean verify(String name, HubModel model, Hub hub, PrintStream out, PrintStream err) {
        List<Hub.Finding> findings;
        try (DownloadDisplay display = new DownloadDisplay(err)) {
            findings = hub.verify(model, display);
        }
        boolean whole = true;
        for (Hub.Finding finding : findings) {
            whole &= finding.state() == Hub.State.WHOLE;
            out.println(name + "/" + finding.path() + ": " + switch (finding.state()) {
                case WHOLE -> "as it must be";
                case MISSING -> "missing; run the command without --verify";
                case DAMAGED -> "damaged; move " + finding.file() + " away and run the command without --verify";
            });
        }
        return whole;
    }
}
