package syntic.project;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import syntic.exchange.FeatureExport;
import syntic.pack.FeaturePack;

/** The command {@code features export}. */
@Command(name = "export", description = "Write a pack's features as .npy (with FILE.ids.txt), .npz (arrays features and "
        + "ids), .safetensors or .csv.")
public final class FeaturesExport implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROJECT", description = "a project's folder")
    private Path folder;

    @Parameters(index = "1", paramLabel = "PACK", description = "synthetic, sentences, photos-SPLIT or one of your own")
    private String name;

    @Parameters(index = "2", paramLabel = "FILE")
    private Path file;

    private final PrintStream out;

    public FeaturesExport(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        FeaturePack pack = FeaturePack.open(Project.open(folder).pack(name));
        FeatureExport.write(pack, file);
        out.printf(Locale.ROOT, "%,d features of width %,d are in %s%n", pack.ids().size(), pack.width(), file);
        return 0;
    }
}
