package syntic.miniature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import syntic.corpus.Corpus;
import syntic.data.CaptionData;
import syntic.data.Corruption;
import syntic.data.ItemSeconds;
import syntic.data.Sentences;
import syntic.miniature.world.Split;
import syntic.miniature.world.Style;
import syntic.stage.ImageFeatures;

/** One corpus of the miniature world. The pictures of its training sentences are shipped as features. */
record MiniatureData(Miniature mini, Style style) implements CaptionData {
    /** Sentences in the support set for every one that has a picture: pictures take time, sentences are cheap. */
    private static final int SUPPORT_SENTENCES = 5;

    @Override
    public String name() {
        return style.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, String> inputs() {
        Map<String, String> inputs = new TreeMap<>(Map.of("world", Long.toString(Miniature.WORLD_SEED)));
        for (String model : List.of("clip", "detr", "text-to-image")) {
            inputs.put(model, ShippedModels.fingerprint(model));
        }
        inputs.putAll(mini.compute().provenance());
        return inputs;
    }

    @Override
    public ItemSeconds itemSeconds() {
        return mini.itemSeconds();
    }

    @Override
    public List<String> splits() {
        return Arrays.stream(Split.values()).filter(split -> split != Split.TRAIN && mini.world().size(style, split) > 0)
                .map(split -> split.name().toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public boolean hasTrainingPhotos() {
        return true;
    }

    @Override
    public int trainingSize() {
        return mini.world().size(style, Split.TRAIN);
    }

    @Override
    public int furtherSize() {
        return (SUPPORT_SENTENCES - 1) * trainingSize();
    }

    @Override
    public Sentences sentences() {
        return mini.sentences(mini.corpus(style, Split.TRAIN));
    }

    @Override
    public Sentences further(int count) {
        return mini.sentences(mini.world().further(style, count));
    }

    @Override
    public ImageFeatures synthetic() {
        return ShippedPacks.open(style);
    }

    @Override
    public Corpus references(String split) {
        return mini.corpus(style, Split.valueOf(split.toUpperCase(Locale.ROOT)));
    }

    @Override
    public ImageFeatures photos(List<String> ids, Corruption corruption) {
        return ImageFeatures.of(mini.photoFeatures(ids, corruption), mini.photoTags(ids, corruption));
    }
}
