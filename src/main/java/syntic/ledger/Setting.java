package syntic.ledger;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntic.benchmark.Systems;
import syntic.hub.FullSizeModels;
import syntic.method.CaptionSystem;
import syntic.model.gpt.Decoding;
import syntic.model.gpt.GptConfig;
import syntic.nn.train.AdamW;
import syntic.stage.CaptionModelConfig;
import syntic.stage.CaptionWriter;
import syntic.stage.ObjectDetection;
import syntic.stage.Synthesis;

/**
 * One hyper-parameter with the values that the code has, read from the configuration records by reflection: a new
 * component of a record is a new setting.
 *
 * @param system a compared system, or {@link #ALL} for what they share
 * @param name path of record components, such as {@code projection.temperature}
 * @param full value for the full-size models, {@link #NONE} where the setting exists for the miniature alone
 * @param miniature value for the miniature world, {@link #NONE} where the setting exists at full size alone
 */
record Setting(String system, String name, String full, String miniature) {
    static final String ALL = "all systems";
    static final String NONE = "–";
    /** Given by the CLIP that is used, not chosen. */
    private static final Set<String> OF_CLIP = Set.of("shape.decoder.vocabulary", "shape.features");
    /** Of ReCap's language model: made to fit the prompt, and without a prefix of features. */
    private static final Set<String> OF_PREFIX = Set.of("shape.decoder.positions", "shape.objects", "shape.objectHeads",
            "shape.whitened", "shape.whitenedGain", "shape.whiteningFloor");
    private static final String DECODER = "decoder.";
    private static final int CLIP_VOCABULARY = 49_408;
    private static final int CLIP_WIDTH = 512;

    private record Search(Decoding decoding) {}

    /** All settings: those that the systems share, then those of each system. */
    static List<Setting> of(Systems full, Systems miniature) {
        List<Setting> settings = new ArrayList<>(together(ALL, shared(true), shared(false)));
        for (CaptionSystem system : full.all()) {
            settings.addAll(together(system.name(), own(system), own(miniature.named(system.name()))));
        }
        return settings;
    }

    private static List<Setting> together(String system, Map<String, String> full, Map<String, String> miniature) {
        Set<String> names = new LinkedHashSet<>(full.keySet());
        names.addAll(miniature.keySet());
        return names.stream().filter(name -> !OF_CLIP.contains(name)).map(name -> new Setting(system, name,
                full.getOrDefault(name, NONE), miniature.getOrDefault(name, NONE))).toList();
    }

    /** What stands outside the systems' configurations. */
    private static Map<String, String> shared(boolean full) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("models.clip", full ? FullSizeModels.CLIP.repository() : "clip");
        values.put("models.textToImage", full ? FullSizeModels.STABLE_DIFFUSION.repository() : "text-to-image");
        values.put("models.detector", full ? FullSizeModels.DETR.repository() : "detr");
        add(values, "synthesis", full ? Synthesis.Config.PAPER : Synthesis.Config.MINIATURE);
        add(values, "detection", ObjectDetection.Config.STANDARD);
        return values;
    }

    private static Map<String, String> own(CaptionSystem system) {
        Map<String, String> values = new LinkedHashMap<>();
        add(values, "", system.config());
        Map<String, String> own = new LinkedHashMap<>();
        // What is the decoder's has the same name in every system.
        values.forEach((name, value) ->
                own.put(name.startsWith(DECODER) ? name.substring(DECODER.length()) : name, value));
        String miniature = own.remove("miniature");
        if (miniature != null) {
            shape(own, Boolean.parseBoolean(miniature));
        }
        if (own.containsKey("refinement.adam")) {
            add(own, "refinement.optimizer", AdamW.Config.ADAM);
            add(own, "", new Search(CaptionWriter.PAPER_DECODING));
        }
        return own;
    }

    private static void shape(Map<String, String> values, boolean miniature) {
        boolean objects = "true".equals(values.getOrDefault("ingredients.objects", values.get("objects")));
        boolean prompt = values.containsKey("retrieved");
        Map<String, String> shape = new LinkedHashMap<>();
        add(shape, "shape", miniature ? CaptionModelConfig.miniature(CLIP_VOCABULARY, CLIP_WIDTH, objects)
                : CaptionModelConfig.paper(CLIP_VOCABULARY, CLIP_WIDTH, objects));
        shape.put("shape.decoder.firstWeights", Double.toString(GptConfig.GPT2_DEVIATION));
        if (miniature) {
            shape.put("shape.whitenedGain", Double.toString(CaptionModelConfig.WHITENED_GAIN));
            shape.put("shape.whiteningFloor", Double.toString(CaptionModelConfig.WHITENING_FLOOR));
        }
        if (!objects) {
            shape.remove("shape.objectHeads");
        }
        if (prompt) {
            shape.keySet().removeAll(OF_PREFIX);
        } else {
            values.put("mostTokens", Integer.toString(CaptionWriter.PAPER_MOST));
        }
        values.putAll(shape);
    }

    /** The components of a record and of the records within it; of one of several kinds also which it is. */
    private static void add(Map<String, String> values, String prefix, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = prefix.isEmpty() ? component.getName() : prefix + "." + component.getName();
            try {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(record);
                if (value instanceof Record inner) {
                    if (component.getType().isInterface()) {
                        values.put(name, inner.getClass().getSimpleName());
                    }
                    add(values, name, inner);
                } else {
                    values.put(name, String.valueOf(value));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the setting '" + name + "' cannot be read", e);
            }
        }
    }
}
