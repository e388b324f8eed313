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
import syntic.model.diffusion.Scheduler;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.Stopped;
import syntic.pack.FeaturePack;
import syntic.pack.PictureMaker;
import syntic.stage.ImageFeatures;
import syntic.stage.ObjectDetection;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * Features and tags of the images generated for every training sentence, made once by the {@code feature-pack} command
 * and shipped, because thousands of images take longer than a notebook may.
 *
 * <p>A pack names the seed, the settings and the fingerprints of the three models that made it. It is refused when they
 * are not the models of this version.
 */
public final class ShippedPacks {
    /** The corpora that have a shipped pack. */
    public static final List<Style> SHIPPED = List.of(Style.PLAIN, Style.VERBOSE, Style.WEB);

    private static final String FOLDER = "features";

    private ShippedPacks() {}

    /** The shipped pack of a corpus. */
    public static ImageFeatures open(Style style) {
        FeaturePack pack = FeaturePack.open(ShippedModels.folder(FOLDER).resolve(name(style)));
        if (!pack.made().equals(provenance())) {
            throw new IllegalStateException("the shipped features of the " + style + " corpus were made by other "
                    + "models or settings (" + pack.made().differenceFrom(provenance()) + "); run the "
                    + "command feature-pack to make them again");
        }
        List<Caption> captions = captions(style);
        pack.requireAll(captions, "run the command feature-pack to make them");
        return pack.images(captions.stream().map(Caption::id).toList());
    }

    /** What made the shipped packs. */
    private static Provenance provenance() {
        Map<String, String> models = new TreeMap<>(Map.of("text-to-image", ShippedModels.fingerprint("text-to-image"),
                "clip", ShippedModels.fingerprint("clip"), "detector", ShippedModels.fingerprint("detr")));
        return PictureMaker.made(TextToImage.Settings.MINIATURE, ObjectDetection.Config.STANDARD, models)
                .with(Scheduler.unusual(ShippedModels.folder("text-to-image")));
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
     * @param stop asked after every batch: whether to end with {@link Stopped}
     */
    public static void run(Path folder, List<String> corpora, Compute compute, BooleanSupplier stop) {
        List<Style> styles = corpora == null || corpora.isEmpty() ? SHIPPED
                : corpora.stream().map(ShippedPacks::style).toList();
        try (Miniature mini = Miniature.open(ResultStore.standard(), compute)) {
            PictureMaker maker = new PictureMaker(mini.synthesis(), mini.encoding(), mini.detection(), null);
            for (Style style : styles) {
                maker.job(folder.resolve(name(style)), captions(style)).run((done, total, note) ->
                        System.out.printf(Locale.ROOT, "%s %d of %d%n", name(style), done, total), stop);
            }
        }
    }
}
