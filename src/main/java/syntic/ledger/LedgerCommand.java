package syntic.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import syntic.command.Subcommand;
import syntic.io.UserException;

/** The command {@code ledger}: prints the fidelity ledger as Markdown or JSON. */
@Command(name = "ledger", description = {"Print every hyper-parameter with its source.",
        "Every hyper-parameter of every compared system with its value at both scales and where it comes from: the "
        + "paper, the official code, or ours with the reason. Exit status 1: the values of the code and those that "
        + "sources were looked up for differ."})
public final class LedgerCommand extends Subcommand {
    private enum Format { MARKDOWN, JSON }

    @Option(names = "--system", paramLabel = "NAME", description = "only this system")
    private String system;

    @Option(names = "--claims", description = "what the papers claim, and what stored results say of it, instead")
    private boolean claims;

    @Option(names = "--results", paramLabel = "FOLDER", defaultValue = "notebooks/results",
            description = "with --claims: of packed results (${DEFAULT-VALUE})")
    private Path results;

    @Option(names = "--format", defaultValue = "markdown", paramLabel = "markdown|json",
            description = "default ${DEFAULT-VALUE}")
    private Format format;

    /** @return the exit status: 0, or 1 if the ledger has drifted */
    @Override
    public Integer call() {
        if (claims) {
            print(Claims.of(results));
            return 0;
        }
        List<Ledger.Entry> entries;
        try {
            entries = system == null ? Ledger.entries() : Ledger.entries(system);
        } catch (UserException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        out.println(format == Format.JSON ? json(entries) : markdown(entries));
        List<String> drift = Ledger.drift();
        drift.forEach(err::println);
        return drift.isEmpty() ? 0 : 1;
    }

    private void print(List<Finding> findings) {
        if (format == Format.JSON) {
            out.println(new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(findings.stream()
                    .map(one -> Map.of("paper", one.claim().paper(), "place", one.claim().place(), "claim",
                            one.claim().text(), "verdict", one.verdict().label(), "evidence", one.evidence(),
                            "measured", one.measured().stream().map(Object::toString).toList())).toList()));
            return;
        }
        out.println("| paper | place | claim | " + Claims.MEASURED + " | verdict |");
        out.println("|---|---|---|---|---|");
        findings.forEach(one -> out.println(row(one.claim().paper(), one.claim().place(), one.claim().text(),
                one.evidence(), one.verdict().label())));
        out.println("\n| part of SynTIC's paper | shows | here |\n|---|---|---|");
        PaperPart.all().forEach(one -> out.println(row(one.part(), one.shows(), one.here())));
    }

    /** A test of the higher of two has a bar, which would begin another cell. */
    static String row(String... cells) {
        return "| " + String.join(" | ", Arrays.stream(cells).map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }

    private static String markdown(List<Ledger.Entry> entries) {
        Map<String, List<Ledger.Entry>> bySystem = entries.stream().collect(Collectors.groupingBy(
                Ledger.Entry::system, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        bySystem.forEach((system, own) -> {
            text.append("## ").append(system).append("\n\n")
                    .append("| hyper-parameter | full size | source | miniature | source |\n|---|---|---|---|---|\n");
            own.forEach(entry -> text.append(row(entry.name(), entry.full(), Ledger.text(entry.fullSource()),
                    entry.miniature(), Ledger.text(entry.miniatureSource()))).append('\n'));
            text.append('\n');
        });
        return text.toString().stripTrailing();
    }

    private static String json(List<Ledger.Entry> entries) {
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        return gson.toJson(entries.stream().map(LedgerCommand::json).toList());
    }

    private static JsonObject json(Ledger.Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("system", entry.system());
        json.addProperty("name", entry.name());
        json.add("full", json(entry.full(), entry.fullSource()));
        json.add("miniature", json(entry.miniature(), entry.miniatureSource()));
        return json;
    }

    /** Null where the setting does not exist at the scale. */
    private static JsonObject json(String value, Source source) {
        if (value.equals(Hyperparameter.NONE)) {
            return null;
        }
        JsonObject json = new JsonObject();
        json.addProperty("value", value);
        if (source != null) {
            json.addProperty("source", source.kind().label());
            json.addProperty("where", source.where());
        }
        return json;
    }
}
