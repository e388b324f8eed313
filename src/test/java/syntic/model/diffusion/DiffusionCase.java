package syntic.model.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import syntic.nn.SafetensorsFile;

/** One case of the reference's manifest: its folder, its description and how its outputs are compared. */
record DiffusionCase(String name, Path folder, JsonObject description) {

    /** The cases of a kind of model below {@code full/} or {@code tiny/}. */
    static Stream<DiffusionCase> of(Path root, String size, String model) throws IOException {
        JsonObject cases = JsonParser.parseString(Files.readString(root.resolve("manifest.json"))).getAsJsonObject()
                .getAsJsonObject("cases");
        return cases.entrySet().stream().filter(entry -> entry.getKey().startsWith(size)).filter(entry -> {
            JsonElement found = entry.getValue().getAsJsonObject().get("model");
            return found != null && found.getAsString().equals(model);
        }).map(entry -> new DiffusionCase(entry.getKey(), root.resolve(entry.getKey()),
                entry.getValue().getAsJsonObject()));
    }

    Map<String, NDArray> io(NDManager manager) {
        return SafetensorsFile.open(folder.resolve("io.safetensors")).load(manager);
    }

    /** The generator's seed, of a part where the case is a whole pipeline. */
    String seed(String part) {
        JsonElement seed = description.get("seed");
        return seed.isJsonObject() ? seed.getAsJsonObject().get(part).getAsString() : seed.getAsString();
    }

    /** Fails unless {@code found} is within the manifest's tolerance for {@code output}. */
    void compare(String output, NDArray expected, NDArray found) {
        assertEquals(expected.getShape(), found.getShape(), output);
        float worst = expected.sub(found).abs().max().getFloat();
        assertTrue(worst <= tolerance(output), output + ": off by " + worst + ", allowed " + tolerance(output));
    }

    private double tolerance(String output) {
        JsonObject limits = description.getAsJsonObject("tolerance_abs");
        return limits.entrySet().stream().filter(entry -> output.contains(entry.getKey()))
                .map(entry -> entry.getValue().getAsString()).findFirst()
                .map(text -> Double.parseDouble(text.split(" ")[0])).orElse(limits.get("default").getAsDouble());
    }
}
