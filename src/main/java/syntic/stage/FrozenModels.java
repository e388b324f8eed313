package syntic.stage;

import java.util.List;
import java.util.Map;
import syntic.nn.Compute;
import syntic.store.FeatureSet;
import syntic.store.Provenance;
import syntic.store.ResultStore;

/**
 * The models that no system trains, those that some begin with, and where results are kept.
 *
 * @param encoding CLIP
 * @param detection DETR
 */
public record FrozenModels(Encoding encoding, ObjectDetection detection, LanguageModels language, ResultStore store) {
    private record Names(String names) {}

    /** Without a pretrained language model: the miniature. */
    public FrozenModels(Encoding encoding, ObjectDetection detection, ResultStore store) {
        this(encoding, detection, LanguageModels.NONE, store);
    }

    /** The device of CLIP, in fp32: where systems train and open what they trained. */
    public Compute compute() {
        return encoding.clip().weights().compute().single();
    }

    /** The text feature of every name that the detector can give (SynTIC, equation 4). */
    public FeatureSet labels() {
        List<String> names = detection.detr().config().labels().stream().distinct().filter(name -> !name.isBlank())
                .toList();
        return FeatureSet.of(names, encoding.texts(names),
                Provenance.of("labels", new Names(names.toString()), Map.of()));
    }
}
