package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.LayerNorm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import syntic.io.Sha256;

/**
 * What the processor makes of floating-point sums. PyTorch and its libraries choose their code by the processor: on
 * another kind the same sums are rounded otherwise, a training ends with other weights, and some captions differ. Only
 * the engine's own operators take part, so that no change of this project changes the digest.
 */
public final class Kernels {
    private Kernels() {}

    /** Twelve hexadecimal digits: equal where products, convolutions and functions give the same bits. */
    public static String digest() {
        return digest(Compute.standard());
    }

    /** As {@link #digest()}, of another device or number of threads. */
    public static String digest(Compute compute) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NDManager scope = Torch.newManager(compute)) {
            Random random = new Random(1);
            NDArray x = values(scope, random, 672, 128);
            NDArray wide = x.matMul(values(scope, random, 128, 512));
            NDArray act = Activation.gelu(wide);
            NDArray back = act.matMul(values(scope, random, 512, 128)).add(x);
            NDArray norm = LayerNorm.layerNorm(back, new Shape(128), values(scope, random, 128),
                    values(scope, random, 128), 1e-5f).singletonOrThrow();
            NDArray heads = norm.reshape(128, 21, 32);
            NDArray attention = heads.matMul(heads.transpose(0, 2, 1)).softmax(-1).matMul(heads);
            NDArray words = norm.matMul(values(scope, random, 128, 2000)).logSoftmax(-1);
            NDArray map = Conv2d.conv2d(values(scope, random, 2, 32, 16, 16), values(scope, random, 64, 32, 3, 3),
                    values(scope, random, 64), new Shape(1, 1), new Shape(1, 1), new Shape(1, 1), 1).singletonOrThrow();
            for (NDArray result : new NDList(act, norm, attention, words, map, map.tanh(), x.exp().sum(), x.norm())) {
                ByteBuffer made = result.toByteBuffer();
                byte[] copy = new byte[made.remaining()];
                made.get(copy);
                bytes.writeBytes(copy);
            }
        }
        return Sha256.of(bytes.toByteArray()).substring(0, 12);
    }

    private static NDArray values(NDManager scope, Random random, long... shape) {
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, new Shape(shape));
    }
}
