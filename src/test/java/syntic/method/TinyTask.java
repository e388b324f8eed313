package syntic.method;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import syntic.corpus.Caption;
import syntic.corpus.Corpus;
import syntic.data.Sentences;
import syntic.miniature.Miniature;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.stage.CaptionTrainer;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.stage.LanguageModels;
import syntic.stage.TrainingCurve;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/** A few sentences and photos of the miniature world with its real models. */
public final class TinyTask {
    private TinyTask() {}

    public static CaptionTask of(Miniature mini, int sentences, Path store) {
        List<Caption> captions = mini.corpus(Style.PLAIN, Split.TRAIN).captions().subList(0, sentences);
        Sentences some = sentences(mini, captions);
        FrozenModels models = new FrozenModels(mini.encoding(), mini.detection(), new ResultStore(store));
        return new CaptionTask(some, () -> mini.data(Style.PLAIN).synthetic().select(some.features().ids()),
                () -> photos(mini, captions.stream().map(Caption::imageId).distinct().toList()), some, some, models);
    }

    /** The same task with pretrained language models. */
    public static CaptionTask with(CaptionTask task, LanguageModels language) {
        FrozenModels models = task.models();
        return new CaptionTask(task.sentences(), task.synthetic(), task.photos(), task.support(),
                task.targetSupport(), new FrozenModels(models.encoding(), models.detection(), language,
                models.store()));
    }

    /** Folders of the models that were trained into a store. */
    public static List<Path> trained(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(path -> path.endsWith("config.json")).map(Path::getParent).toList();
        }
    }

    /** By which factor the loss of a training changed from its first to its last step. */
    public static double fall(Path trained) {
        List<TrainingCurve.Point> curve = TrainingCurve.from(trained).points();
        return curve.get(curve.size() - 1).loss() / curve.get(0).loss();
    }

    public static Sentences sentences(Miniature mini, List<Caption> captions) {
        return new Sentences(new Corpus("tiny", captions), FeatureSet.of(captions.stream().map(Caption::id).toList(),
                mini.encoding().texts(captions.stream().map(Caption::text).toList()),
                new Provenance("tiny", new TreeMap<>(), new TreeMap<>(Map.of()))));
    }

    public static ImageFeatures photos(Miniature mini, List<String> ids) {
        return ImageFeatures.of(ids, mini.photos(ids), mini.encoding(), mini.detection());
    }

    /** The training of the miniature for so many epochs. */
    public static DecoderConfig decoder(int epochs) {
        return DecoderConfig.MINIATURE.with(CaptionTrainer.Config.MINIATURE.withEpochs(epochs));
    }
}
