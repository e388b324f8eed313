package syntic.miniature;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import syntic.corpus.Caption;
import syntic.data.CaptionData;
import syntic.data.ItemSeconds;
import syntic.model.diffusion.TextToImage;
import syntic.pack.FeaturePack;
import syntic.pack.PictureMaker;
import syntic.stage.ImageFeatures;
import syntic.stage.Synthesis;
import syntic.store.ProgressListener;
import syntic.store.Provenance;
import syntic.store.RecordSettings;

/**
 * The plain corpus with pictures of another scheduler and number of steps, which are drawn when they are asked for and
 * kept in the store.
 *
 * @param drawing how the pictures are drawn
 * @param pictured so many of the first training sentences have a picture
 */
record DrawnData(Miniature mini, Drawing drawing, int pictured) implements OtherPlain {
    private static final String PICTURES = "pictures";

    /**
     * @param scheduler as {@code _class_name} of {@code scheduler_config.json}
     * @param label in tables
     */
    record Drawing(String scheduler, String label, int steps) {}

    /** Every scheduler with about 1, 2, 4, 8 and 20 calls of the denoiser; PNDM makes one more than it has steps. */
    static List<CaptionData> all(Miniature mini, int sentences) {
        Map<String, String> schedulers = new TreeMap<>(Map.of("PNDM", "PNDMScheduler", "DDIM", "DDIMScheduler",
                "DPM++", "DPMSolverMultistepScheduler"));
        return schedulers.entrySet().stream().flatMap(one -> List.of(1, 2, 4, 8, 20).stream().map(steps ->
                (CaptionData) new DrawnData(mini, new Drawing(one.getValue(), one.getKey(), steps), sentences)))
                .toList();
    }

    private TextToImage.Settings settings() {
        return TextToImage.Settings.MINIATURE.withSteps(drawing.steps());
    }

    @Override
    public String name() {
        int calls = drawing.label().equals("PNDM") && drawing.steps() > 1 ? drawing.steps() + 1 : drawing.steps();
        return String.format(Locale.ROOT, "%s, %d call%s", drawing.label(), calls, calls == 1 ? "" : "s");
    }

    @Override
    public Map<String, String> inputs() {
        Map<String, String> inputs = new TreeMap<>(plain().inputs());
        inputs.put(PICTURES, drawing.scheduler() + " " + settings());
        return inputs;
    }

    /** What a picture takes is told of the usual drawing alone. */
    @Override
    public ItemSeconds itemSeconds() {
        return plain().itemSeconds().withoutPicture();
    }

    @Override
    public ImageFeatures synthetic() {
        List<Caption> all = plain().sentences().corpus().captions();
        List<Caption> some = all.subList(0, Math.min(pictured, all.size()));
        SortedMap<String, String> how = new TreeMap<>();
        RecordSettings.put(how, "", drawing);
        RecordSettings.put(how, "", settings());
        Map<String, String> from = new TreeMap<>(plain().inputs());
        from.put("corpus", Miniature.fingerprint(some));
        Path made = mini.store().folder(new Provenance("drawn-pictures", how, new TreeMap<>(from)),
                folder -> draw(folder.resolve(PICTURES), some));
        return FeaturePack.open(made.resolve(PICTURES)).images(some.stream().map(Caption::id).toList());
    }

    private void draw(Path pack, List<Caption> captions) {
        Synthesis generator = mini.synthesis().with(settings()).withScheduler(drawing.scheduler());
        new PictureMaker(generator, mini.encoding(), mini.detection(), null).job(pack, captions)
                .run(ProgressListener.SILENT, () -> false);
    }
}
