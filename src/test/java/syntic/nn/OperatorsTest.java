package syntic.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operator of the archive against the same thing spelt with DJL's own operations, values and gradients. */
class OperatorsTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        Torch.seed(7);
        manager = Torch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void elementwise() {
        NDArray x = normal(3, 17);
        same(x, a -> Operators.scale(a, 0.3), a -> a.mul(manager.create(0.3f)));
        same(x, a -> Operators.plus(a, -2), a -> a.add(manager.create(-2f)));
        same(x, Operators::silu, a -> a.mul(sigmoid(a)));
        same(x, Operators::quickGelu, a -> a.mul(sigmoid(a.mul(manager.create(1.702f)))));
        same(x, Operators::geluTanh, a -> {
            NDArray inner = a.add(a.mul(a).mul(a).mul(manager.create(0.044715f)))
                    .mul(manager.create((float) Math.sqrt(2 / Math.PI)));
            return a.mul(inner.tanh().add(manager.create(1f))).mul(manager.create(0.5f));
        });
    }

    @Test
    void padding() {
        same(normal(2, 3, 4, 5), Operators::padBottomRight, x -> x.concat(manager.zeros(new Shape(2, 3, 1, 5)), 2)
                .concat(manager.zeros(new Shape(2, 3, 5, 1)), 3));
    }

    @Test
    void triangleKeepsInnerProducts() {
        NDArray x = normal(9, 4);
        NDArray r = Operators.triangle(x);
        assertEquals(new Shape(4, 4), r.getShape());
        assertArrayEquals(x.transpose().matMul(x).toFloatArray(), r.transpose().matMul(r).toFloatArray(), 1e-5f);
    }

    @Test
    void leastSquaresIsTheShortestSolution() {
        // Two equal columns share the weight: 2 = 1·1 + 1·1.
        NDArray w = Operators.leastSquares(manager.create(new float[] {1, 1, 2, 2}, new Shape(2, 2)),
                manager.create(new float[] {2, 4}, new Shape(2, 1)), 1e-5);
        assertArrayEquals(new float[] {1, 1}, w.toFloatArray(), 1e-5f);
    }

    @Test
    void orthogonalFactorOfAScaledRotationIsTheRotation() {
        NDArray rotation = manager.create(new float[] {0.6f, 0.8f, -0.8f, 0.6f}, new Shape(2, 2));
        assertArrayEquals(rotation.toFloatArray(),
                Operators.orthogonalFactor(rotation.mul(manager.create(3f))).toFloatArray(), 1e-6f);
    }

    @Test
    void onlineSoftmaxOfTwoPartsIsThatOfTheWhole() {
        NDArray logits = normal(5, 30).mul(manager.create(20f));
        NDArray values = normal(30, 3);
        NDArray largest = manager.full(new Shape(5, 1), -1000f);
        NDArray total = manager.zeros(new Shape(5, 1));
        NDArray sum = manager.zeros(new Shape(5, 3));
        for (int from : new int[] {0, 13}) {
            NDIndex columns = new NDIndex(":, " + from + ":" + (from == 0 ? 13 : 30));
            NDArray part = logits.get(columns).duplicate();
            NDArray shift = Operators.onlineSoftmax(part, largest, total);
            Operators.addProduct(sum, shift.exp(), part, values.get(from + ":" + (from == 0 ? 13 : 30)));
        }
        assertArrayEquals(logits.max(new int[] {1}, true).toFloatArray(), largest.toFloatArray());
        assertArrayEquals(logits.softmax(1).matMul(values).toFloatArray(), sum.div(total).toFloatArray(), 1e-5f);
    }

    @Test
    void groupNorm() {
        NDArray weight = normal(8);
        NDArray bias = normal(8);
        same(normal(2, 8, 3, 5), x -> Operators.groupNorm(x, 4, weight, bias, 1e-5), x -> {
            NDArray g = x.reshape(2, 4, 30);
            NDArray centred = g.sub(g.mean(new int[] {2}, true));
            NDArray variance = centred.mul(centred).mean(new int[] {2}, true);
            NDArray unit = centred.div(variance.add(manager.create(1e-5f)).sqrt()).reshape(2, 8, 3, 5);
            return unit.mul(weight.reshape(1, 8, 1, 1)).add(bias.reshape(1, 8, 1, 1));
        });
    }

    @Test
    void groupNormSilu() {
        NDArray weight = normal(8);
        NDArray bias = normal(8);
        same(normal(2, 8, 3, 5), x -> Operators.groupNormSilu(x, 4, weight, bias, 1e-5),
                x -> Operators.silu(Operators.groupNorm(x, 4, weight, bias, 1e-5)));
    }

    @Test
    void normalizedConvolution() {
        NDArray kernel = normal(5, 3, 3, 3);
        NDArray mean = normal(5);
        NDArray variance = normal(5).abs().add(manager.create(1f));
        NDArray weight = normal(5);
        NDArray bias = normal(5);
        Weights plain = Weights.of(manager, Map.of("weight", kernel.duplicate()), "test");
        Shape perChannel = new Shape(1, 5, 1, 1);
        same(normal(2, 3, 6, 7),
                x -> Operators.normalizedConvolution(x, kernel, mean, variance, weight, bias, 1e-5, 2, 1),
                x -> {
                    NDArray scale = weight.div(variance.add(manager.create(1e-5f)).sqrt());
                    return Convolution.apply(plain, x, 2, 1).mul(scale.reshape(perChannel))
                            .add(bias.sub(mean.mul(scale)).reshape(perChannel));
                });
    }

    @Test
    void largePointwiseConvolutionsAgreeWithPlainProducts() {
        NDArray kernel = normal(128, 64, 1, 1);
        NDArray x = normal(2, 64, 40, 56);
        NDArray ones = manager.ones(new Shape(128));
        NDArray zeros = manager.zeros(new Shape(128));
        Weights weights = Weights.of(manager, Map.of("weight", kernel, "bias", zeros), "test");
        Weights norm = Weights.of(manager, Map.of("running_mean", zeros.duplicate(), "running_var", ones, "weight",
                ones.duplicate(), "bias", zeros.duplicate()), "test");
        NDArray expected = kernel.reshape(128, 64).matMul(x.reshape(2, 64, -1)).reshape(2, 128, 40, 56);
        assertArrayEquals(expected.toFloatArray(), Convolution.apply(weights, x, 1, 0).toFloatArray(), 1e-4f);
        assertArrayEquals(expected.toFloatArray(), Convolution.applyNormalized(weights, norm, x, 1, 0, 0)
                .toFloatArray(), 1e-4f);
        assertArrayEquals(expected.get(":, :, ::2, ::2").toFloatArray(),
                Convolution.apply(weights, x, 2, 0).toFloatArray(), 1e-4f);
    }

    @Test
    void upsampledConvolution() {
        NDArray kernel = normal(5, 3, 3, 3);
        NDArray bias = normal(5);
        Weights plain = Weights.of(manager, Map.of("weight", kernel.duplicate(), "bias", bias.duplicate()), "test");
        UnaryOperator<NDArray> oracle = x -> Convolution.apply(plain, Convolution.upsample(x), 1, 1);
        same(normal(2, 3, 4, 7), x -> Operators.upsampledConvolution(x, kernel, bias), oracle);
        same(normal(1, 3, 5, 1), x -> Operators.upsampledConvolution(Operators.channelsLast(x), kernel, bias), oracle);
    }

    @Test
    void upsampledConvolutionsOfInferenceAgreeWithThoseOfTraining() {
        Weights weights = Weights.of(manager, Map.of("weight", normal(5, 3, 3, 3), "bias", normal(5)), "test");
        NDArray x = normal(2, 3, 40, 33);
        NDArray training = Convolution.applyUpsampled(weights, x);
        NDArray inference = Torch.withoutGradients(() -> Convolution.applyUpsampled(weights, x));
        assertEquals(training.getShape(), inference.getShape());
        assertArrayEquals(training.toFloatArray(), inference.toFloatArray(), 2e-5f);
    }

    @Test
    void reluInPlace() {
        NDArray factor = normal(3, 17);
        same(normal(3, 17), x -> Operators.reluInPlace(x.mul(factor)), x -> x.mul(factor).maximum(manager.create(0f)));
    }

    @Test
    void largeLinearLayersAgreeWithPlainProducts() {
        for (boolean biased : new boolean[] {true, false}) {
            NDArray weight = normal(512, 256);
            Map<String, NDArray> arrays = new HashMap<>(Map.of("weight", weight));
            if (biased) {
                arrays.put("bias", normal(512));
            }
            Weights weights = Weights.of(manager, arrays, "test");
            NDArray wide = normal(3, 256, 60).swapAxes(1, 2); // [3, 60, 256], not contiguous
            NDArray expected = wide.matMul(weight.transpose());
            if (biased) {
                expected = expected.add(arrays.get("bias"));
            }
            assertEquals(expected.getShape(), Linear.apply(weights, wide).getShape());
            assertArrayEquals(expected.toFloatArray(), Linear.apply(weights, wide).toFloatArray(), 1e-3f);
            NDArray trained = weight;
            same(wide, x -> Linear.apply(weights, x).mul(manager.create(0.01f)),
                    x -> (biased ? x.matMul(trained.transpose()).add(arrays.get("bias"))
                            : x.matMul(trained.transpose())).mul(manager.create(0.01f)));
        }
    }

    @Test
    void attention() {
        NDArray k = normal(2, 3, 7, 4);
        NDArray v = normal(2, 3, 7, 4);
        NDArray q = normal(2, 3, 7, 4);
        NDArray above = manager.create(new float[49], new Shape(7, 7));
        for (int i = 0; i < 7; i++) {
            for (int j = i + 1; j < 7; j++) {
                above.set(new NDIndex(i, j), -1e30f);
            }
        }
        same(q, x -> Operators.attention(x, k, v, 0.7), x -> plain(x, k, v, 0.7f, null));
        same(q, x -> Operators.causalAttention(x, k, v, 0.7), x -> plain(x, k, v, 0.7f, above));
        same(q, x -> Operators.maskedAttention(x, k, v, above, 0.7), x -> plain(x, k, v, 0.7f, above));
    }

    @Test
    void crossEntropyIgnoresPaddingAndSmooths() {
        NDArray targets = manager.create(new long[] {3, 0, 1, 4});
        same(normal(4, 5), x -> Operators.crossEntropy(x, targets, 0, 0.1), x -> {
            NDArray logp = x.logSoftmax(-1).get(new NDIndex("{}",
                    manager.create(new long[] {0, 2, 3})));
            NDArray picked = logp.gather(manager.create(new long[] {3, 1, 4}, new Shape(3, 1)), 1).squeeze(1);
            return picked.mul(manager.create(0.9f)).add(logp.mean(new int[] {1}).mul(manager.create(0.1f))).mean()
                    .neg();
        });
    }

    @Test
    void maskedFill() {
        NDArray mask = manager.create(new boolean[] {true, false, false});
        same(normal(2, 3), x -> Operators.maskedFill(x, mask, 5), x -> x.mul(manager.create(new float[] {0, 1, 1}))
                .add(manager.create(new float[] {5, 0, 0})));
    }

    @Test
    void batchNormTrainsRunningStatistics() {
        NDArray mean = manager.zeros(new Shape(3));
        NDArray variance = manager.ones(new Shape(3));
        NDArray weight = normal(3);
        NDArray bias = normal(3);
        NDArray x = normal(4, 3, 2, 2);
        same(x, a -> Operators.batchNorm(a, mean, variance, weight, bias, 0.1, 1e-5), a -> {
            NDArray centred = a.sub(channelMean(a));
            NDArray var = channelMean(centred.mul(centred));
            return centred.div(var.add(manager.create(1e-5f)).sqrt()).mul(weight.reshape(1, 3, 1, 1))
                    .add(bias.reshape(1, 3, 1, 1));
        });
        float[] expected = channelMean(x).mul(0.1f).toFloatArray();
        assertArrayEquals(expected, mean.toFloatArray(), 1e-6f);
    }

    @Test
    void dropoutKeepsTheExpectation() {
        NDArray x = manager.ones(new Shape(100_000));
        NDArray y = Operators.dropout(x, 0.25);
        assertEquals(1, y.mean().getFloat(), 0.02);
        assertEquals(0.75, y.gt(0).toType(DataType.FLOAT32, false).mean().getFloat(), 0.01);
    }

    @Test
    void scalarsSurviveGarbageCollectionBetweenForwardAndBackward() {
        NDArray x = normal(50);
        x.setRequiresGradient(true);
        for (int i = 0; i < 20; i++) {
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray own = x.mul(step.create(1f));
                NDArray y = Operators.scale(Operators.plus(Operators.scale(own, 0.5), 1), 3).sum();
                System.gc();
                collector.backward(y);
            }
        }
        try (NDArray gradient = x.getGradient()) {
            for (float g : gradient.toFloatArray()) {
                assertEquals(30, g, 1e-3);
            }
        }
    }

    private NDArray plain(NDArray q, NDArray k, NDArray v, float scale, NDArray mask) {
        NDArray logits = q.matMul(k.swapAxes(-1, -2)).mul(manager.create(scale));
        return (mask == null ? logits : logits.add(mask)).softmax(-1).matMul(v);
    }

    /** [batch, channels, height, width] to [1, channels, 1, 1]. */
    private static NDArray channelMean(NDArray x) {
        return x.mean(new int[] {0}, true).mean(new int[] {2}, true).mean(new int[] {3}, true);
    }

    private NDArray sigmoid(NDArray x) {
        return x.getNDArrayInternal().sigmoid();
    }

    private NDArray normal(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }

    private void same(NDArray input, UnaryOperator<NDArray> operator, UnaryOperator<NDArray> oracle) {
        float[][] a = valuesAndGradient(input, operator);
        float[][] b = valuesAndGradient(input, oracle);
        assertArrayEquals(b[0], a[0], 2e-5f);
        assertArrayEquals(b[1], a[1], 2e-5f);
        assertTrue(a[1].length > 0);
    }

    private float[][] valuesAndGradient(NDArray input, UnaryOperator<NDArray> f) {
        NDArray x = input.duplicate();
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray y = f.apply(x);
            // Unequal weights, so that a gradient in the wrong place shows.
            NDArray weights = manager.arange(y.size()).toType(DataType.FLOAT32, false).reshape(y.getShape())
                    .div(y.size()).add(0.5f);
            collector.backward(y.mul(weights).sum());
            return new float[][] {y.toFloatArray(), x.getGradient().toFloatArray()};
        }
    }
}
