package syntic.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Options {@code --name value} of a benchmark, each with a default; and what machine it runs on. */
final class BenchmarkOptions {
    private final Map<String, String> values;

    BenchmarkOptions(String[] args, Map<String, String> defaults) {
        values = new HashMap<>(defaults);
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (!defaults.containsKey(name) || i + 1 == args.length) {
                throw new IllegalArgumentException("'" + args[i] + "' is no option or has no value; options: --"
                        + String.join(", --", new TreeSet<>(defaults.keySet())));
            }
            values.put(name, args[i + 1]);
        }
    }

    String get(String name) {
        return values.get(name);
    }

    int number(String name) {
        return Integer.parseInt(get(name));
    }

    /** The processor's name, as far as the system tells it. */
    static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown") + ", "
                + Runtime.getRuntime().availableProcessors() + " of its cores";
    }
}
