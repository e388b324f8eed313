package syntic.miniature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import syntic.miniature.world.Scene;
import syntic.miniature.world.Setting;
import syntic.miniature.world.StatedFacts;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.diffusion.Pixels;
import syntic.nn.Compute;
import syntic.nn.Operators;
import syntic.nn.Torch;
import syntic.nn.Weights;

/**
 * Looks at pictures of the miniature world and says which of the stated facts they show, so that generated images can
 * be measured against their sentences. It is trained on renderings alone and has no part in the captioning; how far it
 * can be trusted is measured on fresh renderings, whose facts are known.
 */
public final class Judge implements AutoCloseable {
    private static final int BATCH = 64;

    private final NDManager manager;
    private final JudgeNetwork network;

    private Judge(NDManager manager, JudgeNetwork network) {
        this.manager = manager;
        this.network = network;
    }

    /** The judge that is shipped with this library. */
    public static Judge shipped() {
        return shipped(Compute.standard());
    }

    /** As {@link #shipped()}. @param compute where, in fp32 */
    public static Judge shipped(Compute compute) {
        return from(compute, ShippedModels.folder("judge"));
    }

    /** Opens a folder that the judge's trainer wrote. */
    public static Judge from(Compute compute, Path path) {
        Weights weights = new ModelFolder(path).weights(compute.single(), JudgeNetwork.parameters(),
                Set.of());
        return new Judge(weights.manager(), new JudgeNetwork(weights));
    }

    /** A judge over weights that someone else owns. */
    public static Judge of(NDManager parent, JudgeNetwork network) {
        return new Judge(parent.newSubManager(), network);
    }

    /** One verdict for each picture of 64 × 64 pixels and the facts that its sentence states. */
    public List<Verdict> judge(List<RgbImage> images, List<StatedFacts> facts) {
        if (images.size() != facts.size()) {
            throw new IllegalArgumentException(images.size() + " images with the facts of " + facts.size()
                    + " sentences");
        }
        List<Reading> readings = read(images);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            verdicts.add(Verdict.of(readings.get(i), facts.get(i)));
        }
        return verdicts;
    }

    /** What is on pictures of 64 × 64 pixels. */
    public List<Reading> read(List<RgbImage> images) {
        List<Reading> readings = new ArrayList<>();
        for (int start = 0; start < images.size(); start += BATCH) {
            List<RgbImage> some = images.subList(start, Math.min(images.size(), start + BATCH));
            try (NDManager own = manager.newSubManager()) {
                readings.addAll(Torch.withoutGradients(() -> read(own, some)));
            }
        }
        return readings;
    }

    private List<Reading> read(NDManager own, List<RgbImage> images) {
        JudgeNetwork.Output output = network.apply(pixels(own, images));
        int cells = JudgeNetwork.SIDE * JudgeNetwork.SIDE;
        float[][] kinds = rows(output.kinds().softmax(-1));
        float[][] colours = rows(output.colours().softmax(-1));
        float[][] settings = rows(output.settings());
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            float[][] kindsHere = Arrays.copyOfRange(kinds, i * cells, (i + 1) * cells);
            float[][] coloursHere = Arrays.copyOfRange(colours, i * cells, (i + 1) * cells);
            readings.add(Reading.of(Setting.values()[Reading.highest(settings[i])], kindsHere, coloursHere));
        }
        return readings;
    }

    /** Pixel values [batch, 3, 64, 64] in -1 … 1. */
    public static NDArray pixels(NDManager manager, List<RgbImage> images) {
        for (RgbImage image : images) {
            if (image.width() != Scene.SIZE || image.height() != Scene.SIZE) {
                throw new IllegalArgumentException("the judge looks at pictures of " + Scene.SIZE + " × " + Scene.SIZE
                        + " pixels, not " + image.width() + " × " + image.height());
            }
        }
        return Operators.plus(Operators.scale(Pixels.toArray(manager, images), 2), -1);
    }

    private static float[][] rows(NDArray array) {
        int width = (int) array.getShape().get(1);
        float[] flat = array.toFloatArray();
        float[][] rows = new float[flat.length / width][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
        }
        return rows;
    }

    @Override
    public void close() {
        manager.close();
    }
}
