package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.MethodCall;

/**
 * The operators that DJL does not expose, on any device and with gradients.
 *
 * <p>Every result belongs to the manager of the first argument.
 *
 * <p>{@link #scale} and {@link #plus} exist because {@code x.mul(Number)} under a gradient collector keeps a pointer to
 * a scalar buffer that Java frees at once: a garbage collection between forward and backward then gives NaN gradients.
 */
public final class Operators {
    private Operators() {}

    /** {@code x} as another type, by PyTorch's number of it; see {@link Precision}. */
    static NDArray cast(NDArray x, long type) {
        return call("cast", x, IValue.from(type));
    }

    /** {@code x * factor}. */
    public static NDArray scale(NDArray x, double factor) {
        return call("scale", x, IValue.from(factor));
    }

    /** {@code x + term}. */
    public static NDArray plus(NDArray x, double term) {
        return call("plus", x, IValue.from(term));
    }

    /** The same {@code x [batch, channels, h, w]}, laid out in memory as [batch, h, w, channels]. */
    public static NDArray channelsLast(NDArray x) {
        return call("channels_last", x);
    }

    /** Sets the negative elements of x itself to zero, and returns it; nothing else may need what it was. */
    public static NDArray reluInPlace(NDArray x) {
        run("relu_in_place", value(x)).close();
        return x;
    }

    /** {@code x * sigmoid(x)}. */
    public static NDArray silu(NDArray x) {
        return call("silu", x);
    }

    /** The tanh form of GELU ({@code gelu_new}). */
    public static NDArray geluTanh(NDArray x) {
        return call("gelu_tanh", x);
    }

    /** {@code x * sigmoid(1.702 x)}, the GELU of CLIP. */
    public static NDArray quickGelu(NDArray x) {
        return call("quick_gelu", x);
    }

    /** Zeroes elements with the given probability and scales the rest; for training only. */
    public static NDArray dropout(NDArray x, double probability) {
        return call("dropout", x, IValue.from(probability));
    }

    /** {@link #silu} of {@link #groupNorm}, without a second array between them. */
    public static NDArray groupNormSilu(NDArray x, int groups, NDArray weight, NDArray bias, double eps) {
        return call("group_norm_silu", x, IValue.from((long) groups), value(weight), value(bias), IValue.from(eps));
    }

    /** Group normalisation of {@code x [batch, channels, …]}. */
    public static NDArray groupNorm(NDArray x, int groups, NDArray weight, NDArray bias, double eps) {
        return call("group_norm", x, IValue.from((long) groups), value(weight), value(bias), IValue.from(eps));
    }

    /** {@code softmax(scale q kᵀ) v}; q, k, v are [batch, heads, tokens, width]. Memory does not grow with q × k. */
    public static NDArray attention(NDArray q, NDArray k, NDArray v, double scale) {
        return call("attention", q, value(k), value(v), IValue.from(scale));
    }

    /** As {@link #attention}, where a token sees itself and what stands before it. */
    public static NDArray causalAttention(NDArray q, NDArray k, NDArray v, double scale) {
        return call("causal_attention", q, value(k), value(v), IValue.from(scale));
    }

    /** As {@link #attention} with {@code mask} (broadcast to [batch, heads, query, key]) added to the logits. */
    public static NDArray maskedAttention(NDArray q, NDArray k, NDArray v, NDArray mask, double scale) {
        return call("masked_attention", q, value(k), value(v), value(mask), IValue.from(scale));
    }

    /** {@code x [batch, channels, h, w]} with a row of zeros below and a column of zeros to the right. */
    public static NDArray padBottomRight(NDArray x) {
        return call("pad_bottom_right", x);
    }

    /** {@code value} where the boolean {@code mask} (broadcast) is true, else x. */
    public static NDArray maskedFill(NDArray x, NDArray mask, double value) {
        return call("masked_fill", x, value(mask), IValue.from(value));
    }

    /**
     * Mean cross-entropy of {@code logits [n, classes]} over the {@code targets [n]} (int64) that are not
     * {@code ignored}: {@code (1-s)·(-log p[target]) + s·mean over classes of (-log p)} with smoothing s.
     */
    public static NDArray crossEntropy(NDArray logits, NDArray targets, long ignored, double smoothing) {
        return call("cross_entropy", logits, value(targets), IValue.from(ignored), IValue.from(smoothing));
    }

