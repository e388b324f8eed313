package syntic.method.capdec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.nn.Normalization;
import syntic.nn.Operators;
import syntic.nn.Torch;

/** Noise injection against the reference: given noise element by element, drawn noise by its statistics. */
class NoiseInjectionReferenceTest {
    private static final int SAMPLES = 4000;

    @TestFactory
    Stream<DynamicTest> noiseInjection() throws IOException {
        return ReferenceCase.stages("noise-injection", reference -> {
            try (NDManager manager = Torch.newManager()) {
                Map<String, NDArray> io = reference.io(manager);
                NoiseInjection gaussian = NoiseInjection.ofVariance(reference.config().get("noise_variance")
                        .getAsDouble());
                NDArray x = io.get("in.x");
                NDArray noise = Operators.scale(io.get("in.z"), gaussian.scale());
                NDArray noisy = NoiseInjection.inject(x, noise);
                ReferenceCase.assertClose(io.get("out.noisy"), noisy, reference.tolerance("noisy"), "noisy");
                ReferenceCase.assertClose(io.get("out.noisy_offset"), NoiseInjection.inject(x,
                        noise.add(io.get("in.offset"))), reference.tolerance("noisy_offset"), "noisy with offset");
                ReferenceCase.assertClose(io.get("out.cosine_to_clean"), cosines(x, noisy),
                        reference.tolerance("cosine_to_clean"), "cosine");
                JsonObject expected = reference.json("expected");
                int width = expected.get("d").getAsInt();
                drawn(manager, gaussian, width, expected.getAsJsonObject("gaussian"));
                JsonObject ball = expected.getAsJsonObject("uniform_ball");
                drawn(manager, NoiseInjection.ball(ball.get("radius").getAsDouble()), width, ball);
            }
        });
    }

    private static void drawn(NDManager manager, NoiseInjection noise, int width, JsonObject expected) {
        Torch.seed(5);
        NDArray clean = Normalization.unit(manager.randomNormal(new Shape(SAMPLES, width)));
        NDArray drawn = noise.draw(manager, clean.getShape());
        double length = drawn.square().sum(new int[] {1}).sqrt().mean().getFloat();
        double expectedLength = expected.get("expected_noise_norm").getAsDouble();
        assertEquals(expectedLength, length, 5e-3 * expectedLength, noise + ": length of the noise");
        JsonObject simulated = expected.getAsJsonObject("simulation_cosine_clean_noisy");
        double error = expected.get("theory_std").getAsDouble() / Math.sqrt(SAMPLES)
                + simulated.get("standard_error").getAsDouble();
        double mean = cosines(clean, noise.apply(clean)).mean().getFloat();
        // Rounding of float32 adds to what the samples allow.
        assertEquals(simulated.get("mean").getAsDouble(), mean, 5 * error + 1e-6, noise + ": mean cosine");
    }

    private static NDArray cosines(NDArray a, NDArray b) {
        return Normalization.unit(a).mul(Normalization.unit(b)).sum(new int[] {1});
    }
}
