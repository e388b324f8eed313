package syntic.captioner;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import syntic.benchmark.Systems;
import syntic.miniature.Miniature;
import syntic.miniature.ShippedModels;
import syntic.miniature.world.Style;
import syntic.nn.Compute;
import syntic.store.ResultStore;

/** Trains the captioner that travels in this library: SynTIC on the plain corpus of the miniature. */
public final class ShippedCaptioner {
    private static final long SEED = 1;

    private ShippedCaptioner() {}

    /** @param folder for the captioner */
    public static void run(Path folder, Compute compute, PrintStream out, PrintStream err, BooleanSupplier stop) {
        try (Miniature mini = Miniature.open(ResultStore.standard(), compute)) {
            new CaptionerTraining(Systems.SYNTIC, "miniature", SEED, Map.of(), ShippedModels.folder("clip"))
                    .run(mini.data(Style.PLAIN), mini.models(), folder, true,
                            TrainCommand.progress(Systems.SYNTIC, folder, err, stop));
        }
        TrainCommand.report(folder, out);
    }
}
