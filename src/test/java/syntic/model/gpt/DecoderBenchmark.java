package syntic.model.gpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import syntic.nn.Linear;
import syntic.nn.Torch;
import syntic.nn.Weights;
import syntic.nn.train.AdamW;
import syntic.nn.train.TrainingStep;

/**
 * Time of a training step of the decoder with a linear prefix map: batch 64, 20 tokens and 1 prefix vector, AdamW.
 *
 * <p>Arguments: width, vocabulary, dropout, steps (each with a default).
 */
final class DecoderBenchmark {
    private static final int BATCH = 64;
    private static final int TOKENS = 20;
    private static final int FEATURES = 512;

    private DecoderBenchmark() {}

    public static void main(String[] args) {
        int width = args.length > 0 ? Integer.parseInt(args[0]) : 256;
        int vocabulary = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        double dropout = args.length > 2 ? Double.parseDouble(args[2]) : 0;
        int steps = args.length > 3 ? Integer.parseInt(args[3]) : 20;
        GptConfig config = GptConfig.of(vocabulary, TOKENS + 1, width, 4, 4);
        Map<String, Shape> shapes = new LinkedHashMap<>(GptConfig.parameters(config));
        shapes.put("prefix.weight", new Shape(width, FEATURES));
        shapes.put("prefix.bias", new Shape(width));
        try (NDManager manager = Torch.newManager();
                Weights weights = GptConfig.initializer(config).create(manager, shapes, 1, "benchmark");
                AdamW optimizer = new AdamW(weights, AdamW.Config.ADAM.withDecay(0.01))) {
            Gpt gpt = new Gpt(config, weights);
            PrefixLoss loss = new PrefixLoss(0.1, 0);
            NDArray features = manager.randomNormal(new Shape(BATCH, FEATURES));
            NDArray tokens = tokens(manager, vocabulary);
            double[] seconds = new double[steps];
            float last = 0;
            long cpu = 0;
            for (int step = -3; step < steps; step++) {
                if (step == 0) {
                    cpu = cpuNanos();
                }
                long start = System.nanoTime();
                last = TrainingStep.run(manager, optimizer, 1e-4, scope -> {
                    NDArray x = features.reshape(BATCH, FEATURES);
                    x.attach(scope);
                    NDArray prefix = Linear.apply(weights.at("prefix"), x).reshape(BATCH, 1, width);
                    return loss.of(gpt, prefix, tokens, GptDropout.of(dropout));
                }).loss();
                if (step >= 0) {
                    seconds[step] = (System.nanoTime() - start) / 1e9;
                }
            }
            double cpuSeconds = (cpuNanos() - cpu) / 1e9 / steps;
            Arrays.sort(seconds);
            System.out.printf("width %d, vocabulary %d, dropout %.1f, %.1f M parameters: step %.3f s (%.3f to %.3f, "
                    + "%d steps), %.3f CPU-seconds, loss %.3f%n", width, vocabulary, dropout, weights.size() / 1e6,
                    seconds[steps / 2], seconds[0], seconds[steps - 1], steps, cpuSeconds, last);
        }
    }

    /** What the process has used; on a shared machine this says more than the clock. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static NDArray tokens(NDManager manager, int vocabulary) {
        SplittableRandom random = new SplittableRandom(1);
        long[] ids = random.longs((long) BATCH * TOKENS, 1, vocabulary).toArray();
        return manager.create(ids, new Shape(BATCH, TOKENS));
    }
}
