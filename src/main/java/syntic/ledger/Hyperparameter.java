package syntic.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.benchmark.Systems;
import syntic.hub.FullSizeModels;
import syntic.method.CaptionSystem;
import syntic.method.LanguageModelConfig;
import syntic.method.recap.Recap;
import syntic.miniature.ShippedModels;
import syntic.model.diffusion.Scheduler;
import syntic.model.diffusion.TextToImage;
import syntic.model.gpt.GptConfig;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionWriter;
import syntic.stage.DecoderShape;
import syntic.stage.Normalisation;
import syntic.stage.ObjectDetection;
import syntic.store.RecordSettings;

/**
 * One hyper-parameter with the values that the code has, read from the configuration records by reflection: a new
 * component of a record is a new setting.
 *
 * @param system a compared system, or {@link #ALL} for what they share
 * @param name path of record components, such as {@code projection.temperature}
 * @param full value for the full-size models, {@link #NONE} where the setting exists for the miniature alone
 * @param miniature value for the miniature world, {@link #NONE} where the setting exists at full size alone
 */
record Hyperparameter(String system, String name, String full, String miniature) {
    static final String ALL = "all systems";
    static final String NONE = "–";
    /** Of ReCap's language model: made to fit the prompt, and without a prefix of features. */
    private static final Set<String> OF_PREFIX = Set.of("shape.decoder.positions", "shape.objectHeads",
            "shape.normalisation", "shape.normalisedGain", "shape.whiteningFloor", "mostTokens");
    /** Given by the CLIP that is used, not chosen. */
    private static final int CLIP_VOCABULARY = 49_408;

    /** All settings: those that the systems share, then those of each system. */
    static List<Hyperparameter> of(Systems full, Systems miniature) {
        List<Hyperparameter> settings = new ArrayList<>(together(ALL, shared(true), shared(false)));
        for (CaptionSystem system : full.all()) {
            settings.addAll(together(system.name(), own(system), own(miniature.named(system.name()))));
        }
        return settings;
    }

    private static List<Hyperparameter> together(String system, Map<String, String> full,
            Map<String, String> miniature) {
        Set<String> names = new LinkedHashSet<>(full.keySet());
        names.addAll(miniature.keySet());
        return names.stream().map(name -> new Hyperparameter(system, name,
                full.getOrDefault(name, NONE), miniature.getOrDefault(name, NONE))).toList();
    }

    /** What stands outside the systems' configurations. */
    private static Map<String, String> shared(boolean full) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("models.clip", full ? FullSizeModels.CLIP.repository() : "clip");
        values.put("models.textToImage", full ? FullSizeModels.STABLE_DIFFUSION.repository() : "text-to-image");
        values.put("models.detector", full ? FullSizeModels.DETR.repository() : "detr");
        values.put("synthesis.scheduler", full ? Scheduler.USUAL : Scheduler.unusual(
                ShippedModels.folder("text-to-image")).getOrDefault(Scheduler.NAME, Scheduler.USUAL));
        values.put("synthesis.lora", "none");
        add(values, "synthesis.", full ? TextToImage.Settings.PAPER : TextToImage.Settings.MINIATURE);
        add(values, "detection.", ObjectDetection.Config.STANDARD);
        return values;
    }

    private static Map<String, String> own(CaptionSystem system) {
        Map<String, String> values = new LinkedHashMap<>();
        add(values, "", system.config());
        if (values.containsKey("refinement.adam")) {
            add(values, "refinement.optimizer.", AdamW.Config.ADAM);
        }
        if (system instanceof Recap) {
            values.keySet().removeAll(OF_PREFIX);
        }
        return values;
    }

    /** The decoder's size, with what goes with it. */
    private static void addShape(Map<String, String> values, DecoderShape shape) {
        add(values, "shape.decoder.", shape.gpt(CLIP_VOCABULARY));
        values.remove("shape.decoder.vocabulary");
        values.put("shape.decoder.firstWeights", Double.toString(GptConfig.GPT2_DEVIATION));
        values.put("shape.objectHeads", Integer.toString(shape.objectHeads()));
        values.put("shape.normalisation", shape.normalisation().name());
        if (shape.normalisation() != Normalisation.NONE) {
            values.put("shape.normalisedGain", Double.toString(CaptionModelConfig.NORMALISED_GAIN));
        }
        if (shape.normalisation() == Normalisation.WHITENED) {
            values.put("shape.whiteningFloor", Double.toString(CaptionModelConfig.WHITENING_FLOOR));
        }
        values.put("mostTokens", Integer.toString(CaptionWriter.PAPER_MOST));
    }

    private static boolean special(Map<String, String> values, String prefix, String name, Object value) {
        if (value instanceof DecoderShape shape) {
            addShape(values, shape);
            return true;
        }
        if (value instanceof LanguageModelConfig model) {
            // What is the language model's has the same name in every system.
            add(values, prefix, (Record) model);
            return true;
        }
        return false;
    }

    private static void add(Map<String, String> values, String prefix, Record record) {
        RecordSettings.put(values, prefix, record, Hyperparameter::special);
    }
}
