package syntic.observatory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntic.captioner.Captioner;
import syntic.corpus.Corpus;
import syntic.io.UserException;
import syntic.metric.Bootstrap;
import syntic.metric.CaptionScores;
import syntic.stage.FrozenModels;
import syntic.stage.ImageFeatures;
import syntic.store.RecordSettings;

/**
 * What a captioner says of photos that are projected at another temperature than in its training.
 *
 * @param view the photos
 * @param trainedAt the temperature of the training
 * @param changed share of the captions that are others than at that temperature
 * @param cider CIDEr-D with its interval over photos; null where there are no references
 */
record Spoken(String view, double trainedAt, double temperature, Map<String, String> captions, double changed,
        Bootstrap.Interval cider) {
    private static final String TEMPERATURE = "projection.temperature";
    private static final String CIDER = "CIDEr";

    /** @param references of these photos; may be empty */
    static List<Spoken> of(Path captioner, FrozenModels models, String view, ImageFeatures photos, Corpus references,
            List<Double> temperatures) {
        Map<String, String> settings = new HashMap<>();
        Map<String, String> usual;
        try (Captioner opened = Captioner.open(captioner, models)) {
            RecordSettings.put(settings, "", opened.system().config());
            if (!settings.containsKey(TEMPERATURE)) {
                throw new UserException(captioner + ": a " + opened.system().name() + " projects nothing, so it has no "
                        + "temperature; give a captioner that does, such as SynTIC or DeCap");
            }
            usual = opened.caption(photos);
        }
        List<Spoken> all = new ArrayList<>();
        for (double temperature : temperatures) {
            try (Captioner opened = Captioner.open(captioner, models,
                    Captioner.Changes.NONE.with(Map.of(TEMPERATURE, Double.toString(temperature))))) {
                Map<String, String> captions = opened.caption(photos);
                long others = captions.entrySet().stream().filter(one -> !one.getValue().equals(usual.get(one.getKey())))
                        .count();
                all.add(new Spoken(view, Double.parseDouble(settings.get(TEMPERATURE)), temperature, captions,
                        (double) others / captions.size(), references.captions().isEmpty() ? null
                                : new Bootstrap().intervals(CaptionScores.evaluate(references, captions)).get(CIDER)));
            }
        }
        return all;
    }
}
