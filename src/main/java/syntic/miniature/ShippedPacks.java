package syntic.miniature;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import syntic.corpus.Caption;
import syntic.io.UserException;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.Stopped;
import syntic.stage.ImageFeatures;
import syntic.stage.SyntheticFeatures;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * Features and tags of the images generated for every training sentence, made once by the {@code feature-pack} command
 * and shipped, because thousands of images take longer than a notebook may.
 *
 * <p>The pack names the seed, the settings and the fingerprints of the three models that made it. It is refused when
 * they are not the models of this version.
 */
public final class ShippedPacks {
    /** The corpora that have a shipped pack. */
    public static final List<Style> SHIPPED = List.of(Style.PLAIN, Style.VERBOSE, Style.WEB);

    private static final int PART = 16;
    private static final String FOLDER = "features";

    private ShippedPacks() {}

    /** The shipped pack of a corpus. */
    public static ImageFeatures open(Style style) {
        ImageFeatures pack = ImageFeatures.open(ShippedModels.folder(FOLDER), name(style));
        Provenance expected = provenance(style, TextToImage.Settings.MINIATURE, Compute.PLAIN);
        Provenance made = ShippedModels.today(pack.features().provenance());
        if (!made.equals(expected)) {
            throw new IllegalStateException("the shipped features of the " + style + " corpus were made by other "
                    + "models or settings (" + made.differenceFrom(expected) + "); run the "
                    + "command feature-pack to make them again");
        }
        return pack;
    }

    /** What makes the pack of a corpus. */
    static Provenance provenance(Style style, TextToImage.Settings config, Compute compute) {
        Map<String, String> inputs = new TreeMap<>(Map.of(
                "captions", Miniature.fingerprint(captions(style)),
                "text-to-image", ShippedModels.fingerprint("text-to-image"),
                "clip", ShippedModels.fingerprint("clip"),
                "detr", ShippedModels.fingerprint("detr")));
        inputs.putAll(compute.provenance());
        return Provenance.of("synthetic-features", config, inputs);
    }

    private static List<Caption> captions(Style style) {
        return Miniature.newWorld().corpus(style, Split.TRAIN).captions();
    }

    private static Style style(String name) {
        return Arrays.stream(Style.values()).filter(style -> name(style).equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new UserException("there is no STYLE '" + name + "'; there are "
                        + Arrays.stream(Style.values()).map(ShippedPacks::name).collect(Collectors.joining(", "))));
    }

    private static String name(Style style) {
        return style.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The command {@code feature-pack}: makes the packs of all corpora, going on where a killed run stopped.
     *
     * @param corpora their names; none for all
     * @param stop asked after every part: whether to end with {@link Stopped}
     */
    public static void run(Path folder, List<String> corpora, Compute compute, BooleanSupplier stop) {
        List<Style> styles = corpora == null || corpora.isEmpty() ? SHIPPED
                : corpora.stream().map(ShippedPacks::style).toList();
        try (Miniature mini = Miniature.open(ResultStore.standard(), compute)) {
            for (Style style : styles) {
                Provenance made = provenance(style, mini.synthesis().config(), mini.compute());
                ProgressListener listener = (done, total, note) -> {
                    System.out.printf(Locale.ROOT, "%s %d of %d%n", note, done, total);
                    if (stop.getAsBoolean()) {
                        throw new Stopped(String.format(Locale.ROOT, "stopped; %d of %d images of the %s corpus are "
                                + "made, kept in %s: the same command goes on", done, total, note, folder));
                    }
                };
                SyntheticFeatures.make(mini.synthesis(), mini.encoding(), mini.detection(), captions(style),
                        folder.resolve("parts"), name(style), PART, made, listener)
                        .save(folder, name(style));
            }
        }
    }
}
