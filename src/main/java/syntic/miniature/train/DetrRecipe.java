package syntic.miniature.train;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntic.miniature.world.Kind;
import syntic.model.detr.Detr;
import syntic.model.detr.DetrConfig;
import syntic.model.detr.ResNetConfig;
import syntic.nn.Activation;
import syntic.nn.Initializer;
import syntic.nn.Initializer.Spread;

/**
 * Size and training of the miniature detector.
 *
 * @param pretraining steps in which only the backbone learns, with the dense head; may be 0
 * @param steps of DETR's own training after that
 * @param groups sets of queries that learn side by side (Chen et al. 2023); the first is kept
 */
record DetrRecipe(long seed, int pretraining, int steps, int batch, int groups, double pretrainingRate, double rate) {
    static final DetrRecipe STANDARD = new DetrRecipe(1, 1000, 3200, 16, 3, 2e-3, 5e-4);

    private static final int QUERIES = 10;
    private static final int WIDTH = 96;

    DetrRecipe {
        Requirement.atLeast(0, "pretraining", pretraining);
        Requirement.atLeast(1, "steps", steps);
        Requirement.atLeast(1, "batch", batch);
        Requirement.atLeast(1, "groups", groups);
        Requirement.positive("pretrainingRate", pretrainingRate);
        Requirement.positive("rate", rate);
    }

    /** About 0.85 million parameters; the feature map is an eighth of the image. */
    static DetrConfig config() {
        ResNetConfig backbone = new ResNetConfig(3, 32, List.of(48, 96), List.of(1, 2), ResNetConfig.Block.BASIC,
                Activation.RELU, false, false);
        return new DetrConfig(backbone, WIDTH, new DetrConfig.Stack(2, 4, 192), new DetrConfig.Stack(3, 4, 192),
                Activation.RELU, QUERIES, Arrays.stream(Kind.values()).map(Kind::label).toList());
    }

    /** Another length, of which the backbone's training has the same share. */
    DetrRecipe withSteps(int other) {
        int share = (int) ((long) pretraining * other / steps);
        return new DetrRecipe(seed, share, other, batch, groups, pretrainingRate, rate);
    }

    /** The detector's tensors, with the queries of every group, and those of the dense head. */
    Map<String, Shape> shapes() {
        DetrConfig config = config();
        Map<String, Shape> shapes = new LinkedHashMap<>(Detr.parameters(config));
        shapes.put(DetrExport.QUERIES, new Shape((long) groups * config.queries(), config.width()));
        shapes.putAll(DenseHead.parameters(config.width(), config.classes()));
        return shapes;
    }

    /** First weights: He et al. 2015 for convolutions, Glorot and Bengio 2010 for linear layers. */
    static Initializer initializer() {
        Initializer others = Initializer.scaled(1);
        return (name, shape) -> {
            if (name.equals(DetrExport.QUERIES)) {
                return new Spread(1, 0);
            }
            if (name.equals("model.decoder.layers.0.self_attn.v_proj.bias")) {
                // The first decoder layer attends to zeros: without a bias its normalisation would see nothing.
                return new Spread(0.5, 0);
            }
            if (name.endsWith("convolution.weight")) {
                return new Spread(Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3))), 0);
            }
            return shape.dimension() < 2 ? others.of(name, shape)
                    : new Spread(Math.sqrt(2.0 / (shape.get(0) + shape.get(1))), 0);
        };
    }

    Map<String, String> describe() {
        return Map.of("seed", Long.toString(seed), "pretraining", Integer.toString(pretraining), "steps",
                Integer.toString(steps), "batch", Integer.toString(batch), "groups", Integer.toString(groups), "rates",
                pretrainingRate + " " + rate);
    }
}
