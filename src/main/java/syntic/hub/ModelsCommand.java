package syntic.hub;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The command {@code models}: downloads and checks the full-size models. */
public final class ModelsCommand {
    private static final Map<String, HubModel> MODELS = new TreeMap<>(Map.of("clip", FullSizeModels.CLIP, "detr",
            FullSizeModels.DETR, "stable-diffusion", FullSizeModels.STABLE_DIFFUSION));

    static final String USAGE = """
            usage: models [options] [MODEL ...]

            Downloads the full-size models into the cache of the Hugging Face libraries, checks them and prints
            their folders. What is there is used; what was interrupted is continued.

            MODEL is clip, detr, stable-diffusion (all three by default), or OWNER/NAME or OWNER/NAME@REVISION
            for another repository.

              --fp16      Stable Diffusion in half precision: 2.1 GB instead of 4.3 GB
              --verify    download nothing; read every file and compare its hash
              --list      download nothing; show models, revisions, sizes and what is there
              --help      this text

            The environment may set HF_HOME or HF_HUB_CACHE (where the cache is), HF_TOKEN (for gated models),
            HF_ENDPOINT (another hub or a mirror) and HF_HUB_OFFLINE.
            """;

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private enum Task { DOWNLOAD, VERIFY, LIST }

    private record Options(Task task, boolean half, List<String> models) {
        static Options parse(String[] arguments) {
            Task task = Task.DOWNLOAD;
            boolean half = false;
            List<String> models = new ArrayList<>();
            for (String argument : arguments) {
                switch (argument) {
                    case "--verify" -> task = Task.VERIFY;
                    case "--list" -> task = Task.LIST;
                    case "--fp16" -> half = true;
                    default -> {
                        if (argument.startsWith("-") || !MODELS.containsKey(argument) && !argument.contains("/")) {
                            throw new IllegalArgumentException("unknown argument " + argument);
                        }
                        models.add(argument);
                    }
                }
            }
            return new Options(task, half, models.isEmpty() ? List.copyOf(MODELS.keySet()) : models);
        }
    }

    private ModelsCommand() {}

    /**
     * Runs the command.
     *
     * @return the exit status: 0, 1 for models that cannot be had or are damaged, 2 for wrong arguments
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return run(arguments, Hub::open, out, err);
    }

    static int run(String[] arguments, Supplier<Hub> hub, PrintStream out, PrintStream err) {
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println("models: " + e.getMessage());
            err.print(USAGE);
            return WRONG_USE;
        }
        try {
            return run(options, hub.get(), out, err);
        } catch (HubException e) {
            err.println("models: " + e.getMessage());
            return FAILED;
        }
    }

    private static int run(Options options, Hub hub, PrintStream out, PrintStream err) {
        boolean whole = true;
        for (String name : options.models()) {
            HubModel model = model(name, options.half(), hub);
            switch (options.task()) {
                case LIST -> list(name, model, hub, out);
                case VERIFY -> whole &= verify(name, model, hub, out, err);
                case DOWNLOAD -> {
                    err.printf(Locale.ROOT, "%s: %s, %,d MB%s%n", name, model.repository(), model.size() / 1_000_000,
                            model.licence().isEmpty() ? "" : ", licence: " + model.licence());
                    try (DownloadDisplay display = new DownloadDisplay(err)) {
                        out.println(name + " " + hub.download(model, display));
                    }
                }
            }
        }
        return whole ? 0 : FAILED;
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
