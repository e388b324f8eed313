package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DynamicTest;
import syntic.nn.SafetensorsFile;
import syntic.nn.Weights;

/** One case of the manifest of the reference data for the stages: its inputs, outputs, seed and tolerances. */
public record ReferenceCase(Path root, String name, JsonObject description) {
    /** What is checked for one case. */
    public interface Check {
        void of(ReferenceCase reference) throws IOException;
    }

    /** A test for every case whose name begins with {@code prefix}; there must be one. */
    public static Stream<DynamicTest> stages(String prefix, Check check) throws IOException {
        try {
            return Reference.tests("stages/" + prefix.split("/")[0], folder -> {
                Path root = folder.getParent();
                JsonObject cases = json(root.resolve("manifest.json")).getAsJsonObject("cases");
                assertTrue(cases.keySet().stream().anyMatch(name -> name.startsWith(prefix)), "no case " + prefix);
                return cases.keySet().stream().filter(name -> name.startsWith(prefix)).map(name -> DynamicTest
                        .dynamicTest(name, () -> check.of(new ReferenceCase(root, name, cases.getAsJsonObject(name)))));
            });
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    public String seed() {
        return description.get("seed").getAsString();
    }

    public JsonObject config() {
        return description.getAsJsonObject("config");
    }

    /** A file that the description names under {@code key}. */
    public Path file(String key) {
        return root.resolve(description.get(key).getAsString());
    }

    public JsonObject json(String key, String... path) throws IOException {
        JsonObject object = json(file(key));
        for (String step : path) {
            object = object.getAsJsonObject(step);
        }
        return object;
    }

    /** Inputs and outputs by their names {@code in.…} and {@code out.…}. */
    public Map<String, NDArray> io(NDManager manager) {
        return SafetensorsFile.open(file("io")).load(manager);
    }

    /** Weights from the generator, after a look at the names, shapes and checksums of {@code params.json}. */
    public Weights weights(NDManager manager, Map<String, Shape> shapes) throws IOException {
        Map<String, Double> overrides = new LinkedHashMap<>();
        if (description.has("scale_override")) {
            JsonObject listed = description.getAsJsonObject("scale_override");
            listed.keySet().forEach(key -> overrides.put(key, listed.get(key).getAsDouble()));
        }
        JsonObject parameters = json("params", "parameters");
        assertEquals(parameters.keySet(), shapes.keySet());
        Weights weights = ReferenceWeights.create(manager, seed(), shapes, overrides);
        for (String parameter : parameters.keySet()) {
            JsonArray expected = parameters.getAsJsonArray(parameter);
            CRC32 crc = new CRC32();
            crc.update(weights.get(parameter).toByteBuffer());
            assertEquals(expected.get(1).getAsString(), String.format("%08x", crc.getValue()), parameter);
        }
        return weights;
    }

    /** The first number of a tolerance, which may be a text such as {@code "rms 0.1*lr"}. */
    public double tolerance(String key) {
        return number(toleranceText(key), "");
    }

    public String toleranceText(String key) {
        return description.getAsJsonObject("tolerance_abs").get(key).getAsString();
    }

    /** The first number after {@code before} in a tolerance's text. */
    public static double number(String text, String before) {
        Matcher matcher = Pattern.compile(Pattern.quote(before) + "[^0-9]*?([0-9.]+(?:e-?[0-9]+)?)").matcher(text);
        assertTrue(matcher.find(), "no number after '" + before + "' in the tolerance '" + text + "'");
        return Double.parseDouble(matcher.group(1));
    }

    /** The largest absolute difference; NaN if anything is not finite. */
    public static double worst(float[] expected, float[] found) {
        assertEquals(expected.length, found.length);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Float.isFinite(found[i]) ? Math.max(worst, Math.abs((double) expected[i] - found[i])) : Double.NaN;
        }
        return worst;
    }

    /** The root of the mean squared difference. */
    public static double rms(float[] expected, float[] found) {
        assertEquals(expected.length, found.length);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += ((double) expected[i] - found[i]) * ((double) expected[i] - found[i]);
        }
        return Math.sqrt(sum / expected.length);
    }

    public static void assertClose(NDArray expected, NDArray found, double limit, String what) {
        assertEquals(expected.getShape(), found.getShape(), what);
        double worst = worst(expected.toFloatArray(), found.toFloatArray());
        assertTrue(worst <= limit, what + " differs by " + worst + ", allowed " + limit);
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}
