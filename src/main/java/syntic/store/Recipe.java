package syntic.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * What determines a result: the stage, its settings, and the fingerprints of its inputs. Equal recipes give equal
 * results; anything that changes a result belongs in here.
 *
 * @param stage a short name, part of the folder's name
 * @param settings by name; configuration records print themselves well
 * @param inputs fingerprints by name
 */
public record Recipe(String stage, Map<String, String> settings, Map<String, String> inputs) {
    private static final int KEY_DIGITS = 16;

    public Recipe {
        if (!stage.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("a stage's name is made of a-z, 0-9 and -, not '" + stage + "'");
        }
        settings = Map.copyOf(settings);
        inputs = Map.copyOf(inputs);
    }

    /** The recipe in full, one fact a line, always in the same order. */
    public String text() {
        StringBuilder text = new StringBuilder("stage: " + stage + "\n");
        new TreeMap<>(settings).forEach((name, value) -> text.append("setting ").append(name).append(": ")
                .append(value).append('\n'));
        new TreeMap<>(inputs).forEach((name, value) -> text.append("input ").append(name).append(": ")
                .append(value).append('\n'));
        return text.toString();
    }

    /** The name under which the result is kept. */
    public String key() {
        return stage + "-" + Fingerprint.of(text()).substring(0, KEY_DIGITS);
    }
}
