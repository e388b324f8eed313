package syntic.model.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntic.model.ModelException;
import syntic.nn.Compute;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Torch;
import syntic.nn.Weights;

/** Merged weights are W + scale · (alpha / rank) · up · down, by a sum of one's own in double precision. */
class LoraTest {
    private static final int RANK = 3;
    private static final String MODULE = "down_blocks.0.attentions.0.attn1.to_out.0";

    @TempDir
    private Path folder;

    private static NDArray generated(NDManager manager, long seed, long... shape) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(shape));
    }

    /** @param alpha its name, or null for none: then it counts as the rank */
    private void write(NDManager manager, String down, String up, String alpha, long... inputs) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        long[] shape = new long[inputs.length + 1];
        shape[0] = RANK;
        System.arraycopy(inputs, 0, shape, 1, inputs.length);
        arrays.put(down, generated(manager, 2, shape));
        arrays.put(up, inputs.length == 1 ? generated(manager, 3, 5, RANK) : generated(manager, 3, 5, RANK, 1, 1));
        if (alpha != null) {
            arrays.put(alpha, manager.create(new float[] {2}, new Shape(1)));
        }
        SafetensorsWriter.write(folder.resolve("pytorch_lora_weights.safetensors"), arrays, ElementType.F32, Map.of());
    }

    private float[] merged(NDManager manager, long... shape) {
        Weights weights = Weights.of(manager, Map.of(MODULE + ".weight", generated(manager, 1, shape)), "test");
        try (Lora lora = Lora.from(Compute.PLAIN, folder)) {
            return lora.merge("unet", weights).get(MODULE + ".weight").toFloatArray();
        }
    }

    private static float[] expected(NDManager manager, double factor, int inputs) {
        float[] weight = generated(manager, 1, 5, inputs).toFloatArray();
        float[] down = generated(manager, 2, RANK, inputs).toFloatArray();
        float[] up = generated(manager, 3, 5, RANK).toFloatArray();
        for (int out = 0; out < 5; out++) {
            for (int in = 0; in < inputs; in++) {
                double sum = 0;
                for (int r = 0; r < RANK; r++) {
                    sum += (double) up[out * RANK + r] * down[r * inputs + in];
                }
                weight[out * inputs + in] += factor * sum;
            }
        }
        return weight;
    }

    @ParameterizedTest
    @CsvSource({
        "unet.down_blocks.0.attentions.0.attn1.to_out.0.lora_A.weight, lora_B.weight",
        "unet.down_blocks.0.attentions.0.attn1.to_out.0.lora.down.weight, lora.up.weight",
        "unet.down_blocks.0.attentions.0.attn1.processor.to_out_lora.down.weight, unet.down_blocks.0.attentions.0."
                + "attn1.processor.to_out_lora.up.weight",
        "down_blocks.0.attentions.0.attn1.processor.to_out_lora.down.weight, down_blocks.0.attentions.0.attn1."
                + "processor.to_out_lora.up.weight",
        "lora_unet_down_blocks_0_attentions_0_attn1_to_out_0.lora_down.weight, lora_up.weight"})
    void everyLayoutIsMergedByTheFormula(String down, String up) throws IOException {
        String module = down.replaceFirst("\\.lora.*", "");
        boolean whole = up.contains("down_blocks");
        String other = whole ? up : module + "." + up;
        try (NDManager manager = Torch.newManager()) {
            write(manager, down, other, null, 4);
            assertArrayEquals(expected(manager, 1, 4), merged(manager, 5, 4), 1e-5f);
            if (!whole) {
                write(manager, down, other, module + ".alpha", 4);
                Files.writeString(folder.resolve("config.json"), "{\"scale\": 0.5}");
                assertArrayEquals(expected(manager, 0.5 * 2 / RANK, 4), merged(manager, 5, 4), 1e-5f);
            }
            write(manager, down, other, null, 2, 3, 3);
            assertEquals(90, merged(manager, 5, 2, 3, 3).length);
            Files.deleteIfExists(folder.resolve("config.json"));
            assertArrayEquals(expected(manager, 1, 18), merged(manager, 5, 2, 3, 3), 1e-5f);
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        try (NDManager manager = Torch.newManager()) {
            write(manager, "unet.moon.lora_A.weight", "unet.moon.lora_B.weight", null, 4);
            assertRefused(manager, "unet.moon.lora_A.weight changes what the unet");
            write(manager, "unet." + MODULE + ".lora_A.weight", "unet." + MODULE + ".lora_B.weight", null, 6);
            assertRefused(manager, "do not fit the weight (5, 4)");
            write(manager, "vae.a.lora_A.weight", "vae.a.lora_B.weight", null, 4);
            assertRefused(manager, "vae.a.lora_A.weight is no change");
        }
    }

    private void assertRefused(NDManager manager, String why) {
        String said = assertThrows(ModelException.class, () -> merged(manager, 5, 4)).getMessage();
        assertTrue(said.contains(why) && said.contains("pytorch_lora_weights.safetensors"), said);
    }
}
