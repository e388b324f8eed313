package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.LinkedHashMap;
import java.util.Map;
import syntic.model.detr.ResNetConfig.Block;
import syntic.nn.Convolution;
import syntic.nn.Scope;
import syntic.nn.Weights;

/** The residual network (He et al. 2016) that turns pixels into a feature map, as functions over its weights. */
final class DetrBackbone {
    private DetrBackbone() {}

    /** @param x [batch, channels, H, W]; the result is [batch, features, H/32, W/32] with four stages */
    static NDArray forward(ResNetConfig config, Weights weights, NDArray x, BatchNormalization norm) {
        x = embed(config, weights, x, norm);
        for (int stage = 0; stage < config.widths().size(); stage++) {
            x = stage(config, weights, stage, x, norm);
        }
        return x;
    }

    /** Stem and pooling: a quarter of the resolution. */
    static NDArray embed(ResNetConfig config, Weights weights, NDArray x, BatchNormalization norm) {
        return Scope.run(x, pixels -> {
            NDArray map = Convolution.layOut(pixels);
            NDArray stem = config.activation().applyInPlace(convolve(weights.at("embedder.embedder"), map, 7, 2, norm));
            return Pool.maxPool2d(stem, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false);
        });
    }

    static NDArray stage(ResNetConfig config, Weights weights, int stage, NDArray x, BatchNormalization norm) {
        Weights layers = weights.at("encoder.stages." + stage + ".layers");
        for (int layer = 0; layer < config.depths().get(stage); layer++) {
            int stride = layer == 0 ? config.stride(stage) : 1;
            Weights block = layers.at(Integer.toString(layer));
            x = Scope.run(x, input -> block(config, block, input, stride, norm));
        }
        return x;
    }

    private static NDArray block(ResNetConfig config, Weights weights, NDArray x, int stride, BatchNormalization norm) {
        NDArray y;
        if (config.block() == Block.BASIC) {
            y = config.activation().applyInPlace(convolve(weights.at("layer.0"), x, 3, stride, norm));
            y = convolve(weights.at("layer.1"), y, 3, 1, norm);
        } else {
            int first = config.strideFirst() ? stride : 1;
            y = config.activation().applyInPlace(convolve(weights.at("layer.0"), x, 1, first, norm));
            y = config.activation().applyInPlace(convolve(weights.at("layer.1"), y, 3, stride / first, norm));
            y = convolve(weights.at("layer.2"), y, 1, 1, norm);
        }
        Weights shortcut = weights.at("shortcut");
        NDArray past = shortcut.has("convolution.weight") ? convolve(shortcut, x, 1, stride, norm) : x;
        return config.activation().applyInPlace(y.addi(past));
    }

    private static NDArray convolve(Weights weights, NDArray x, int kernel, int stride, BatchNormalization norm) {
        return norm.convolve(weights.at("convolution"), weights.at("normalization"), x, stride, kernel / 2);
    }

    /** Name to shape of every tensor, below {@code prefix}. */
    static Map<String, Shape> parameters(ResNetConfig config, String prefix) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        convolution(shapes, prefix + ".embedder.embedder", config.channels(), config.stem(), 7);
        for (int stage = 0; stage < config.widths().size(); stage++) {
            int out = config.widths().get(stage);
            for (int layer = 0; layer < config.depths().get(stage); layer++) {
                String name = prefix + ".encoder.stages." + stage + ".layers." + layer;
                int in = layer == 0 ? config.into(stage) : out;
                if (in != out || layer == 0 && config.stride(stage) != 1) {
                    convolution(shapes, name + ".shortcut", in, out, 1);
                }
                if (config.block() == Block.BASIC) {
                    convolution(shapes, name + ".layer.0", in, out, 3);
                    convolution(shapes, name + ".layer.1", out, out, 3);
                } else {
                    convolution(shapes, name + ".layer.0", in, out / 4, 1);
                    convolution(shapes, name + ".layer.1", out / 4, out / 4, 3);
                    convolution(shapes, name + ".layer.2", out / 4, out, 1);
                }
            }
        }
        return shapes;
    }

    private static void convolution(Map<String, Shape> shapes, String name, int in, int out, int kernel) {
        shapes.put(name + ".convolution.weight", new Shape(out, in, kernel, kernel));
        for (String leaf : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            shapes.put(name + ".normalization." + leaf, new Shape(out));
        }
    }
}
