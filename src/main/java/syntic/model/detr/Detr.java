package syntic.model.detr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.nn.Activation;
import syntic.nn.Compute;
import syntic.nn.Convolution;
import syntic.nn.Embedding;
import syntic.nn.Linear;
import syntic.nn.Ownership;
import syntic.nn.Precision;
import syntic.nn.ShapeList;
import syntic.nn.Weights;

/**
 * The detection transformer (Carion, Massa, Synnaeve, Usunier, Kirillov and Zagoruyko 2020): a residual network, an
 * encoder over its feature map, and a decoder that turns learnt queries into objects.
 *
 * <p>The same code trains and infers, at any size. Results belong to the manager of the pixels.
 *
 * @param weights under the names of {@link #parameters}
 */
public record Detr(DetrConfig config, Weights weights) implements AutoCloseable {
    private static final int BOX_LAYERS = 3;

    /**
     * What the model says of a batch.
     *
     * @param logits [batch, queries, classes], the last class meaning no object
     * @param boxes [batch, queries, 4]: centre x, centre y, width, height in fractions of the image
     * @param lastHiddenState [batch, queries, width], what both were read from
     * @param memory [batch, tokens, width], the encoder's result
     */
    public record Output(NDArray logits, NDArray boxes, NDArray lastHiddenState, NDArray memory) {}

    /** The encoder's result [batch, tokens, width] and where its tokens are. */
    public record Memory(NDArray tokens, DetrPositions positions) {}

    /**
     * Opens a Hugging Face folder; the backbone's tensors may have timm or transformers names.
     */
    public static Detr from(Compute compute, Path folder) {
        ModelFolder files = new ModelFolder(folder);
        return from(DetrConfig.from(files.config()), files.rawWeights(compute));
    }

    /** Takes over {@code raw}, under either style of names, and checks it against the configuration. */
    public static Detr from(DetrConfig config, Weights raw) {
        return Ownership.handOver(raw, weights -> new Detr(config,
                weights.as(DetrNames.unify(weights.toMap())).require(parameters(config), Set.of())));
    }

    /** Name to shape of every tensor of a checkpoint, in transformers' names. */
    public static Map<String, Shape> parameters(DetrConfig config) {
        int width = config.width();
        ShapeList list = new ShapeList();
        list.all(DetrBackbone.parameters(config.backbone(), DetrNames.BACKBONE));
        list.convolution("model.input_projection", config.backbone().features(), width, 1);
        list.tensor("model.query_position_embeddings.weight", config.queries(), width);
        DetrTransformer.declare(list.at("model"), config);
        list.linear("class_labels_classifier", width, config.classes());
        for (int layer = 0; layer < BOX_LAYERS; layer++) {
            list.linear("bbox_predictor.layers." + layer, width, layer == BOX_LAYERS - 1 ? 4 : width);
        }
        return list.shapes();
    }

    /** @param pixelValues [batch, 3, H, W], normalised, without padding */
    public Output forward(NDArray pixelValues) {
        return forward(pixelValues, null);
    }

    /**
     * @param pixelValues [batch, 3, H, W], normalised; smaller images stand at the top left
     * @param pixelMask [batch, H, W], 1 for the image and 0 for padding, or null without padding
     */
    public Output forward(NDArray pixelValues, NDArray pixelMask) {
        Memory memory = encode(project(pixelValues, BatchNormalization.FROZEN), pixelMask);
        List<NDArray> states = decode(memory, 1);
        NDArray last = states.get(states.size() - 1);
        return new Output(logits(last), boxes(last), Precision.FP32.cast(last), Precision.FP32.cast(memory.tokens()));
    }

    /** Pixels [batch, 3, H, W] to the transformer's feature map [batch, width, h, w]. */
    public NDArray project(NDArray pixelValues, BatchNormalization normalization) {
        Shape shape = pixelValues.getShape();
        if (shape.dimension() != 4 || shape.get(1) != config.backbone().channels()) {
            throw new IllegalArgumentException("pixel values must be [batch, " + config.backbone().channels()
                    + ", height, width], not " + shape);
        }
        NDArray map = DetrBackbone.forward(config.backbone(), weights.at(DetrNames.BACKBONE), weights.cast(pixelValues),
                normalization);
        return Convolution.apply(weights.at("model.input_projection"), map, 1, 0);
    }

    /** @param map as {@link #project} gives it; @param pixelMask as in {@link #forward(NDArray, NDArray)}, or null */
    public Memory encode(NDArray map, NDArray pixelMask) {
        Shape shape = map.getShape();
        if (pixelMask != null && (pixelMask.getShape().dimension() != 3
                || pixelMask.getShape().get(0) != shape.get(0))) {
            throw new IllegalArgumentException("the pixel mask must be [" + shape.get(0) + ", height, width], not "
                    + pixelMask.getShape());
        }
        int height = Math.toIntExact(shape.get(2));
        int width = Math.toIntExact(shape.get(3));
        DetrPositions positions = pixelMask == null
                ? DetrPositions.full(map.getManager(), height, width, config.width())
                : DetrPositions.masked(pixelMask, height, width, config.width());
        positions = positions.in(weights.precision());
        NDArray tokens = map.reshape(shape.get(0), shape.get(1), (long) height * width).swapAxes(1, 2);
        return new Memory(DetrTransformer.encode(config, weights.at("model.encoder"), tokens, positions), positions);
    }

    /**
     * @param groups sets of {@code config.queries()} rows that the query table holds; more than one only in training
     * @return the states after every decoder layer, each [batch, groups·queries, width]
     */
    public List<NDArray> decode(Memory memory, int groups) {
        NDArray rows = memory.tokens().getManager().arange(groups * config.queries()).toType(DataType.INT64, false);
        NDArray queries = Embedding.apply(weights.get("model.query_position_embeddings.weight"), rows).expandDims(0);
        return DetrTransformer.decode(config, weights.at("model.decoder"), memory.tokens(), memory.positions(), queries,
                groups);
    }

    /** State [..., width] to class logits [..., classes]. */
    public NDArray logits(NDArray state) {
        return Precision.FP32.cast(Linear.apply(weights.at("class_labels_classifier"), state));
    }

    /** State [..., width] to boxes [..., 4]: centre x, centre y, width, height in fractions of the image. */
    public NDArray boxes(NDArray state) {
        NDArray x = state;
        for (int layer = 0; layer < BOX_LAYERS; layer++) {
            x = Linear.apply(weights.at("bbox_predictor.layers." + layer), x);
            x = (layer < BOX_LAYERS - 1 ? Activation.RELU : Activation.SIGMOID).apply(x);
        }
        return Precision.FP32.cast(x);
    }

    /**
     * Memory that a pixel of an image takes: nearly all of it in the stem and the first stage of the backbone. With
     * ResNet-50 in fp32 up to 0.36 GB of the estimated 0.39 were measured for 800 × 1066 pixels.
     */
    public long bytesPerPixel() {
        long stem = config.backbone().channels() + config.backbone().stem() / 2;
        long stage = 5L * config.backbone().widths().get(0) / 16;
        return weights.precision().bytes() * (stem + stage);
    }

    @Override
    public void close() {
        weights.close();
    }
}
