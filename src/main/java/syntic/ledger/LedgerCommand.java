package syntic.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command {@code ledger}: prints the fidelity ledger as Markdown or JSON. */
public final class LedgerCommand {
    private static final int WRONG_USE = 2;
    private static final String USAGE = """
            usage: ledger [--system NAME] [--format markdown]

              --system   only this system
              --format   markdown or json
            Prints every hyper-parameter of every compared system with its value at both scales and where it comes from:
            the paper, the official code, or ours with the reason. Exit status 1: the values of the code and those that
            sources were looked up for differ.
            """;

    private LedgerCommand() {}

    /** @return the exit status: 0, 1 if the ledger has drifted, or 2 for wrong arguments */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        String format = "markdown";
        List<Ledger.Entry> entries = Ledger.entries();
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            if (arguments[i].equals("--system")) {
                try {
                    entries = Ledger.entries(value);
                } catch (IllegalArgumentException e) {
                    err.println("ledger: " + e.getMessage());
                    return WRONG_USE;
                }
            } else if (arguments[i].equals("--format") && List.of("markdown", "json").contains(value)) {
                format = value;
            } else {
                err.print("ledger: " + arguments[i] + " " + value + " is not understood\n" + USAGE);
                return WRONG_USE;
            }
        }
        out.println(format.equals("json") ? json(entries) : markdown(entries));
        List<String> drift = Ledger.drift();
        drift.forEach(err::println);
        return drift.isEmpty() ? 0 : 1;
    }

    private static String markdown(List<Ledger.Entry> entries) {
        Map<String, List<Ledger.Entry>> bySystem = entries.stream().collect(Collectors.groupingBy(
                Ledger.Entry::system, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        bySystem.forEach((system, own) -> {
            text.append("## ").append(system).append("\n\n")
                    .append("| hyper-parameter | full size | source | miniature | source |\n|---|---|---|---|---|\n");
            own.forEach(entry -> text.append("| ").append(entry.name()).append(" | ").append(entry.full())
                    .append(" | ").append(Ledger.text(entry.fullSource())).append(" | ").append(entry.miniature())
                    .append(" | ").append(Ledger.text(entry.miniatureSource())).append(" |\n"));
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
        if (value.equals(Setting.NONE)) {
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
