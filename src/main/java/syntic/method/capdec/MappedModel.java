package syntic.method.capdec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import syntic.model.ModelFolder;
import syntic.model.capdec.TransformerMapper;
import syntic.model.capdec.TransformerMapperConfig;
import syntic.model.gpt.Gpt;
import syntic.model.gpt.GptDropout;
import syntic.nn.Compute;
import syntic.nn.Weights;
import syntic.stage.CaptionInputs;
import syntic.stage.PrefixModel;

/**
 * CapDec's decoder at full scale (Nukrai, Mokady, Globerson 2022): a pretrained GPT-2 behind a Transformer that maps a
 * feature to its prefix. The tensors have the names of CapDec's own checkpoints.
 */
record MappedModel(MappedModelConfig config, Weights weights) implements PrefixModel {
    /**
     * A new mapper before the GPT-2 of a folder.
     *
     * @param parent a manager of the same device; the weights live in one below it
     * @param pretrained is copied, so that it can be trained
     * @param seed of the mapper's first weights
     */
    static MappedModel create(Compute compute, NDManager parent, Path pretrained,
            TransformerMapperConfig mapper, boolean tuned, long seed) {
        try (Gpt gpt = Gpt.from(compute.single(), pretrained)) {
            Weights source = gpt.weights();
            MappedModelConfig config = new MappedModelConfig(gpt.config(), mapper, tuned);
            Map<String, NDArray> all = new LinkedHashMap<>();
            source.copy(parent).toMap().forEach((name, array) ->
                    all.put(MappedModelConfig.DECODER + "." + name, array));
            TransformerMapperConfig.initializer().create(parent, TransformerMapperConfig.parameters(mapper), seed,
                    "new mapper").toMap().forEach((name, array) ->
                    all.put(MappedModelConfig.MAPPER + "." + name, array));
            return new MappedModel(config, Weights.of(parent, all, source.source()));
        }
    }

    /** Opens a folder that {@link #save} wrote. */
    static MappedModel from(Compute compute, Path folder) {
        ModelFolder files = new ModelFolder(folder);
        MappedModelConfig config = MappedModelConfig.from(files.config());
        return new MappedModel(config,
                files.weights(compute.single(), MappedModelConfig.parameters(config), Set.of()));
    }

    @Override
    public JsonObject configJson() {
        return config.toJson();
    }

    @Override
    public Map<String, NDArray> trained() {
        Map<String, NDArray> trained = weights.toMap();
        trained.keySet().removeIf(name -> !config.tuned() && name.startsWith(MappedModelConfig.DECODER + "."));
        return trained;
    }

    /** A language model that is not trained drops nothing, as in CapDec's code. */
    @Override
    public GptDropout dropout(double probability) {
        return config.tuned() ? GptDropout.of(probability) : GptDropout.NONE;
    }

    @Override
    public Gpt decoder() {
        return new Gpt(config.decoder(), weights.at(MappedModelConfig.DECODER));
    }

    @Override
    public int prefixLength() {
        return config.mapper().prefix();
    }

    @Override
    public NDArray prefix(CaptionInputs.Batch batch) {
        return new TransformerMapper(config.mapper(), weights.at(MappedModelConfig.MAPPER)).apply(batch.images());
    }
}
