package syntic.miniature;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import syntic.miniature.world.MiniatureWorld;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.model.ModelFolder;
import syntic.model.RgbImage;
import syntic.model.diffusion.TextToImage;
import syntic.nn.Compute;
import syntic.nn.Stopped;
import syntic.store.ProgressListener;

/** Measures a text-to-image folder of the miniature, stage by stage: the command {@code judge-pictures}. */
public final class PictureStages implements AutoCloseable {
    /** Scenes of each kind that an unshortened measurement judges. */
    public static final int SCENES = 300;
    /** Time steps of training whose noise is put on an illustration. */
    static final List<Integer> NOISE = List.of(400, 600, 800);
    static final List<Double> GUIDANCE = List.of(1.0, 2.5, 4.0, 5.0, 7.5);
    /** Of the scenes, the share that is drawn with every guidance. */
    private static final int GUIDED_SHARE = 3;
    private static final TextToImage.Settings SETTINGS = TextToImage.Settings.MINIATURE.withSeed(1);

    private final String fingerprint;
    private final TextToImage model;
    private final Judge judge;
    private final PrintStream out;
    private final BooleanSupplier stop;

    private PictureStages(Path folder, Compute compute, PrintStream out, BooleanSupplier stop) {
        this.out = out;
        this.stop = stop;
        fingerprint = new ModelFolder(folder).fingerprint();
        model = TextToImage.from(compute, folder);
        judge = Judge.shipped(compute);
    }

    /**
     * Measures and writes the table.
     *
     * @param count scenes of each kind, at most {@link #SCENES}
     * @param stop asked after every stage: whether to end with {@link Stopped}
     */
    public static void run(Path folder, Path output, int count, Compute compute, PrintStream out,
            BooleanSupplier stop) {
        try (PictureStages stages = new PictureStages(folder, compute, out, stop)) {
            stages.measure(count).write(output);
        }
    }

    /** As the command does, of a model of one's own. */
    static PictureTable of(Path folder, int count, Compute compute) {
        try (PictureStages stages = new PictureStages(folder, compute, System.out, () -> false)) {
            return stages.measure(count);
        }
    }

    private PictureTable measure(int count) {
        MiniatureWorld world = Miniature.newWorld();
        JudgedScenes test = JudgedScenes.of(world.splits(), Split.TEST, SETTINGS.seed(), count);
        List<PictureTable.Part> parts = new ArrayList<>();
        stages(parts, PictureTable.TEST, test);
        stages(parts, PictureTable.CORPUS, JudgedScenes.ofCorpus(world,
                Math.min(count, world.size(Style.PLAIN, Split.TRAIN))));
        sampled(parts, PictureTable.HELD_OUT, JudgedScenes.of(world.splits(), Split.HELD_OUT, SETTINGS.seed(), count),
                SETTINGS.guidance());
        JudgedScenes some = test.first(Math.max(1, count / GUIDED_SHARE));
        for (double guidance : GUIDANCE) {
            if (guidance != SETTINGS.guidance()) {
                sampled(parts, PictureTable.TEST, some, guidance);
            }
        }
        return new PictureTable(fingerprint, SETTINGS.seed(), SETTINGS.steps(), parts);
    }

    private void stages(List<PictureTable.Part> parts, String name, JudgedScenes scenes) {
        add(parts, name, PictureTable.DRAWN, 0, scenes, JudgedScenes::illustrations);
        add(parts, name, PictureTable.AUTOENCODED, 0, scenes, all -> model.reconstruct(all.illustrations()));
        for (int timestep : NOISE) {
            add(parts, name, PictureTable.FROM_NOISE + timestep, SETTINGS.guidance(), scenes,
                    all -> model.redraw(all.illustrations(), all.prompts(), timestep, SETTINGS));
        }
        sampled(parts, name, scenes, SETTINGS.guidance());
    }

    private void sampled(List<PictureTable.Part> parts, String name, JudgedScenes scenes, double guidance) {
        add(parts, name, PictureTable.SAMPLED, guidance, scenes, all -> model.generate(all.prompts(),
                SETTINGS.withGuidance(guidance), ProgressListener.SILENT));
    }

    private void add(List<PictureTable.Part> parts, String name, String stage, double guidance, JudgedScenes scenes,
            Function<JudgedScenes, List<RgbImage>> pictures) {
        if (stop.getAsBoolean()) {
            throw new Stopped("stopped; nothing is written: the same command begins anew");
        }
        PictureTable.Part part = PictureTable.Part.of(name, stage, guidance, scenes,
                judge.read(pictures.apply(scenes)));
        parts.add(part);
        Verdict.Share whole = part.facts().get("everything");
        out.printf(Locale.ROOT, "%s, %s%s: %d of %d show everything%n", name, stage,
                guidance == 0 ? "" : ", guidance " + guidance, whole.right(), whole.all());
    }

    @Override
    public void close() {
        judge.close();
        model.close();
    }
}