    /** Batch normalisation in training: uses the batch's statistics and updates the running ones in place. */
    public static NDArray batchNorm(NDArray x, NDArray runningMean, NDArray runningVar, NDArray weight, NDArray bias,
            double momentum, double eps) {
        return call("batch_norm", x, value(runningMean), value(runningVar), value(weight), value(bias),
                IValue.from(momentum), IValue.from(eps));
    }

    /**
     * A convolution with {@code kernel [out, in, height, width]}, then batch normalisation by given statistics [out].
     * The normalisation is linear, so it is applied to the kernel, which is smaller than the map.
     */
    public static NDArray normalizedConvolution(NDArray x, NDArray kernel, NDArray mean, NDArray variance,
            NDArray weight, NDArray bias, double eps, int stride, int padding) {
        return call("normalized_convolution", x, value(kernel), value(mean), value(variance), value(weight),
                value(bias), IValue.from(eps), IValue.from((long) stride), IValue.from((long) padding));
    }

    /**
     * {@code x [batch, in, h, w]}, enlarged by two with every element repeated, convolved with
     * {@code kernel [out, in, 3, 3]}, {@code bias [out]} and padding 1: [batch, out, 2h, 2w].
     *
     * <p>Nine weights meet only four different elements there. For each of the four places within an enlarged element,
     * weights that meet the same one are added first, and x itself is convolved with a kernel of 2 × 2.
     */
    static NDArray upsampledConvolution(NDArray x, NDArray kernel, NDArray bias) {
        return call("upsampled_convolution", x, value(kernel), value(bias));
    }

    /** The upper triangular R of {@code x [n, width] = Q R}: min(n, width) rows with the same inner products. */
    public static NDArray triangle(NDArray x) {
        return call("triangle", x);
    }

    /**
     * The {@code w} of least length among those that minimise {@code |a w - b|}, by singular values; those up to
     * {@code cutoff} times the largest count as zero.
     */
    public static NDArray leastSquares(NDArray a, NDArray b, double cutoff) {
        return call("least_squares", a, value(b), IValue.from(cutoff));
    }

    /** {@code U Vᵀ} of {@code x = U S Vᵀ}: the orthogonal matrix nearest to x. */
    public static NDArray orthogonalFactor(NDArray x) {
        return call("orthogonal_factor", x);
    }

    /**
     * Takes another part of the {@code logits} [n, c] into a softmax over columns that come in parts (Milakov and
     * Gimelshein 2018). In place: logits become exp(logit − largest), {@code largest} [n, 1] the largest logit so far,
     * {@code total} [n, 1] the sum of all weights so far, relative to it.
     *
     * @return what is to be added to logits of earlier parts [n, 1]: none is above 0
     */
    public static NDArray onlineSoftmax(NDArray logits, NDArray largest, NDArray total) {
        return call("online_softmax", logits, value(largest), value(total));
    }

    /** In place: {@code sum [n, m] · factor [n, 1] + a [n, k] b [k, m]}. */
    public static void addProduct(NDArray sum, NDArray factor, NDArray a, NDArray b) {
        run("add_product", value(sum), value(factor), value(a), value(b)).close();
    }

    static IValue value(NDArray array) {
        return IValue.from((PtNDArray) array);
    }

    private static NDArray call(String method, NDArray x, IValue... rest) {
        return call(Torch.operators(), method, x, rest);
    }

    static NDArray call(PtSymbolBlock archive, String method, NDArray x, IValue... rest) {
        IValue[] arguments = new IValue[rest.length + 1];
        arguments[0] = value(x);
        System.arraycopy(rest, 0, arguments, 1, rest.length);
        try (IValue result = run(archive, method, arguments)) {
            return result.toTensor((PtNDManager) x.getManager());
        }
    }

    /** Calls an operator of the archive by name and closes the arguments; the caller closes the result. */
    public static IValue run(String method, IValue... arguments) {
        return run(Torch.operators(), method, arguments);
    }

    private static IValue run(PtSymbolBlock archive, String method, IValue... arguments) {
        try {
            return MethodCall.run(archive, method, arguments);
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }
}
