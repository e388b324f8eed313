package syntic.miniature.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import syntic.miniature.Judge;
import syntic.miniature.JudgeNetwork;
import syntic.miniature.Miniature;
import syntic.miniature.world.Placed;
import syntic.miniature.world.Renderer;
import syntic.miniature.world.Scene;
import syntic.miniature.world.SceneMix;
import syntic.miniature.world.SeededRandom;
import syntic.miniature.world.Split;
import syntic.miniature.world.Splits;
import syntic.model.RgbImage;
import syntic.nn.Compute;
import syntic.nn.Convolution;
import syntic.nn.ElementType;
import syntic.nn.Initializer;
import syntic.nn.Operators;
import syntic.nn.SafetensorsWriter;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.LearningRate;

/** Trains the {@link Judge} on renderings: illustrations for the most part, some blurred and all noisy, and photos. */
public final class JudgeTrainer {
    private static final long SEED = 5;
    private static final int STEPS = 1500;
    private static final int BATCH = 32;
    private static final int PICTURES = 6000;
    private static final double PHOTOS = 0.25;
    private static final double NOISE = 0.06;
    private static final long IGNORED = -1;
    /** Cells this near an object's centre, in its widths and heights, show the object. */
    private static final double CORE = 0.25;
    private static final double KIND_WEIGHT = 4;

    private JudgeTrainer() {}

    private record Example(Scene scene, RgbImage picture) {
        static Example draw(Splits splits, long index) {
            long seed = SeededRandom.mix(SEED, index);
            Scene scene = splits.sample(seed, SceneMix.uniform(), Split.TRAIN);
            byte[] picture = new SeededRandom(seed).chance(PHOTOS) ? Renderer.photo(scene, seed)
                    : Renderer.illustration(scene, seed);
            return new Example(scene, new RgbImage(Scene.SIZE, Scene.SIZE, picture));
        }
    }

    /**
     * Trains and writes the judge.
     *
     * @param folder receives the model and its checkpoints
     * @param length how many steps, as the user wrote it
     * @param stop asked after every step: whether to save and end with {@link TrainingStopped}
     */
    public static void run(Path folder, Optional<String> length, Compute compute, BooleanSupplier stop) {
        int steps = length.map(Requirement::steps).orElse(STEPS);
        Splits splits = new Splits(Miniature.WORLD_SEED);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(PICTURES, (long) steps * BATCH); i++) {
            examples.add(Example.draw(splits, i));
        }
        TrainingLoop loop = new TrainingLoop("judge",
                new TrainingLoop.Place(folder.resolve("checkpoints"), System.out, stop), SEED, steps,
                LearningRate.cosine(2e-3, 40, steps, 0.02), AdamW.Config.ADAM.withClipNorm(1).withDecay(0.01), 0.99,
                TrainingLoop.ALL);
        try (NDManager manager = compute.newManager()) {
            Weights weights = Initializer.scaled(1).create(manager, JudgeNetwork.parameters(), SEED, "judge");
            JudgeNetwork network = new JudgeNetwork(weights);
            Weights average = loop.run(manager, weights, Map.of(), (step, number, random) -> {
                List<Example> some = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    some.add(examples.get(random.nextInt(examples.size())));
                }
                return loss(step, network, some, random);
            }, steps, (done, ignored) -> { });
            SafetensorsWriter.write(folder.resolve("model.safetensors"), average.toMap(), ElementType.F16,
                    Map.of("format", "pt"));
        }
    }

    private static NDArray loss(NDManager step, JudgeNetwork network, List<Example> examples, SeededRandom random) {
        NDArray pixels = Judge.pixels(step, examples.stream().map(Example::picture).toList());
        NDArray noisy = (random.chance(0.5) ? blurred(pixels) : pixels)
                .add(Operators.scale(step.randomNormal(pixels.getShape()), NOISE));
        JudgeNetwork.Output output = network.apply(noisy);
        int cells = JudgeNetwork.SIDE * JudgeNetwork.SIDE;
        long[] kinds = new long[examples.size() * cells];
        long[] colours = new long[examples.size() * cells];
        long[] settings = new long[examples.size()];
        for (int row = 0; row < examples.size(); row++) {
            Scene scene = examples.get(row).scene();
            fill(scene, kinds, colours, row * cells);
            settings[row] = scene.setting().ordinal();
        }
        return Operators.scale(Operators.crossEntropy(output.kinds(), step.create(kinds), IGNORED, 0), KIND_WEIGHT)
                .add(Operators.crossEntropy(output.colours(), step.create(colours), IGNORED, 0))
                .add(Operators.crossEntropy(output.settings(), step.create(settings), IGNORED, 0));
    }

    /** The mean of every pixel's 3 × 3 neighbourhood, more or less what a weak decoder leaves. */
    private static NDArray blurred(NDArray pixels) {
        NDManager step = pixels.getManager();
        Shape shape = pixels.getShape();
        NDArray kernel = step.full(new Shape(1, 1, 3, 3), 1 / 9f);
        try (Weights weights = Weights.of(step, Map.of("weight", kernel), "blur")) {
            NDArray single = pixels.reshape(shape.get(0) * shape.get(1), 1, shape.get(2), shape.get(3));
            return Convolution.apply(weights, single, 1, 1).reshape(shape);
        }
    }

    /** The middle of an object is its kind, what else is in its box is not judged, the rest is nothing. */
    private static void fill(Scene scene, long[] kinds, long[] colours, int at) {
        int side = JudgeNetwork.SIDE;
        double cell = (double) Scene.SIZE / side;
        Arrays.fill(kinds, at, at + side * side, JudgeNetwork.NOTHING);
        Arrays.fill(colours, at, at + side * side, IGNORED);
        for (int i = scene.objects().size() - 1; i >= 0; i--) {
            Placed object = scene.objects().get(i);
            for (int c = 0; c < side * side; c++) {
                double x = Math.abs((c % side + 0.5) * cell - object.x());
                double y = Math.abs((c / side + 0.5) * cell - object.y());
                boolean core = x <= Math.max(cell / 2, CORE * object.width())
                        && y <= Math.max(cell / 2, CORE * object.height());
                if (core) {
                    kinds[at + c] = object.kind().ordinal();
                    colours[at + c] = object.colour().ordinal();
                } else if (x <= object.width() / 2 && y <= object.height() / 2) {
                    kinds[at + c] = IGNORED;
                    colours[at + c] = IGNORED;
                }
            }
        }
    }
}
